//! SQLite's one writer: transactions that wait for each other share one durable commit.
//!
//! SQLite has one writer at a time, and a durable commit waits for the disk: one by one, bookings would be no faster
//! than that. So a transaction is a savepoint within an outer one. When others already wait for their turn, it leaves
//! the outer one open for them, and the last of them commits for all; each is over only then. One that fails undoes
//! its own savepoint, and nothing else. Alone, a transaction is committed at once. See
//! docs/decisions/0011-shared-commits.md.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::{Executor as _, Sqlite, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use tokio::time::timeout;

use super::StoreError;

/// How long a transaction waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);
/// The outer transaction is committed at the first occasion after this, whoever waits.
const LONGEST: Duration = Duration::from_millis(5);

/// The connection that writes, and those who wait for it.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    pool: SqlitePool,
    group: Arc<Mutex<Group>>,
    waiting: Arc<AtomicUsize>,
}

/// The outer transaction.
#[derive(Debug)]
struct Group {
    /// There while the outer transaction is open.
    connection: Option<PoolConnection<Sqlite>>,
    since: Instant,
    /// Those that are done, to be told whether they are on disk.
    done: Vec<oneshot::Sender<Result<(), String>>>,
}

/// A transaction's turn to write; dropped, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Turn {
    writer: Writer,
    group: Option<OwnedMutexGuard<Group>>,
}

impl Writer {
    /// `pool` has one connection.
    pub(super) fn new(pool: SqlitePool) -> Self {
        let group = Group { connection: None, since: Instant::now(), done: Vec::new() };
        Self { pool, group: Arc::new(Mutex::new(group)), waiting: Arc::default() }
    }

    pub(super) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Waits for a turn, and begins a transaction.
    pub(super) async fn begin(&self) -> Result<Turn, StoreError> {
        let mut waiting = Waiting::new(self.clone());
        let group = timeout(PATIENCE, self.group.clone().lock_owned()).await;
        let group = group.map_err(|_| StoreError::Sql(sqlx::Error::PoolTimedOut))?;
        waiting.arrived = true;
        drop(waiting);
        let mut turn = Turn { writer: self.clone(), group: Some(group) };
        turn.open().await?;
        Ok(turn)
    }

    /// Ends a turn: the outer transaction is left to those who wait, or committed.
    async fn leave(&self, mut group: OwnedMutexGuard<Group>) {
        if self.waiting.load(Ordering::SeqCst) == 0 || group.since.elapsed() >= LONGEST {
            group.commit().await;
        }
    }
}

impl Turn {
    async fn open(&mut self) -> Result<(), StoreError> {
        let Some(group) = &mut self.group else { return Err(over()) };
        let begins = group.connection.is_none();
        if begins {
            group.since = Instant::now();
            // Kept where the end of this turn finds it, should we be dropped in the middle.
            group.connection = Some(self.writer.pool.acquire().await?);
        }
        let connection = self.connection()?;
        if begins {
            connection.execute("BEGIN IMMEDIATE").await?;
        }
        connection.execute("SAVEPOINT turn").await?;
        Ok(())
    }

    /// The connection, for a statement.
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        let group = self.group.as_mut().and_then(|group| group.connection.as_mut());
        Ok(&mut **group.ok_or_else(over)?)
    }

    /// Makes the transaction's changes lasting: when this returns, they are on disk.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.end(true).await
    }

    /// Undoes them. What the transaction saw of others' is on disk when this returns: whoever looks again, sees it.
    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        self.end(false).await
    }

    async fn end(mut self, keep: bool) -> Result<(), StoreError> {
        let (writer, Some(mut group)) = (self.writer.clone(), self.group.take()) else { return Err(over()) };
        // In a task of its own: a request that is given up must not stop in the middle of others' commit.
        let ended = tokio::spawn(async move {
            let released = if keep { group.release().await } else { Ok(()) };
            if !keep || released.is_err() {
                group.undo().await;
            }
            let (tell, told) = oneshot::channel();
            group.done.push(tell);
            writer.leave(group).await;
            let failed = |error: String| StoreError::Sql(sqlx::Error::Protocol(error));
            let told = told.await.unwrap_or_else(|_| Err("nobody knows whether it is committed".into()));
            released.and(told.map_err(failed))
        });
        ended.await.map_err(|error| StoreError::Sql(sqlx::Error::Protocol(error.to_string())))?
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(mut group) = self.group.take() {
            let writer = self.writer.clone();
            tokio::spawn(async move {
                group.undo().await;
                writer.leave(group).await;
            });
        }
    }
}

impl Group {
    /// Leaves what the present turn did to the outer transaction.
    async fn release(&mut self) -> Result<(), StoreError> {
        let connection = self.connection.as_mut().ok_or_else(over)?;
        connection.execute("RELEASE turn").await?;
        Ok(())
    }

    /// Undoes what the present turn did.
    async fn undo(&mut self) {
        if let Some(connection) = &mut self.connection {
            let undone = connection.execute("ROLLBACK TO turn; RELEASE turn").await;
            if let Err(error) = undone {
                // It had not begun, or the whole outer transaction is gone, which its commit finds out.
                tracing::debug!(%error, "a transaction has nothing to undo");
            }
        }
    }

    /// Commits the outer transaction, and tells everyone.
    async fn commit(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        let committed = connection.execute("COMMIT").await.map(drop).map_err(|error| error.to_string());
        if committed.is_err() {
            // In a state that we do not know: closing it undoes what is open.
            connection.close_on_drop();
        }
        for tell in self.done.drain(..) {
            // Who no longer listens was given up meanwhile.
            tell.send(committed.clone()).ok();
        }
    }
}

/// Someone who waits for a turn.
struct Waiting {
    writer: Writer,
    arrived: bool,
}

impl Waiting {
    fn new(writer: Writer) -> Self {
        writer.waiting.fetch_add(1, Ordering::SeqCst);
        Self { writer, arrived: false }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        if !self.arrived {
            // The outer transaction may have been left to us alone.
            let writer = self.writer.clone();
            tokio::spawn(async move {
                let group = writer.group.clone().lock_owned().await;
                writer.leave(group).await;
            });
        }
    }
}

fn over() -> StoreError {
    StoreError::Sql(sqlx::Error::Protocol("the transaction is over".into()))
}
