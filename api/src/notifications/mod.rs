//! What people are told of an appointment.
//!
//! [`announce`] writes, with the change, one job for each person and medium; [`reminders`] writes those that time causes.
//! [`deliver`] then writes the message from what was noted, journals it, and hands it to the [`mail::Mailer`] or to the
//! [`sms::SmsGateway`]. To add a message: its event, and its texts in [`texts`].

pub(crate) mod check;
mod deliver;
mod facts;
pub(crate) mod gsm;
pub mod mail;
pub(crate) mod password_reset;
pub(crate) mod phone;
mod preview;
pub mod reminders;
pub mod render;
pub mod sms;
pub(crate) mod texts;

use creno_types::ids::{StaffId, ThemeId};
use creno_types::message::{Audience, Medium, MessageEvent};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::outbox::{Job, enqueue};
use crate::store::appointments::FullAppointment;
use crate::store::{Db, StoreError, Tx, documents, theme_messages};
pub(crate) use deliver::{deliver, send_code, send_webhook_paused};
pub use facts::Facts;
pub use mail::SendError;
pub(crate) use preview::preview;

/// Something to tell somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// What happened.
    pub event: MessageEvent,
    /// The staff member to tell; the client when none.
    pub staff: Option<StaffId>,
    /// The appointment as it was then.
    pub facts: Facts,
    /// When it was, for one that is moved.
    pub before: Option<creno_types::ZonedInstant>,
}

impl Notice {
    pub(crate) fn audience(&self) -> Audience {
        if self.staff.is_some() { Audience::Staff } else { Audience::Client }
    }
}

/// Tells everyone concerned of what happened to an appointment, `full` being what it is now and `before` what it was.
///
/// # Errors
/// When the database fails.
pub async fn announce(
    app: &App,
    tx: &mut Tx,
    event: MessageEvent,
    full: &FullAppointment,
    before: Option<&FullAppointment>,
) -> Result<(), StoreError> {
    let media = theme_messages::find_media(&mut *tx, full.appointment.theme.id).await?;
    for (medium, notice) in notices(&media, event, full, before) {
        let job = match medium {
            Medium::Mail => Job::Mail(Box::new(notice)),
            Medium::Sms => Job::Sms(Box::new(notice)),
        };
        enqueue(app, tx, Some(full.appointment.id), &job).await?;
    }
    Ok(())
}

/// The documents that a theme asks, as clients are told.
///
/// # Errors
/// When the database fails.
pub(crate) async fn asked_documents(db: &Db, theme: ThemeId) -> Result<String, StoreError> {
    let asked = documents::find_asked(db, theme).await?;
    Ok(asked.documents.into_iter().map(|document| document.label).collect::<Vec<_>>().join(", "))
}

/// What is told, to whom and by what, the client first: [`announce`] writes them, [`preview`] shows them.
fn notices(
    media: &[Medium],
    event: MessageEvent,
    full: &FullAppointment,
    before: Option<&FullAppointment>,
) -> Vec<(Medium, Notice)> {
    let (facts, staff) = (Facts::of(full), full.appointment.staff.id);
    let was = before.map(|before| before.appointment.start);
    let for_client = match before {
        Some(before) if is_transfer(before, full) => MessageEvent::Transferred,
        _ => event,
    };
    let client = Notice { event: for_client, staff: None, facts: facts.clone(), before: was };
    let mut told: Vec<_> = media.iter().map(|medium| (*medium, client.clone())).collect();
    let mut mail = |event, staff, facts: Facts, before| {
        told.push((Medium::Mail, Notice { event, staff: Some(staff), facts, before }));
    };
    match before.filter(|before| before.appointment.staff.id != staff) {
        None => mail(event, staff, facts, was),
        // For the one it is cancelled, for the other it is new.
        Some(before) => {
            mail(MessageEvent::Cancelled, before.appointment.staff.id, Facts::of(before), None);
            mail(MessageEvent::Confirmed, staff, facts, None);
        }
    }
    told
}

/// Whether only the person who receives is another: for the client, nothing else moved.
fn is_transfer(before: &FullAppointment, now: &FullAppointment) -> bool {
    let (before, now) = (&before.appointment, &now.appointment);
    before.staff.id != now.staff.id
        && before.start == now.start
        && before.agency.id == now.agency.id
        && before.channel == now.channel
}
