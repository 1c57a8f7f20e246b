//! What keeps robots out without troubling people: limits by network, proofs of work, a question for those whose
//! device can't compute, members of forms that only robots fill, and the journal of what was refused.
//!
//! Nothing here knows HTTP: [`crate::http::guard`] asks, at the door of each request. To limit one more kind of
//! request: a variant of [`Resource`], its quota in `config/anti_abuse.rs`, its route in `guard`. See
//! `docs/decisions/0010-anti-abuse.md`.

pub mod challenge;
pub mod client_ip;
pub mod door;
mod keys;
mod pressure;
pub mod question;
pub mod rate_limit;
pub mod refusals;
mod words;

use std::time::Duration;

use chrono::TimeDelta;

pub use client_ip::Prefix;
pub use rate_limit::Resource;

use crate::app::App;
use crate::config::Config;
use crate::journals::retention;
use crate::store::{StoreError, challenges, email_proofs, identities, passwords};
use keys::Keys;
use pressure::Pressure;
use rate_limit::{Limits, Opened};
use refusals::Pending;

/// How often what is no longer of use is forgotten.
const SWEEP: Duration = Duration::from_secs(60);
/// How often refusals are written down.
const FLUSH: Duration = Duration::from_secs(10);

/// What this process remembers of who asked what.
#[derive(Debug)]
pub struct AntiAbuse {
    limits: Limits,
    opened: Opened,
    pressure: Pressure,
    pending: Pending,
    keys: tokio::sync::OnceCell<Keys>,
}

impl AntiAbuse {
    /// Nobody asked anything yet.
    pub fn new(config: &Config) -> Self {
        Self {
            limits: Limits::new(&config.anti_abuse.limits),
            opened: Opened::default(),
            pressure: Pressure::default(),
            pending: Pending::default(),
            keys: tokio::sync::OnceCell::new(),
        }
    }
}

/// Writes refusals down and forgets what is over, until the process ends.
pub async fn keep_tidy(app: App) {
    let mut flush = tokio::time::interval(FLUSH);
    let mut since_sweep = Duration::ZERO;
    loop {
        flush.tick().await;
        if let Err(error) = refusals::flush(&app).await {
            tracing::error!(cause = %error, "refusals could not be written down");
        }
        since_sweep += FLUSH;
        if since_sweep >= SWEEP {
            since_sweep = Duration::ZERO;
            if let Err(error) = sweep(&app).await {
                tracing::error!(cause = %error, "what is over could not be forgotten");
            }
        }
    }
}

/// Forgets the networks that have been quiet, the challenges that lapsed and the lines of journals that are too old.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<(), StoreError> {
    let now = app.now();
    let kept = &app.anti_abuse;
    kept.limits.sweep();
    kept.opened.sweep(now);
    kept.pressure.sweep(now);
    // A little later than they lapse: instances' clocks differ.
    challenges::delete_lapsed(&app.db, now - TimeDelta::minutes(1)).await?;
    // Kept a while: they count what an address was sent.
    email_proofs::delete_lapsed(&app.db, now - TimeDelta::hours(2)).await?;
    identities::delete_lapsed(&app.db, now - TimeDelta::minutes(1)).await?;
    // Likewise.
    passwords::delete_old(&app.db, now - TimeDelta::hours(2)).await?;
    retention::sweep(app).await
}
