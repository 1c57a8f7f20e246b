//! Webhooks: servers of others are told what happens to appointments, as Standard Webhooks say
//! (<https://www.standardwebhooks.com>).
//!
//! An event is written with its change, and nothing else: a booking costs one statement less than it would with a queue.
//! [`publish`] numbers events after their commit and writes a delivery of each for each server; [`worker`] makes the
//! attempts, [`deliver`] one of them, by a [`Transport`]. See docs/decisions/0017-webhooks.md.

pub mod crm;
mod deliver;
pub mod endpoints;
pub mod journal;
pub mod log;
mod payload;
mod post;
pub mod private_address;
mod publish;
mod seal;
pub mod sign;
mod worker;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{Days, TimeDelta};
use creno_types::FieldError;

use crate::app::App;
use crate::config::Config;
use crate::store::{StoreError, attempts};
pub use post::Http;
pub(crate) use publish::number;
pub use publish::publish;
pub use worker::{run_due, work};

/// A request about to be made.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Where to.
    pub url: String,
    /// Its headers.
    pub headers: BTreeMap<&'static str, String>,
    /// Its body.
    pub body: String,
}

/// An answer, its headers and the beginning of its body.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Some of its headers, by name in lower case.
    pub headers: BTreeMap<String, String>,
    /// The beginning of its body.
    pub body: String,
}

/// What came of a request.
#[derive(Clone, Debug)]
pub enum Posted {
    /// There was an answer.
    Answered(Reply),
    /// This is a demonstration: nothing left.
    Kept,
    /// There was none, for this reason, in French.
    Failed(String),
}

/// What deliveries are handed to.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync {
    /// Makes a request, and waits for its answer for as long as is reasonable.
    async fn post(&self, outgoing: &Outgoing) -> Posted;
}

/// The pauses after failed attempts, as the product's contract says; after the last, the server is paused.
const PAUSES: [TimeDelta; 9] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(14),
    TimeDelta::hours(20),
    TimeDelta::hours(24),
];
/// The longest that a server may have us wait.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(24);

/// Why a server, or what it was told, can't be shown or changed.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// No such server.
    #[error("unknown webhook")]
    UnknownWebhook,
    /// The server has no such delivery.
    #[error("unknown delivery")]
    UnknownDelivery,
    /// The delivery does not wait any more.
    #[error("the delivery is over")]
    DeliveryOver,
    /// A test is made again by another test.
    #[error("a test is not replayed")]
    TestReplayed,
    /// Somebody changed the server meanwhile.
    #[error("the webhook changed")]
    Changed,
    /// Some fields can't be accepted.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// A secret can't be kept.
    #[error("a secret can't be sealed")]
    Sealing,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What this application hands deliveries to; in a demonstration nothing leaves.
pub(crate) fn transport(config: &Config, crm: Option<&Arc<crm::Crm>>) -> Arc<dyn Transport> {
    if let Some(crm) = crm {
        return crm.clone();
    }
    match Http::new(&config.webhooks) {
        Ok(http) => Arc::new(http),
        Err(error) => {
            tracing::error!(cause = %error, "webhooks can't be sent: TLS can't be set up");
            Arc::new(Unset)
        }
    }
}

/// Nothing can be sent.
#[derive(Debug)]
struct Unset;

#[async_trait]
impl Transport for Unset {
    async fn post(&self, _: &Outgoing) -> Posted {
        Posted::Failed("TLS n’a pas pu être mis en place au démarrage : voyez le journal du serveur".into())
    }
}

/// Forgets the attempts that are too old.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<(), StoreError> {
    let days = Days::new(app.config.webhooks.log_days.into());
    match app.now().checked_sub_days(days) {
        Some(before) => attempts::delete_attempts(&app.db, before).await,
        None => Ok(()),
    }
}
