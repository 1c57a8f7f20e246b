//! Delivers what is due. Apart from the outbox: a server that is slow or away holds up no mail.

use std::collections::HashMap;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{deliver, publish, sweep};
use crate::app::App;
use crate::store::deliveries::claim_delivery;
use crate::store::{StoreError, webhooks};

/// How many attempts are under way at once in a process, to all servers, to one, and to those whose last attempt failed:
/// the others always find room beside these.
const AT_ONCE: usize = 8;
const AT_ONCE_TO_ONE: usize = 2;
const AT_ONCE_TO_FAILING: usize = 4;
/// An attempt that takes longer is another worker's; far longer than any may.
pub(super) const LEASE: TimeDelta = TimeDelta::minutes(2);
/// Changes that follow each other closer than this wake us once: under load, events are numbered many at a time.
const TOGETHER: Duration = Duration::from_millis(50);
/// The shortest and longest time between two looks when nothing wakes us.
const LOOKS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// How long attempts under way may take when the process is asked to stop; what is not done by then is done again.
const DRAIN: Duration = Duration::from_secs(10);
/// How often old attempts are forgotten.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Numbers events and delivers what is due, until `stop` changes; then finishes what is under way.
pub async fn work(app: App, mut stop: watch::Receiver<bool>) {
    let mut changes = app.db.subscribe();
    let mut sweeps = tokio::time::interval(SWEEP);
    let mut under_way = UnderWay::default();
    loop {
        let wait = under_way.begin_due(&app).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "webhooks can't be delivered for now");
            LOOKS.0
        });
        tokio::select! {
            _ = stop.changed() => break,
            Some(ended) = under_way.tasks.join_next_with_id() => {
                under_way.ended(&ended.map_or_else(|error| error.id(), |(id, ())| id));
            }
            Ok(()) = changes.changed() => sleep(TOGETHER).await,
            _ = sweeps.tick() => {
                if let Err(error) = sweep(&app).await {
                    tracing::warn!(%error, "old attempts of webhooks can't be forgotten");
                }
            }
            () = sleep(wait) => {}
        }
    }
    if timeout(DRAIN, async { while under_way.tasks.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!("attempts of webhooks are cut off; they will be made again");
    }
}

/// The attempts under way, with their servers.
#[derive(Default)]
struct UnderWay {
    tasks: JoinSet<()>,
    to: HashMap<Id, To>,
}

#[derive(Clone, Copy)]
struct To {
    endpoint: Uuid,
    failing: bool,
}

impl UnderWay {
    /// Begins what is due and has room; how long to wait for the next.
    async fn begin_due(&mut self, app: &App) -> Result<Duration, StoreError> {
        while publish(app).await? {}
        let mut wait = LOOKS.1;
        for endpoint in webhooks::list_active(&app.db).await? {
            let Some(due) = endpoint.due else { continue };
            let to = To { endpoint: endpoint.id, failing: endpoint.failing };
            let mut left = due <= app.now();
            while left && self.has_room(to) {
                let now = app.now();
                match claim_delivery(&app.db, endpoint.id, now, now + LEASE).await? {
                    None => left = false,
                    Some(claimed) => {
                        let app = app.clone();
                        let task = self.tasks.spawn(async move {
                            if let Err(error) = deliver::attempt(&app, &claimed).await {
                                tracing::warn!(delivery = %claimed.id, %error, "an attempt of a webhook is not noted");
                            }
                        });
                        self.to.insert(task.id(), to);
                    }
                }
            }
            // What is due and can't be claimed waits for another of its appointment, or for room.
            let until = (due - app.now()).to_std().unwrap_or(LOOKS.0);
            wait = wait.min(until.max(LOOKS.0));
        }
        Ok(wait)
    }

    fn has_room(&self, to: To) -> bool {
        let to_one = self.to.values().filter(|other| other.endpoint == to.endpoint).count();
        let to_failing = self.to.values().filter(|other| other.failing).count();
        self.to.len() < AT_ONCE && to_one < AT_ONCE_TO_ONE && (!to.failing || to_failing < AT_ONCE_TO_FAILING)
    }

    fn ended(&mut self, task: &Id) {
        self.to.remove(task);
    }
}

/// Does everything that is due now, one attempt after the other, and returns how many there were: for tests and tools.
///
/// # Errors
/// When the database fails.
pub async fn run_due(app: &App) -> Result<usize, StoreError> {
    let mut done = 0;
    loop {
        while publish(app).await? {}
        let before = done;
        for endpoint in webhooks::list_active(&app.db).await? {
            let now = app.now();
            if let Some(claimed) = claim_delivery(&app.db, endpoint.id, now, now + LEASE).await? {
                deliver::attempt(app, &claimed).await?;
                done += 1;
            }
        }
        if done == before {
            return Ok(done);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn those_that_answer_always_find_room() {
        let mut under_way = UnderWay::default();
        let begin = |under_way: &mut UnderWay, endpoint, failing| {
            let to = To { endpoint: Uuid::from_u128(endpoint), failing };
            let room = under_way.has_room(to);
            if room {
                let task = under_way.tasks.spawn(async {});
                under_way.to.insert(task.id(), to);
            }
            room
        };
        let failing = [1, 1, 1, 2, 2, 3].map(|endpoint| begin(&mut under_way, endpoint, true));
        assert_eq!(failing, [true, true, false, true, true, false], "two to each, four to all that fail");
        let others = [4, 4, 4, 5, 5, 6].map(|endpoint| begin(&mut under_way, endpoint, false));
        assert_eq!(others, [true, true, false, true, true, false], "eight in all");
    }
}
