//! How much one network may ask: a bucket for each, by kind of request, in this process's memory.
//!
//! With several instances each counts for itself, so a network may ask as many times more as there are instances; what
//! must hold across them (a challenge serving once, refused sign-ins) is in the database.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use governor::DefaultKeyedRateLimiter;
use governor::clock::{Clock as _, DefaultClock};

use super::Prefix;
use crate::config::{LimitsConfig, Quota};

/// Kinds of request that are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// The catalogue.
    Catalog,
    /// Towns and addresses, while they are typed.
    Completions,
    /// Lists of slots.
    Slots,
    /// Lists of slots, beyond what is open without a proof of work.
    SlotsProved,
    /// Holds.
    Holds,
    /// Confirmations.
    Appointments,
    /// Proofs of work.
    Challenges,
    /// Questions.
    Questions,
    /// Management links.
    Links,
    /// Signing in.
    SignIn,
    /// The rest of the public journey.
    Other,
}

impl Resource {
    const ALL: [Self; 11] = [
        Self::Catalog,
        Self::Completions,
        Self::Slots,
        Self::SlotsProved,
        Self::Holds,
        Self::Appointments,
        Self::Challenges,
        Self::Questions,
        Self::Links,
        Self::SignIn,
        Self::Other,
    ];

    /// The word that the journal uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Completions => "completions",
            Self::Slots | Self::SlotsProved => "slots",
            Self::Holds => "holds",
            Self::Appointments => "appointments",
            Self::Challenges => "challenges",
            Self::Questions => "questions",
            Self::Links => "links",
            Self::SignIn => "sign_in",
            Self::Other => "other",
        }
    }

    const fn quota(self, limits: &LimitsConfig) -> Quota {
        match self {
            Self::Catalog => limits.catalog,
            Self::Completions => limits.completions,
            Self::Slots => limits.slots,
            Self::SlotsProved => limits.slots_proved,
            Self::Holds => limits.holds,
            Self::Appointments => limits.appointments,
            Self::Challenges => limits.challenges,
            Self::Questions => limits.questions,
            Self::Links => limits.links,
            Self::SignIn => limits.sign_in,
            Self::Other => limits.other,
        }
    }
}

/// A bucket for each kind of request and each network.
#[derive(Debug)]
pub(super) struct Limits {
    // In the order of `Resource::ALL`.
    buckets: [DefaultKeyedRateLimiter<Prefix>; Resource::ALL.len()],
    clock: DefaultClock,
}

impl Limits {
    pub(super) fn new(config: &LimitsConfig) -> Self {
        let bucket = |resource: Resource| {
            let quota = resource.quota(config);
            let quota = governor::Quota::per_minute(quota.per_minute).allow_burst(quota.burst);
            DefaultKeyedRateLimiter::keyed(quota)
        };
        Self { buckets: Resource::ALL.map(bucket), clock: DefaultClock::default() }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// When there were too many: how long to wait for the next.
    pub(super) fn take(&self, resource: Resource, prefix: Prefix) -> Result<(), Duration> {
        let bucket = &self.buckets[resource as usize];
        bucket.check_key(&prefix).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            // `Retry-After` counts whole seconds; one less would be refused again.
            Duration::from_secs(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
        })
    }

    /// Forgets those who have asked nothing for as long as their bucket takes to fill.
    pub(super) fn sweep(&self) {
        for bucket in &self.buckets {
            bucket.retain_recent();
            bucket.shrink_to_fit();
        }
    }
}

/// Networks for which a proof of work opened more lists of slots, and until when.
#[derive(Debug, Default)]
pub(super) struct Opened(Mutex<HashMap<Prefix, DateTime<Utc>>>);

impl Opened {
    fn map(&self) -> std::sync::MutexGuard<'_, HashMap<Prefix, DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn open(&self, prefix: Prefix, until: DateTime<Utc>) {
        self.map().insert(prefix, until);
    }

    pub(super) fn is_open(&self, prefix: Prefix, now: DateTime<Utc>) -> bool {
        self.map().get(&prefix).is_some_and(|until| *until > now)
    }

    pub(super) fn sweep(&self, now: DateTime<Utc>) {
        self.map().retain(|_, until| *until > now);
    }
}
