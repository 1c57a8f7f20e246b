//! The reference of bookings: single rows that the database alone makes durable, one commit each.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::databases::{Database, Engine};

/// Connections of our own, set as the server's are, with a table of their own.
pub struct SingleRows {
    connections: Vec<Arc<Mutex<Either>>>,
}

enum Either {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

const MAKE: &str = "CREATE TABLE bar_row (note TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO bar_row (note) VALUES ('a row, and nothing else')";
const DROP: &str = "DROP TABLE bar_row";

impl SingleRows {
    /// As many connections as `clients`; one on SQLite, which has one writer.
    pub async fn open(database: &Database, clients: usize) -> Result<Self> {
        let mut connections = Vec::new();
        match database.engine {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::from_str(&database.url)?
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(10));
                connections.push(Either::Sqlite(options.connect().await?));
            }
            Engine::Postgres => {
                let options = PgConnectOptions::from_str(&database.url)?;
                for _ in 0..clients {
                    connections.push(Either::Postgres(options.connect().await?));
                }
            }
        }
        connections[0].run(MAKE).await?;
        Ok(Self { connections: connections.into_iter().map(|one| Arc::new(Mutex::new(one))).collect() })
    }

    /// Rows a second, over every connection.
    pub async fn per_second(&self, length: Duration) -> Result<f64> {
        self.insert(self.connections.len(), length).await
    }

    /// Rows a second, over one of them.
    pub async fn per_second_alone(&self, length: Duration) -> Result<f64> {
        self.insert(1, length).await
    }

    /// How they are written.
    pub fn describe(&self) -> String {
        match self.connections.len() {
            1 => "rows by the one connection that may write".into(),
            count => format!("rows over {count} connections"),
        }
    }

    async fn insert(&self, connections: usize, length: Duration) -> Result<f64> {
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for connection in self.connections.iter().take(connections) {
            let connection = connection.clone();
            tasks.spawn(async move {
                let mut connection = connection.lock().await;
                let mut rows = 0_u32;
                while started.elapsed() < length {
                    connection.run(INSERT).await?;
                    rows += 1;
                }
                anyhow::Ok(rows)
            });
        }
        let mut rows = 0;
        while let Some(done) = tasks.join_next().await {
            rows += done??;
        }
        Ok(f64::from(rows) / started.elapsed().as_secs_f64())
    }

    /// Takes their table away.
    pub async fn close(&self) -> Result<()> {
        self.connections[0].lock().await.run(DROP).await.map(drop)
    }
}

#[expect(clippy::disallowed_methods, reason = "the database without the product")]
impl Either {
    async fn run(&mut self, sql: &'static str) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query(sql).execute(connection).await?.rows_affected(),
            Self::Postgres(connection) => sqlx::query(sql).execute(connection).await?.rows_affected(),
        })
    }
}
