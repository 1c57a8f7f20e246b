//! Everything that a request needs: database, clock, chance, configuration.
//!
//! The clock and the source of randomness are traits, so that tests set the time and repeat the draws; this is
//! the only file that reads the machine's.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use uuid::Uuid;

use crate::anti_abuse::AntiAbuse;
use crate::booking::InProgress;
use crate::config::Config;
use crate::documents::Vault;
use crate::integrations::addresses::{AddressBook, AddressSource, Ban};
use crate::integrations::oidc::Provider;
use crate::integrations::sms::HttpGateway;
use crate::metrics::Metrics;
use crate::notifications::mail::{Kept, Mailer, Smtp, Unset};
use crate::notifications::sms::{SmsGateway, SmsKept, SmsUnset};
use crate::slots::{Answers, Snapshots};
use crate::staff::live::Live;
use crate::store::Db;
use crate::webhooks::crm::Crm;
use crate::webhooks::{self, Transport};
use crate::zones::Zones;

/// The application, shared by every request.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// What the operator set.
    pub config: Arc<Config>,
    /// Zones for the engine.
    pub zones: Arc<Zones>,
    /// What the slots of each agency depend on, as far as this process knows.
    pub snapshots: Arc<Snapshots>,
    /// Lists of starts, ready to be sent.
    pub answers: Arc<Answers>,
    /// What keeps robots out.
    pub anti_abuse: Arc<AntiAbuse>,
    /// Requests under way that can be sent again.
    pub in_progress: Arc<InProgress>,
    /// Addresses, completed.
    pub addresses: Arc<AddressBook>,
    /// What mails are handed to.
    pub mailer: Arc<dyn Mailer>,
    /// What text messages are handed to.
    pub sms: Arc<dyn SmsGateway>,
    /// The organisation's own sign-in service, when there is one.
    pub oidc: Option<Arc<Provider>>,
    /// Tells staff what changes.
    pub live: Arc<Live>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Documents of clients.
    pub documents: Arc<Vault>,
    /// What webhooks are handed to.
    pub webhooks: Arc<dyn Transport>,
    /// The simulated CRM of a demonstration; none elsewhere.
    pub crm: Option<Arc<Crm>>,
    /// The clock of a demonstration's sandbox, which can be set; none elsewhere.
    pub sandbox: Option<Arc<SettableClock>>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// Tells the time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// Draws at random.
pub trait Random: fmt::Debug + Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

impl App {
    /// An application on `db`, with the machine's clock and randomness.
    pub fn new(db: Db, config: Config) -> Self {
        Self::with(db, config, Arc::new(SystemClock), Arc::new(SystemRandom))
    }

    /// An application with the clock and the randomness of a test.
    pub fn with(db: Db, config: Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let crm = config.demo.then(|| Arc::new(Crm::new(&config.public_url, clock.clone())));
        Self {
            db,
            webhooks: webhooks::transport(&config, crm.as_ref()),
            crm,
            anti_abuse: Arc::new(AntiAbuse::new(&config)),
            addresses: Arc::new(AddressBook::new(addresses(&config))),
            mailer: mailer(&config),
            sms: sms(&config),
            oidc: oidc(&config),
            documents: Arc::new(Vault::new(&config.documents)),
            live: Arc::default(),
            metrics: Arc::default(),
            config: Arc::new(config),
            zones: Arc::default(),
            snapshots: Arc::default(),
            answers: Arc::default(),
            in_progress: Arc::default(),
            sandbox: None,
            clock,
            random,
        }
    }

    /// A demonstration, whose clock can be set.
    pub fn demo(db: Db, config: Config) -> Self {
        let clock = Arc::new(SettableClock::default());
        Self { sandbox: Some(clock.clone()), ..Self::with(db, config, clock, Arc::new(SystemRandom)) }
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// `N` random bytes.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// A new id: UUID v7 of the present instant.
    pub fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.random_bytes()).into_uuid()
    }
}

/// In a demonstration nothing leaves.
fn mailer(config: &Config) -> Arc<dyn Mailer> {
    match Smtp::new(&config.mail) {
        _ if config.demo => Arc::new(Kept),
        Some(server) => Arc::new(server),
        None => Arc::new(Unset),
    }
}

fn sms(config: &Config) -> Arc<dyn SmsGateway> {
    if config.demo {
        return Arc::new(SmsKept);
    }
    match config.sms.clone().map(HttpGateway::new) {
        Some(Ok(gateway)) => Arc::new(gateway),
        Some(Err(error)) => {
            tracing::error!(cause = %error, "text messages can't be sent: TLS can't be set up");
            Arc::new(SmsUnset)
        }
        None => Arc::new(SmsUnset),
    }
}

fn oidc(config: &Config) -> Option<Arc<Provider>> {
    // In a demonstration nothing leaves.
    let service = config.oidc.clone().filter(|_| !config.demo)?;
    match Provider::new(service, &config.public_url) {
        Ok(provider) => Some(Arc::new(provider)),
        Err(error) => {
            tracing::error!(cause = %error, "nobody can sign in through the service: TLS can't be set up");
            None
        }
    }
}

fn addresses(config: &Config) -> Option<Arc<dyn AddressSource>> {
    match Ban::new(config.addresses_url.as_deref()?) {
        Ok(source) => Some(Arc::new(source)),
        Err(error) => {
            tracing::error!(cause = %error, "addresses can't be completed: TLS can't be set up");
            None
        }
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that can be set, and then runs on: for tests and the demonstration's sandbox.
#[derive(Debug, Default)]
pub struct SettableClock {
    ahead_ms: AtomicI64,
}

impl SettableClock {
    /// Makes it `now`.
    pub fn set(&self, now: DateTime<Utc>) {
        self.ahead_ms.store((now - SystemClock.now()).num_milliseconds(), Ordering::SeqCst);
    }

    /// Lets `time` pass.
    pub fn advance(&self, time: TimeDelta) {
        self.ahead_ms.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for SettableClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::SeqCst))
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place that draws at random")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// Draws that a seed repeats: for tests.
#[derive(Debug)]
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    /// The sequence of that seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}
