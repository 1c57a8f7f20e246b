//! Side effects, done after the change that causes them, by workers.
//!
//! A service writes a [`Job`] in the transaction of its change; nothing is sent inside a request. To add a kind of job:
//! a variant of [`Job`], its word in [`Job::kind`], and what does it in [`worker`].

pub mod dead;
mod worker;

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::ids::{AppointmentId, StaffId};
use creno_types::message::Medium;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::notifications::Notice;
use crate::notifications::reminders::DueReminder;
use crate::store::outbox::NewJob;
use crate::store::{StoreError, Tx, outbox};
pub(crate) use worker::settle;
pub use worker::{run_due, work};

/// What is to be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// A mail to write and send.
    Mail(Box<Notice>),
    /// A text message to write and send.
    Sms(Box<Notice>),
    /// A reminder to write and send, if it is still of use.
    Reminder(DueReminder),
    /// A code to draw, and to send to an address that is to be proved.
    EmailCode {
        /// The row of the address.
        proof: Uuid,
    },
    /// Tells an administrator that a webhook is paused.
    WebhookPaused {
        /// Which one.
        endpoint: Uuid,
        /// Whom to tell.
        staff: StaffId,
    },
    /// Removes the bytes of a document that is gone, or that was never kept.
    EraseObject {
        /// Name of the object.
        object: String,
    },
    /// Sends a link to choose another password, if the address that was typed is anybody's.
    PasswordReset {
        /// The row of the request.
        reset: Uuid,
    },
}

impl Job {
    /// The word of its kind. Jobs of one kind about one appointment are done in order: those who receive need not
    /// wait for a client whose mailbox refuses.
    fn kind(&self) -> &'static str {
        match self {
            Self::Mail(mail) if mail.staff.is_some() => "mail_staff",
            Self::Mail(_) => "mail_client",
            Self::Sms(_) => "sms_client",
            // In turn with what the client is told otherwise.
            Self::Reminder(reminder) => match reminder.medium {
                Medium::Mail => "mail_client",
                Medium::Sms => "sms_client",
            },
            Self::EmailCode { .. } => "email_code",
            Self::WebhookPaused { .. } => "webhook_paused",
            Self::EraseObject { .. } => "erase_object",
            Self::PasswordReset { .. } => "password_reset",
        }
    }
}

/// Writes a job with the change that causes it.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(
    app: &App,
    tx: &mut Tx,
    about: Option<AppointmentId>,
    job: &Job,
) -> Result<(), StoreError> {
    enqueue_at(app, tx, about, job, app.now()).await.map(drop)
}

/// The same for a job that is not to be done before `due`; its id.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_at(
    app: &App,
    tx: &mut Tx,
    about: Option<AppointmentId>,
    job: &Job,
    due: DateTime<Utc>,
) -> Result<Uuid, StoreError> {
    let payload = serde_json::to_value(job)
        .map_err(|error| StoreError::Corrupt { column: "payload", value: error.to_string() })?;
    let new = NewJob { id: app.new_id(), kind: job.kind(), about, payload, due, now: app.now() };
    let id = new.id;
    outbox::insert_job(tx, new).await?;
    Ok(id)
}

/// How long to wait after each failed attempt: about a day in all, then a person decides.
const PAUSES: [TimeDelta; 8] = [
    TimeDelta::seconds(10),
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(8),
    TimeDelta::hours(10),
];

/// The pause after that many attempts, a tenth more or less by `chance`, so that jobs that failed together do not come
/// back together; none when it was the last.
fn pause(attempts: u32, chance: u8) -> Option<TimeDelta> {
    jittered(&PAUSES, attempts, chance)
}

/// Of `pauses`, the one after that many attempts, likewise.
pub(crate) fn jittered(pauses: &[TimeDelta], attempts: u32, chance: u8) -> Option<TimeDelta> {
    let pause = pauses.get(usize::try_from(attempts).ok()?.checked_sub(1)?)?;
    let tenth = *pause / 10;
    Some(*pause - tenth + tenth * 2 * i32::from(chance) / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        for attempt in 1..=8 {
            let (least, most) = (pause(attempt, 0).unwrap(), pause(attempt, 255).unwrap());
            assert!(least < most && most < least * 13 / 10, "{least} {most}");
            assert!(pause(attempt + 1, 0).is_none_or(|next| next > most), "{attempt}");
        }
        assert_eq!((pause(0, 0), pause(9, 0)), (None, None));
    }
}
