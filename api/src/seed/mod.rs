//! Data to begin with: the demonstration network ([`demo`]), and the reference network at any scale ([`scale`]).
//!
//! Both are drawn from one generator started from a number and a date, so that they can be repeated. A network is
//! built in memory (`rows`), then written in one transaction (`write`).

mod campaigns;
mod clients;
mod day;
mod diary;
mod draw;
mod fields;
mod names;
mod network;
mod people;
mod places;
mod profiles;
mod reference;
mod rows;
#[cfg(test)]
mod tests;
mod themes;
mod towns;
mod windows;
mod write;
mod year;

use std::fmt;

use chrono::{DateTime, Utc};

use crate::store::{Db, StoreError};
use day::Day;
use draw::Draw;

/// The account of a person who receives clients.
const COLLABORATEUR: &str = "collaborateur@concilia.fr";
/// The account of a manager.
const MANAGER: &str = "manager@concilia.fr";
/// The account of an administrator.
const ADMIN: &str = "admin@concilia.fr";
/// The password of every account of the demonstration.
const PASSWORD: &str = "demo1234";

/// The accounts that the demonstration offers in one click: what the person does, their e-mail, their password.
pub const DEMO_ACCOUNTS: [(&str, &str, &str); 3] = [
    ("Collaboratrice", COLLABORATEUR, PASSWORD),
    ("Manager", MANAGER, PASSWORD),
    ("Administrateur", ADMIN, PASSWORD),
];

/// The number from which the demonstration is drawn.
const DEMO_SEED: u64 = 0x0043_5245_4E4F;

/// Why nothing was seeded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A value has no JSON form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The database already holds a network.
    #[error("the database already holds a network; give an empty one")]
    NotEmpty,
    /// The scale is not a size that can be built.
    #[error("a scale is above 0 and at most 100, not {0}")]
    Scale(f64),
    /// The demonstration's CRM can't be told.
    #[error("the demonstration's CRM can't be told: {0}")]
    Webhook(String),
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Agencies.
    pub agencies: u64,
    /// People of every profile.
    pub staff: u64,
    /// Availability windows.
    pub windows: u64,
    /// Appointments, each with its client.
    pub appointments: u64,
}

impl fmt::Display for Totals {
    /// In French, for the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { agencies, staff, windows, appointments } = self;
        write!(
            f,
            "{agencies} agences, {staff} personnes, {windows} disponibilités, {appointments} rendez-vous"
        )
    }
}

/// Whether the database holds no network yet.
///
/// # Errors
/// When the database fails.
pub async fn is_empty(db: &Db) -> Result<bool, StoreError> {
    write::is_empty(db).await
}

/// Fills an empty, migrated database with the demonstration network "Concilia": twelve agencies, forty people,
/// about three hundred appointments around `now`, always some today.
///
/// The same `now` gives the same network. `hash_password` makes the hash of the accounts' password, once: it is
/// public, so that the accounts may share it.
///
/// # Errors
/// When the database holds a network already, or fails; nothing is written then.
pub fn demo<'db>(
    db: &'db Db,
    now: DateTime<Utc>,
    hash_password: &dyn Fn(&str) -> String,
) -> impl Future<Output = Result<(), SeedError>> + Send + use<'db> {
    let day = Day::of(now);
    let mut draw = Draw::new(DEMO_SEED, day.date);
    let network = network::network(&mut draw, &day, &hash_password(PASSWORD));
    let bookings = diary::fill(&mut draw, &day, &network);
    async move {
        let mut tx = db.begin().await?;
        if !write::is_still_empty(&mut tx).await? {
            return Err(SeedError::NotEmpty);
        }
        write::network(&mut tx, &network, now).await?;
        write::bookings(&mut tx, &bookings).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Fills an empty, migrated database with `scale` times the reference network: 120 agencies, 450 people who
/// receive, 30 managers, 10 administrators, 65 000 appointments over the year around `now`, half of them past.
///
/// The same scale, seed and day of `now` give the same network. `progress` is told how many appointments are
/// written, and of how many.
///
/// # Errors
/// When the scale is 0 or above 100, when the database holds a network already, or fails; nothing is written then.
pub async fn scale(
    db: &Db,
    now: DateTime<Utc>,
    scale: f64,
    seed: u64,
    progress: &dyn Fn(u64, u64),
) -> Result<Totals, SeedError> {
    let size = reference::Size::of(scale).ok_or(SeedError::Scale(scale))?;
    let day = Day::beginning(now);
    let mut draw = Draw::new(seed ^ scale.to_bits().rotate_left(17), day.date);
    let network = reference::network(&mut draw, &day, &size);

    let mut tx = db.begin().await?;
    if !write::is_still_empty(&mut tx).await? {
        return Err(SeedError::NotEmpty);
    }
    write::network(&mut tx, &network, now).await?;
    let total = size.appointments;
    progress(0, total);
    let mut written = 0;
    let mut year = year::Year::new(&mut draw, &day, &network, total);
    while let Some(bookings) = year.next_batch() {
        write::bookings(&mut tx, &bookings).await?;
        written += bookings.len() as u64;
        progress(written, total);
    }
    tx.commit().await?;
    Ok(Totals {
        agencies: network.agencies.len() as u64,
        staff: network.staff.len() as u64,
        windows: network.staff.iter().map(|person| person.windows.len() as u64).sum(),
        appointments: written,
    })
}
