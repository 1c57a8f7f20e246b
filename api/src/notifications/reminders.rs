//! Reminders: written to the outbox when they fall due, and dropped when they would come too late. See
//! docs/decisions/0018-messages.md.
//!
//! Nothing is written when an appointment is taken, moved or cancelled: what falls due is looked for every minute, from
//! where the last look ended, by whichever instance comes first. A row for each reminder, in the transaction of its job,
//! makes it happen once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::appointment::AppointmentStatus;
use creno_types::ids::AppointmentId;
use creno_types::message::{Audience, Medium, MessageEvent, MessageState};
use serde::{Deserialize, Serialize};
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::deliver::{Label, deliver, set_aside};
use super::{Facts, Notice};
use crate::app::App;
use crate::outbox::{Job, enqueue};
use crate::store::appointments::{self, FullAppointment};
use crate::store::outbox::ClaimedJob;
use crate::store::reminders::{self, ReminderRule, Timed};
use crate::store::{Db, StoreError};

/// Between two looks.
const PERIOD: Duration = Duration::from_secs(60);
/// How far before the end of the last look the next one begins: an appointment may be committed a little after the instant
/// at which it says that it was taken, and clocks of instances differ a little.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// How many reminders are written in one transaction.
const TOGETHER: u32 = 200;
/// A reminder is of use for half its notice, and for this long at most.
const LONGEST_DELAY: TimeDelta = TimeDelta::hours(6);

/// A reminder to send.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DueReminder {
    /// Of what.
    pub appointment: AppointmentId,
    /// The start that it is about: moved since, there is nothing to recall.
    pub starts_at: DateTime<Utc>,
    /// How long before it fell due, in minutes.
    pub before_min: i64,
    /// By what it goes.
    pub medium: Medium,
}

/// Looks for reminders that fall due, every minute, until the process ends.
pub async fn keep_looking(app: App) {
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = look(&app).await {
            tracing::warn!(%error, "reminders can't be looked for; trying again in a minute");
        }
    }
}

/// Writes a job for each reminder that fell due since the last look; how many.
///
/// # Errors
/// When the database fails: what is not written yet is found by the next look.
pub async fn look(app: &App) -> Result<u64, StoreError> {
    let now = app.now();
    let rules = reminders::list_rules(&app.db).await?;
    // The first look of all has nothing to make up for. A clock that was set back must not have us wait until it is as
    // late again.
    let from = reminders::find_look(&app.db).await?.unwrap_or(now).min(now) - OVERLAP;
    let mut written = 0;
    for rule in &rules {
        written += look_for(app, rule, from.max(rule.since), now).await?;
    }
    let mut tx = app.db.begin().await?;
    reminders::put_look(&mut tx, now).await?;
    tx.commit().await?;
    Ok(written)
}

/// Those of one rule that fell due after `from` and until `now`.
async fn look_for(
    app: &App,
    rule: &ReminderRule,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut written = 0;
    let mut place = (from + rule.before, Uuid::max());
    loop {
        let found = due(&app.db, rule, place, now).await?;
        let Some(last) = found.last() else { return Ok(written) };
        place = (last.starts_at, last.id.0);
        let mut tx = app.db.begin().await?;
        // Taken or moved after it would have fallen due, it never did.
        for timed in found.iter().filter(|timed| timed.timed_at <= timed.starts_at - rule.before) {
            if reminders::insert_reminder(&mut tx, rule, timed).await? {
                let reminder = DueReminder {
                    appointment: timed.id,
                    starts_at: timed.starts_at,
                    before_min: rule.before.num_minutes(),
                    medium: rule.medium,
                };
                enqueue(app, &mut tx, Some(timed.id), &Job::Reminder(reminder)).await?;
                written += 1;
            }
        }
        tx.commit().await?;
    }
}

async fn due(
    db: &Db,
    rule: &ReminderRule,
    place: (DateTime<Utc>, Uuid),
    now: DateTime<Utc>,
) -> Result<Vec<Timed>, StoreError> {
    reminders::list_due(db, rule, place, now + rule.before, TOGETHER).await
}

/// Sends a reminder, if it is still of use; journals why not otherwise.
///
/// # Errors
/// When the database fails: the job is done again later.
pub(crate) async fn remind(app: &App, job: &ClaimedJob, reminder: &DueReminder) -> Result<(), StoreError> {
    let full = appointments::find_appointment(&app.db, reminder.appointment).await?;
    if let Err(why) = still_of_use(full.as_ref(), reminder, app.now()) {
        let label =
            Label { event: MessageEvent::Reminder, audience: Audience::Client, medium: reminder.medium };
        return set_aside(app, job, label, MessageState::Dropped, Some(why.to_string())).await;
    }
    let Some(full) = full else { return Ok(()) };
    let facts = Facts::of(&full);
    let notice = Notice { event: MessageEvent::Reminder, staff: None, facts, before: None };
    deliver(app, job, &notice, reminder.medium).await
}

/// Why a reminder is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Useless {
    #[error("the appointment is no more")]
    Gone,
    #[error("the appointment is cancelled, or marked")]
    NotConfirmed,
    #[error("the appointment was moved")]
    Moved,
    #[error("the appointment began")]
    Began,
    #[error(
        "it was due {late_min} minutes earlier, more than half of its notice of {before_min}, or than six hours"
    )]
    TooLate { late_min: i64, before_min: i64 },
}

fn still_of_use(
    full: Option<&FullAppointment>,
    reminder: &DueReminder,
    now: DateTime<Utc>,
) -> Result<(), Useless> {
    let appointment = &full.ok_or(Useless::Gone)?.appointment;
    if appointment.status != AppointmentStatus::Confirmed {
        return Err(Useless::NotConfirmed);
    }
    if appointment.start.utc() != reminder.starts_at {
        return Err(Useless::Moved);
    }
    if reminder.starts_at <= now {
        return Err(Useless::Began);
    }
    let before = TimeDelta::minutes(reminder.before_min);
    let late = now - (reminder.starts_at - before);
    if late > (before / 2).min(LONGEST_DELAY) {
        return Err(Useless::TooLate { late_min: late.num_minutes(), before_min: reminder.before_min });
    }
    Ok(())
}
