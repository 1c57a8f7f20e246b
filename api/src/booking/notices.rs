//! What would be written if an appointment were changed: the change is tried, then undone.

use creno_types::message::MessageEvent;
use creno_types::notice::{NoticeQuery, Notices};
use creno_types::theme_messages::Discretion;

use super::by_staff::{ActError, carry_out, open, refuse_past};
use crate::app::App;
use crate::notifications::preview;
use crate::precondition::Precondition;
use crate::store::staff::Member;
use crate::store::theme_messages;

/// The messages that a change of an appointment within the member's reach would have written, as they see them. Nothing is
/// written.
///
/// # Errors
/// Whatever the change would be refused for.
pub async fn list(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    query: &NoticeQuery,
) -> Result<Notices, ActError> {
    let full = open(app, member, name, seen).await?;
    let items = match query {
        NoticeQuery::Cancel {} => {
            refuse_past(app, &full)?;
            preview(app, &member.sight, MessageEvent::Cancelled, &full, None).await?
        }
        NoticeQuery::Change(patch) => match carry_out(app, member, &full, patch, true).await? {
            Some(moved) => preview(app, &member.sight, MessageEvent::Moved, &moved, Some(&full)).await?,
            None => Vec::new(),
        },
    };
    let about = theme_messages::find_of_appointment(&app.db, full.appointment.id).await?;
    Ok(Notices { items, discretion: about.map_or(Discretion::Full, |(_, discretion)| discretion) })
}
