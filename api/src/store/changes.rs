//! Hearing that the database changed: each process counts the changes that it knows of.
//!
//! What is kept in memory is marked with the count at which it was last checked; when the count has moved, it is
//! checked against its revision in the database before it is used again. A commit of this process counts at once. On
//! PostgreSQL, other instances are told by `NOTIFY` **after** the commit, on a connection of its own: inside the
//! transaction it would make commits queue behind one lock. An instance that ends between its commit and its
//! notification is made up for by a count of our own accord every few seconds, which costs one query for each thing
//! that is next used, and by one whenever the listening connection was lost.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::{Notify, watch};
use tokio::time::{MissedTickBehavior, interval, sleep};
use uuid::Uuid;

use super::StoreError;
use super::db::Driver;
use super::query::Query;

/// Name of the notifications.
const CHANNEL: &str = "creno_changed";
/// Commits that follow each other closer than this are told of at once.
const TOGETHER: Duration = Duration::from_millis(10);
/// Between two attempts while the server is out of reach; also how often we then count.
const RETRY: Duration = Duration::from_secs(1);
/// How often we count of our own accord: for notifications that were never sent, and for other processes that write
/// to the same SQLite file.
const SERVER_NET: Duration = Duration::from_secs(5);
const FILE_NET: Duration = Duration::from_secs(1);

/// The changes that this process has heard of.
#[derive(Debug, Default)]
pub(super) struct Changes {
    count: AtomicU64,
    /// Wakes those who wait for the next one.
    wake: watch::Sender<()>,
    /// Something was committed here that others have not been told of.
    untold: Notify,
}

impl Changes {
    pub(super) fn heard(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<()> {
        self.wake.subscribe()
    }

    pub(super) fn committed(&self) {
        self.hear();
        self.untold.notify_one();
    }

    fn hear(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.wake.send_replace(());
    }

    pub(super) async fn watch_file(&self) {
        self.count_every(FILE_NET).await;
    }

    pub(super) async fn watch_server(&self, pool: &PgPool) {
        let us = Uuid::now_v7().to_string();
        tokio::join!(self.count_every(SERVER_NET), self.tell(pool, &us), self.listen(pool, &us));
    }

    async fn count_every(&self, period: Duration) {
        let mut ticks = interval(period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.hear();
        }
    }

    async fn tell(&self, pool: &PgPool, us: &str) {
        let driver = Driver::Postgres(pool.clone());
        loop {
            self.untold.notified().await;
            while let Err(error) = notify(&driver, us).await {
                tracing::warn!(%error, "other instances can't be told of a change; trying again");
                sleep(RETRY).await;
            }
            sleep(TOGETHER).await;
        }
    }

    async fn listen(&self, pool: &PgPool, us: &str) {
        loop {
            if let Err(error) = self.hear_others(pool, us).await {
                tracing::warn!(%error, "changes of other instances are not heard; trying again");
            }
            self.hear();
            sleep(RETRY).await;
        }
    }

    /// Counts the notifications of others, and each time that the connection was lost and made again.
    async fn hear_others(&self, pool: &PgPool, us: &str) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        self.hear();
        loop {
            match listener.try_recv().await? {
                Some(told) if told.payload() == us => {}
                Some(_) | None => self.hear(),
            }
        }
    }
}

async fn notify(driver: &Driver, us: &str) -> Result<(), StoreError> {
    let sql = sqlx::SqlSafeStr::into_sql_str("SELECT pg_notify($1, $2)");
    Query::on(driver, sql).bind(CHANNEL).bind(us.to_owned()).execute().await.map(drop)
}
