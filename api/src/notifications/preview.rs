//! Messages as they would be written, for whoever is about to cause them.

use creno_types::message::{Audience, Medium, MessageEvent};
use creno_types::notice::NoticePreview;

use super::deliver::{Letter, Prepared, prepare, write};
use super::render::Source;
use super::{notices, phone};
use crate::app::App;
use crate::sight::Sight;
use crate::store::appointments::FullAppointment;
use crate::store::{StoreError, theme_messages};

/// The messages that [`super::announce`] would have written, without those that would be withheld, as somebody of that
/// sight sees them: without the client's links, and without texts where the client is masked.
///
/// # Errors
/// When the database fails.
pub(crate) async fn preview(
    app: &App,
    sight: &Sight,
    event: MessageEvent,
    full: &FullAppointment,
    before: Option<&FullAppointment>,
) -> Result<Vec<NoticePreview>, StoreError> {
    let theme = full.appointment.theme.id;
    let media = theme_messages::find_media(&app.db, theme).await?;
    let mut previews = Vec::new();
    for (medium, notice) in notices(&media, event, full, before) {
        if let Prepared::Ready(letter) = prepare(app, &notice, medium).await? {
            previews.extend(show(sight, medium, &letter));
        }
    }
    Ok(previews)
}

/// None when its template is wrong: it would be given up.
fn show(sight: &Sight, medium: Medium, letter: &Letter) -> Option<NoticePreview> {
    let Letter { notice, contact, letterhead, lang, text } = letter;
    let source = Source { notice, contact, letterhead, lang: *lang, text };
    let written = write(&source, medium, None).ok()?;
    let audience = notice.audience();
    let reachable = match medium {
        Medium::Mail => contact.email.is_some(),
        Medium::Sms => contact.phone.as_deref().is_some_and(|number| phone::e164(number).is_ok()),
    };
    let named = audience == Audience::Staff || sight.sees_name();
    let texts = sight.sees_texts();
    Some(NoticePreview {
        event: notice.event,
        audience,
        medium,
        recipient: Some(contact.name.clone()).filter(|_| named),
        reachable,
        subject: Some(written.subject).filter(|subject| texts && !subject.is_empty()),
        body: Some(written.text).filter(|_| texts),
    })
}
