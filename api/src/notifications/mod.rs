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
pub mod reminders;
pub mod render;
pub mod sms;
pub(crate) mod texts;

use creno_types::ids::StaffId;
use creno_types::message::{Audience, Medium, MessageEvent};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::outbox::{Job, enqueue};
use crate::store::appointments::FullAppointment;
use crate::store::{StoreError, Tx, theme_messages};
pub(crate) use deliver::{deliver, send_code, send_webhook_paused};
pub use facts::Facts;
pub use mail::SendError;

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
    let (id, facts) = (full.appointment.id, Facts::of(full));
    let staff = full.appointment.staff.id;
    let was = before.map(|before| before.appointment.start);
    let notice =
        |event, staff, facts: &Facts, before| Box::new(Notice { event, staff, facts: facts.clone(), before });
    let for_client = match before {
        Some(before) if is_transfer(before, full) => MessageEvent::Transferred,
        _ => event,
    };
    for medium in theme_messages::find_media(tx, full.appointment.theme.id).await? {
        let notice = notice(for_client, None, &facts, was);
        let job = match medium {
            Medium::Mail => Job::Mail(notice),
            Medium::Sms => Job::Sms(notice),
        };
        enqueue(app, tx, Some(id), &job).await?;
    }
    let mail = |event, staff, facts: &Facts, before| Job::Mail(notice(event, Some(staff), facts, before));
    match before.filter(|before| before.appointment.staff.id != staff) {
        None => enqueue(app, tx, Some(id), &mail(event, staff, &facts, was)).await,
        // For the one it is cancelled, for the other it is new.
        Some(before) => {
            let former = mail(MessageEvent::Cancelled, before.appointment.staff.id, &Facts::of(before), None);
            enqueue(app, tx, Some(id), &former).await?;
            enqueue(app, tx, Some(id), &mail(MessageEvent::Confirmed, staff, &facts, None)).await
        }
    }
}

/// Whether only the person who receives is another: for the client, nothing else moved.
fn is_transfer(before: &FullAppointment, now: &FullAppointment) -> bool {
    let (before, now) = (&before.appointment, &now.appointment);
    before.staff.id != now.staff.id
        && before.start == now.start
        && before.agency.id == now.agency.id
        && before.channel == now.channel
}
