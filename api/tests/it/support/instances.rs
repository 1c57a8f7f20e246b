//! Other instances of the application on a database that is already there, and clocks that stand still.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use creno::app::{App, Clock, SeededRandom};
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

    fn instance(&self, db: Db, clock: Arc<dyn Clock>) -> Self {
        let config = (*self.app.config).clone();
        // Another seed: ids and tokens are drawn.
        let app = App::with(db, config, clock, Arc::new(SeededRandom::new(2)));
        Self {
            router: router(app.clone()),
            app,
            clock: self.clock.clone(),
            cookie: Mutex::default(),
            _folder: None,
        }
    }
}
