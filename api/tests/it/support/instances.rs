//! Other instances of the application on a database that is already there, and clocks that stand still.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use creno::app::{App, Clock, SeededRandom};
use creno::config::Config;
use creno::http::router::router;
use creno::store::Db;

use super::TestApp;

/// A clock that moves only when it is told to: for what depends on the very second.
#[derive(Debug)]
pub struct StillClock(Mutex<DateTime<Utc>>);

impl StillClock {
    pub fn at(instant: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(instant.parse().unwrap())))
    }

    /// Makes it `instant`, written as RFC 3339.
    pub fn set(&self, instant: &str) {
        *self.0.lock().unwrap() = instant.parse().unwrap();
    }
}

impl Clock for StillClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

impl TestApp {
    /// An instance with nothing in memory, on the same connections: what one commits, the other hears of at once.
    /// [`TestApp::clock`] does not move it.
    pub fn with_clock(&self, clock: Arc<dyn Clock>) -> Self {
        self.instance(self.app.db.clone(), clock)
    }

    /// An instance with nothing in memory, on the same connections and clock.
    pub fn fresh(&self) -> Self {
        self.instance(self.app.db.clone(), self.clock.clone())
    }

    /// An instance as on another machine: connections and memory of its own, by the same clock.
    pub async fn elsewhere(&self) -> Self {
        let db = Db::connect(self.app.config.database_url.as_str()).await.unwrap();
        self.instance(db, self.clock.clone())
    }

    /// On a database of PostgreSQL that no other test shares: its notifications and connections are ours alone.
    /// [`TestApp::drop_database`] drops it.
    pub async fn on_database_of_its_own() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = super::postgres_server();
        let name = format!("test_{}_alone_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let db = Db::connect(&server).await.unwrap();
        // Not in a transaction: a database can't be made in one.
        db.query(format!("CREATE DATABASE {name}").leak()).execute().await.unwrap();
        db.close().await;
        Self::on(&named(&server, &name), "").await
    }

    /// Closes its connections and drops the database of [`TestApp::on_database_of_its_own`].
    pub async fn drop_database(self) {
        let row =
            self.app.db.query("SELECT CAST(current_database() AS TEXT) AS name").fetch_one().await.unwrap();
        let name: String = row.get("name").unwrap();
        assert!(name.contains("_alone_"), "{name}");
        self.app.db.close().await;
        let db = Db::connect(&super::postgres_server()).await.unwrap();
        db.query(format!("DROP DATABASE {name} WITH (FORCE)").leak()).execute().await.unwrap();
        db.close().await;
    }

    /// An instance with nothing in memory and other settings, on the same connections and clock.
    pub fn configured(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = (*self.app.config).clone();
        change(&mut config);
        self.instance_with(config, self.app.db.clone(), self.clock.clone())
    }

    fn instance(&self, db: Db, clock: Arc<dyn Clock>) -> Self {
        self.instance_with((*self.app.config).clone(), db, clock)
    }

    fn instance_with(&self, config: Config, db: Db, clock: Arc<dyn Clock>) -> Self {
        // Each its own seed: ids and tokens are drawn, and must differ.
        static SEED: AtomicU64 = AtomicU64::new(2);
        let seed = SEED.fetch_add(1, Ordering::Relaxed);
        let app = App::with(db, config, clock, Arc::new(SeededRandom::new(seed)));
        Self {
            router: router(app.clone()),
            app,
            clock: self.clock.clone(),
            cookie: Mutex::default(),
            _folder: None,
        }
    }
}

/// The URL of another database on the same server.
fn named(server: &str, database: &str) -> String {
    let (address, options) = server
        .split_once('?')
        .map_or((server, String::new()), |(address, options)| (address, format!("?{options}")));
    let (address, _) = address.rsplit_once('/').expect("a URL with a database");
    format!("{address}/{database}{options}")
}
