//! The only place that knows SQL: the door ([`db`]), then one file per aggregate.
//!
//! To add a statement, put it in its aggregate's `statements!`: a test prepares each of them on both engines.

pub mod access;
pub mod agendas;
pub mod api_keys;
pub mod appointments;
pub mod attempts;
pub mod attention;
pub mod calendar;
pub mod campaigns;
pub mod catalog;
pub mod challenges;
mod changes;
pub mod clients;
pub mod db;
pub mod dead_jobs;
pub mod deliveries;
pub mod documents;
pub mod email_proofs;
pub mod events;
pub mod exceptions;
pub mod feeds;
pub mod idempotency;
pub mod identities;
pub mod journal;
pub mod maintenance;
pub mod members;
pub mod messages;
pub mod notifications;
pub mod occupancy;
pub mod outbox;
pub mod passwords;
pub mod policies;
mod query;
pub mod reach;
mod reader;
pub mod refusals;
pub mod reminders;
pub mod reports;
pub mod retention;
mod row;
pub mod schedule;
pub(crate) mod search;
pub mod sessions;
pub mod settings;
pub mod settings_log;
pub mod staff;
pub mod team;
pub mod templates;
pub mod theme_messages;
mod tx;
pub mod walk;
pub mod webhooks;
pub mod windows;
mod writer;

use std::sync::atomic::{AtomicU64, Ordering};

pub use db::Db;
pub use query::{Bind, Queries, Query};
pub use reader::Reader;
pub use row::{Read, Row};
pub use tx::Tx;

/// What can go wrong between us and the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, or can't be reached.
    #[error(transparent)]
    Sql(sqlx::Error),
    /// A migration failed.
    #[error(transparent)]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database holds a value that we never write.
    #[error("column `{column}` holds `{value}`, which is none of its values")]
    Corrupt {
        /// Where.
        column: &'static str,
        /// What.
        value: String,
    },
}

/// Failures of the database in this process, but those of constraints.
static ERRORS: AtomicU64 = AtomicU64::new(0);

/// How often the database failed in this process.
pub fn errors_so_far() -> u64 {
    ERRORS.load(Ordering::Relaxed)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let error = Self::Sql(error);
        // What a constraint refuses is how rivals are told apart: nothing failed.
        if !(error.is_unique_violation() || error.is_foreign_key_violation() || error.is_overlap()) {
            ERRORS.fetch_add(1, Ordering::Relaxed);
        }
        error
    }
}

impl StoreError {
    /// Whether a row of the same unique value is already there.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether a row that others refer to would go.
    pub fn is_foreign_key_violation(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(error)) if error.is_foreign_key_violation())
    }

    /// Whether the second net caught two stretches of one person that overlap: PostgreSQL's
    /// `exclusion_violation`, SQLite's `SQLITE_CONSTRAINT_TRIGGER`.
    pub fn is_overlap(&self) -> bool {
        let Self::Sql(sqlx::Error::Database(error)) = self else { return false };
        error.code().is_some_and(|code| matches!(code.as_ref(), "23P01" | "1811"))
    }

    /// Whether the database is out of reach or too busy, so that trying again later makes sense.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)))
    }
}

/// Declares the SQL of an aggregate, each under a name, and lists them in `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr_2021;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+

        /// Every statement of this file: its name and its text.
        pub(in crate::store) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
use statements;

/// Every statement of the product that has a fixed text, for the test that prepares them on both engines.
pub fn all_statements() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    [
        access::STATEMENTS,
        agendas::STATEMENTS,
        api_keys::STATEMENTS,
        appointments::STATEMENTS,
        appointments::lists::STATEMENTS,
        calendar::STATEMENTS,
        campaigns::STATEMENTS,
        attempts::STATEMENTS,
        attention::STATEMENTS,
        catalog::STATEMENTS,
        challenges::STATEMENTS,
        clients::STATEMENTS,
        dead_jobs::STATEMENTS,
        deliveries::STATEMENTS,
        documents::STATEMENTS,
        email_proofs::STATEMENTS,
        events::STATEMENTS,
        exceptions::STATEMENTS,
        feeds::STATEMENTS,
        idempotency::STATEMENTS,
        identities::STATEMENTS,
        journal::STATEMENTS,
        maintenance::STATEMENTS,
        members::STATEMENTS,
        messages::STATEMENTS,
        notifications::STATEMENTS,
        occupancy::STATEMENTS,
        outbox::STATEMENTS,
        passwords::STATEMENTS,
        policies::STATEMENTS,
        reach::STATEMENTS,
        refusals::STATEMENTS,
        reminders::STATEMENTS,
        reports::STATEMENTS,
        retention::STATEMENTS,
        schedule::STATEMENTS,
        sessions::STATEMENTS,
        settings_log::STATEMENTS,
        staff::STATEMENTS,
        team::STATEMENTS,
        templates::STATEMENTS,
        theme_messages::STATEMENTS,
        webhooks::STATEMENTS,
        windows::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .chain(settings::all())
}
