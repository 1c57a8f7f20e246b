//! The one door to the database: two drivers, one SQL text.
//!
//! [`Db`], [`Tx`](super::Tx), [`Query`] and [`Row`](super::Row) choose the driver; nothing outside their files knows
//! which one is behind. SQL is written in the common part of both dialects (`$1`, `ON CONFLICT`, `RETURNING`, CTE,
//! `string_agg`), and a test prepares every statement on both.

use std::num::NonZero;
use std::str::FromStr as _;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Executor as _, SqlSafeStr as _};
use tokio::sync::watch;

use super::StoreError;
use super::changes::Changes;
use super::query::Query;
use super::reader::{Connection, Reader};
use super::tx::{Open, Tx};
use super::writer::Writer;

/// A database, with its connections.
#[derive(Clone, Debug)]
pub struct Db {
    driver: Driver,
    changes: Arc<Changes>,
}

#[derive(Clone, Debug)]
pub(super) enum Driver {
    /// One connection writes, the others only read: SQLite has one writer at a time, and waiting for a
    /// connection is fairer than waiting for its lock.
    Sqlite {
        /// Connections that can't write.
        read: SqlitePool,
        /// The connection that writes.
        write: Writer,
    },
    /// A server, shared by every instance.
    Postgres(PgPool),
}

/// How many connections to a server a process opens at most.
const MAX_CONNECTIONS: u32 = 16;
/// A connection to a server that was used this recently is taken to be alive: asking each time would double the
/// way to the server and back.
const TRUSTED: Duration = Duration::from_secs(1);

/// How many readers of SQLite: they compute in this process, where many more than it has processors only cost memory.
fn sqlite_readers() -> u32 {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    u32::try_from(2 * processors).map_or(MAX_CONNECTIONS, |readers| readers.clamp(4, MAX_CONNECTIONS))
}

impl Db {
    fn of(driver: Driver) -> Self {
        Self { driver, changes: Arc::default() }
    }

    /// Opens the database of a `sqlite://` or `postgres://` URL; a SQLite file is made when it is missing.
    ///
    /// # Errors
    /// When the URL is of no known kind, or the database can't be reached.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url).await
        } else {
            let options = PgConnectOptions::from_str(url)?.application_name("creno");
            let pool = PgPoolOptions::new()
                .max_connections(MAX_CONNECTIONS)
                .acquire_timeout(Duration::from_secs(10))
                .test_before_acquire(false)
                .before_acquire(|connection, known| {
                    Box::pin(async move {
                        if known.idle_for > TRUSTED {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                })
                .connect_with(options)
                .await?;
            Ok(Self::of(Driver::Postgres(pool)))
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A confirmed appointment survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // Rows come from a thread of their own: a few hundred at once, not fifty by fifty.
            .row_buffer_size(1_024)
            // 2 MB a connection: what is read often is kept as snapshots.
            .pragma("cache_size", "-2000");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(30))
            // Indexes that a booking touches stay in memory.
            .connect_with(options.clone().pragma("cache_size", "-16000"))
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(sqlite_readers())
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::of(Driver::Sqlite { read, write: Writer::new(write) }))
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails, or the database was migrated by a later version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.driver {
            Driver::Sqlite { write, .. } => sqlx::migrate!("../migrations/sqlite").run(write.pool()).await?,
            Driver::Postgres(pool) => sqlx::migrate!("../migrations/postgres").run(pool).await?,
        }
        // SQL folds no accents on both engines.
        super::clients::fold_names(self).await
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx {
            changes: self.changes.clone(),
            open: match &self.driver {
                Driver::Sqlite { write, .. } => Open::Sqlite(write.begin().await?),
                Driver::Postgres(pool) => Open::Postgres(pool.begin().await?),
            },
        })
    }

    /// A query that only reads, outside any transaction.
    pub fn query(&self, sql: &'static str) -> Query<'_> {
        Query::on(&self.driver, sql.into_sql_str())
    }

    /// A connection for several reads in a row: cheaper than one from the pool for each.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn reader(&self) -> Result<Reader, StoreError> {
        Ok(Reader(match &self.driver {
            Driver::Sqlite { read, .. } => Connection::Sqlite(read.acquire().await?),
            Driver::Postgres(pool) => Connection::Postgres(pool.acquire().await?),
        }))
    }

    /// How many changes this process has heard of, its own and those of others: what was read before a change
    /// is worth checking again after it.
    pub fn changes(&self) -> u64 {
        self.changes.heard()
    }

    /// Tells of each change that this process hears of from now on.
    pub fn subscribe(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    /// Tells other instances of what is committed here, and hears of what they commit, until the process ends. See
    /// [`super::changes`].
    pub async fn watch(&self) {
        match &self.driver {
            Driver::Sqlite { .. } => self.changes.watch_file().await,
            Driver::Postgres(pool) => self.changes.watch_server(pool).await,
        }
    }

    /// Prepares a statement without running it, for the test that goes through them all.
    ///
    /// # Errors
    /// What the engine has against it.
    pub async fn prepare(&self, sql: &'static str) -> Result<(), StoreError> {
        match &self.driver {
            Driver::Sqlite { read, .. } => drop(read.prepare(sql.into_sql_str()).await?),
            Driver::Postgres(pool) => drop(pool.prepare(sql.into_sql_str()).await?),
        }
        Ok(())
    }

    /// Asks the database whether it answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.query("SELECT 1 AS one").fetch_one().await.map(drop)
    }

    /// Waits for running queries, then closes every connection.
    pub async fn close(&self) {
        match &self.driver {
            Driver::Sqlite { read, write } => {
                read.close().await;
                write.pool().close().await;
            }
            Driver::Postgres(pool) => pool.close().await,
        }
    }
}
