//! The workers of the outbox.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::message::Medium;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::{Job, pause};
use crate::app::App;
use crate::documents::removal;
use crate::notifications::{self, SendError};
use crate::store::outbox::{self, ClaimedJob};
use crate::store::{StoreError, Tx};

/// How many jobs are under way at once.
const AT_ONCE: usize = 4;
/// A job that takes longer is another worker's.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// Changes that follow each other closer than this wake us once.
const TOGETHER: Duration = Duration::from_millis(20);
/// The shortest and longest time between two looks when nothing wakes us.
const LOOKS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// How long jobs under way may take when the process is asked to stop; what is not done by then is done again.
const DRAIN: Duration = Duration::from_secs(10);

/// Does what is due, until `stop` changes; then finishes what is under way.
pub async fn work(app: App, mut stop: watch::Receiver<bool>) {
    let mut changes = app.db.subscribe();
    let mut running = JoinSet::new();
    loop {
        let mut wait = LOOKS.1;
        if running.len() < AT_ONCE {
            match claim(&app).await {
                Ok(Claim::Job(job)) => {
                    let app = app.clone();
                    running.spawn(async move { run(&app, job).await });
                    continue;
                }
                Ok(Claim::Later(due)) => wait = until(&app, due),
                Err(error) => {
                    tracing::warn!(%error, "the outbox can't be read");
                    wait = LOOKS.0;
                }
            }
        }
        tokio::select! {
            _ = stop.changed() => break,
            Some(_) = running.join_next() => {}
            Ok(()) = changes.changed() => sleep(TOGETHER).await,
            () = sleep(wait) => {}
        }
    }
    if timeout(DRAIN, async { while running.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!("jobs of the outbox are cut off; they will be done again");
    }
}

/// Does everything that is due now, one job after the other, and returns how many there were: for tests and tools.
///
/// # Errors
/// When the database fails.
pub async fn run_due(app: &App) -> Result<usize, StoreError> {
    let mut done = 0;
    while let Claim::Job(job) = claim(app).await? {
        run(app, job).await;
        done += 1;
    }
    Ok(done)
}

enum Claim {
    Job(ClaimedJob),
    /// Nothing can be done now; when the next one is due.
    Later(Option<DateTime<Utc>>),
}

async fn claim(app: &App) -> Result<Claim, StoreError> {
    let now = app.now();
    let due = outbox::find_next_due(&app.db).await?;
    // Reading is cheap, and claiming would wait for whoever writes.
    if due.is_none_or(|due| due > now) {
        return Ok(Claim::Later(due));
    }
    Ok(outbox::claim_job(&app.db, now, now + LEASE).await?.map_or(Claim::Later(due), Claim::Job))
}

fn until(app: &App, due: Option<DateTime<Utc>>) -> Duration {
    let left = due.and_then(|due| (due - app.now()).to_std().ok());
    // What is due and can't be claimed waits for another job of its appointment.
    left.unwrap_or(if due.is_some() { LOOKS.0 } else { LOOKS.1 }).clamp(LOOKS.0, LOOKS.1)
}

/// Does one job, and notes what came of it. What the database refuses to note is done again when the lease ends.
async fn run(app: &App, job: ClaimedJob) {
    if let Err(error) = attempt(app, &job).await {
        tracing::warn!(job = %job.id, %error, "a job of the outbox is not noted");
    }
}

async fn attempt(app: &App, job: &ClaimedJob) -> Result<(), StoreError> {
    match serde_json::from_value(job.payload.clone()) {
        Ok(Job::Mail(notice)) => notifications::deliver(app, job, &notice, Medium::Mail).await,
        Ok(Job::Sms(notice)) => notifications::deliver(app, job, &notice, Medium::Sms).await,
        Ok(Job::Reminder(reminder)) => notifications::reminders::remind(app, job, &reminder).await,
        Ok(Job::EmailCode { proof }) => notifications::send_code(app, job, proof).await,
        Ok(Job::WebhookPaused { endpoint, staff }) => {
            notifications::send_webhook_paused(app, job, endpoint, staff).await
        }
        Ok(Job::EraseObject { object }) => removal::erase(app, job, &object).await,
        Ok(Job::PasswordReset { reset }) => notifications::password_reset::send(app, job, reset).await,
        Err(error) => {
            let mut tx = app.db.begin().await?;
            outbox::end_job(&mut tx, job.id, Some(format!("unreadable: {error}")), app.now()).await?;
            tx.commit().await
        }
    }
}

/// Notes how a job ended: done, put off, or given up. Whether it will be tried again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn settle(
    app: &App,
    tx: &mut Tx,
    job: &ClaimedJob,
    ended: Result<(), &SendError>,
) -> Result<bool, StoreError> {
    let now = app.now();
    let Err(error) = ended else {
        outbox::end_job(tx, job.id, None, now).await?;
        app.metrics.job(&job.kind, "done");
        return Ok(false);
    };
    let [chance] = app.random_bytes();
    let next = pause(job.attempts, chance).filter(|_| !error.permanent);
    app.metrics.job(&job.kind, if next.is_some() { "delayed" } else { "dead" });
    match next {
        Some(pause) => outbox::postpone_job(tx, job.id, now + pause, error.text.clone()).await.map(|()| true),
        None => outbox::end_job(tx, job.id, Some(error.text.clone()), now).await.map(|()| false),
    }
}
