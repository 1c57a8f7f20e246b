//! Networks to measure on, each made once a run and gone after it.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use creno::seed::{self, Totals};
use creno::store::Db;
use tempfile::TempDir;

use crate::special;

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server, named by `CRENO_TEST_POSTGRES`.
    Postgres,
}

impl Engine {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A network of some scale on some engine, with the special agency.
#[derive(Clone, Debug)]
pub struct Database {
    /// Where it is.
    pub url: String,
    /// On what.
    pub engine: Engine,
    /// How many times the reference network.
    pub scale: u32,
    /// What is in it.
    pub totals: Totals,
    /// How long it took to make.
    pub took: Duration,
}

/// Those that were made, in a folder and on a server of their own.
#[derive(Debug)]
pub struct Databases {
    folder: TempDir,
    server: Option<String>,
    made: Vec<Database>,
}

/// The number that the networks are drawn from.
const SEED: u64 = 1;

impl Databases {
    /// None yet. `server` is the PostgreSQL to make schemas on.
    pub fn new(server: Option<String>) -> Result<Self> {
        // Beside what is built: a temporary folder may be in memory, which no server's database is.
        let folder = tempfile::Builder::new().prefix("bar-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        Ok(Self { folder, server, made: Vec::new() })
    }

    /// The network of that scale on that engine, made when it is asked for the first time.
    pub async fn get(&mut self, engine: Engine, scale: u32, now: DateTime<Utc>) -> Result<Database> {
        if let Some(known) = self.made.iter().find(|made| made.engine == engine && made.scale == scale) {
            return Ok(known.clone());
        }
        println!("making {scale}× the reference network on {}…", engine.name());
        let started = Instant::now();
        let url = match engine {
            Engine::Sqlite => {
                format!("sqlite://{}", self.folder.path().join(format!("{scale}.db")).display())
            }
            Engine::Postgres => self.schema(scale).await?,
        };
        let db = Db::connect(&url).await?;
        db.migrate().await?;
        let totals = seed::scale(&db, now, scale.into(), SEED, &|_, _| {}).await?;
        special::fill(&db, now).await?;
        if engine == Engine::Postgres {
            // What autovacuum does by itself within a minute or two.
            db.query("VACUUM ANALYZE").execute().await?;
        }
        db.close().await;
        let made = Database { url, engine, scale, totals, took: started.elapsed() };
        println!("  {totals}, {:.0} s", made.took.as_secs_f64());
        self.made.push(made.clone());
        Ok(made)
    }

    /// A schema of its own on the server.
    async fn schema(&self, scale: u32) -> Result<String> {
        let server = self.server.as_deref().context("no PostgreSQL: CRENO_TEST_POSTGRES is not set")?;
        let schema = self.schema_name(scale);
        self.on_server(&[
            "CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public".into(),
            format!("CREATE SCHEMA {schema}"),
        ])
        .await?;
        let separator = if server.contains('?') { '&' } else { '?' };
        Ok(format!("{server}{separator}options=-csearch_path%3D{schema},public"))
    }

    fn schema_name(&self, scale: u32) -> String {
        format!("bar_{}_{scale}", std::process::id())
    }

    async fn on_server(&self, statements: &[String]) -> Result<()> {
        let Some(server) = &self.server else { return Ok(()) };
        let db = Db::connect(server).await.context("connecting to CRENO_TEST_POSTGRES")?;
        let mut tx = db.begin().await?;
        for statement in statements {
            tx.query_made(statement.clone()).execute().await?;
        }
        tx.commit().await?;
        db.close().await;
        Ok(())
    }

    /// The version of an engine.
    pub async fn version(&self, engine: Engine) -> Result<String> {
        let (url, sql) = match (engine, &self.server) {
            (Engine::Postgres, Some(server)) => {
                (server.clone(), "SELECT current_setting('server_version') AS version")
            }
            _ => ("sqlite::memory:".into(), "SELECT sqlite_version() AS version"),
        };
        let db = Db::connect(&url).await?;
        let version: String = db.query(sql).fetch_one().await?.get("version")?;
        db.close().await;
        Ok(version)
    }

    /// Removes them.
    pub async fn remove(self) -> Result<()> {
        let of_server = self.made.iter().filter(|made| made.engine == Engine::Postgres);
        let drops: Vec<_> =
            of_server.map(|made| format!("DROP SCHEMA {} CASCADE", self.schema_name(made.scale))).collect();
        if !drops.is_empty() {
            self.on_server(&drops).await?;
        }
        self.folder.close().context("removing the folder of the databases")
    }
}
