//! People, and when they receive.

use creno_engine::{Window, WindowKind};
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::insert;
use crate::seed::SeedError;
use crate::seed::rows::Network;
use crate::store::Tx;

const STAFF: &str =
    "INSERT INTO staff (id, slug, name, email, password_hash, profile_id, active, booking_version)";
const STAFF_AGENCY: &str = "INSERT INTO staff_agency (staff_id, agency_id)";
const STAFF_THEME: &str = "INSERT INTO staff_theme (staff_id, theme_id, priority)";
const WINDOW: &str =
    "INSERT INTO availability_window (id, staff_id, agency_id, weekday, every, nth, valid_from,
    valid_until, from_minute, to_minute, channels)";
const EXCEPTION: &str =
    "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)";

/// Writes the people of a network.
pub(super) async fn people(tx: &mut Tx, network: &Network) -> Result<(), SeedError> {
    insert(tx, STAFF, 8, &network.staff, |query, person| {
        query
            .bind(person.id)
            .bind(person.slug.clone())
            .bind(person.name.clone())
            .bind(person.email.clone())
            .bind(person.password_hash.clone())
            .bind(network.profiles[person.role as usize].id)
            .bind(true)
            .bind(0_i64)
    })
    .await?;
    let staff = &network.staff;
    let places: Vec<_> = staff
        .iter()
        .flat_map(|person| person.agencies.iter().map(|place| (person.id, network.agencies[*place].id)))
        .collect();
    insert(tx, STAFF_AGENCY, 2, &places, |query, (person, agency)| query.bind(*person).bind(*agency)).await?;
    let handled: Vec<_> = staff
        .iter()
        .flat_map(|person| {
            person.themes.iter().map(|(theme, rank)| (person.id, network.themes[*theme].id, *rank))
        })
        .collect();
    insert(tx, STAFF_THEME, 3, &handled, |query, (person, theme, rank)| {
        query.bind(*person).bind(*theme).bind(*rank)
    })
    .await?;
    windows(tx, network).await
}

async fn windows(tx: &mut Tx, network: &Network) -> Result<(), SeedError> {
    let mut recurring = Vec::new();
    let mut exceptions = Vec::new();
    for person in &network.staff {
        for (rank, window) in person.windows.iter().enumerate() {
            let id = window_id(person.id, rank);
            match window.kind {
                WindowKind::Recurring(recurrence) => recurring.push((id, person.id, window, recurrence)),
                WindowKind::Opening(date) => exceptions.push((id, person.id, window, date, true)),
                WindowKind::Closing(date) => exceptions.push((id, person.id, window, date, false)),
            }
        }
    }
    insert(tx, WINDOW, 11, &recurring, |query, (id, person, window, recurrence)| {
        query
            .bind(*id)
            .bind(*person)
            .bind(agency(window))
            .bind(i64::from(recurrence.weekday.number_from_monday()))
            .bind(i64::from(recurrence.interval))
            .bind(recurrence.nth.map(i64::from))
            .bind(recurrence.valid_from)
            .bind(recurrence.valid_until)
            .bind(i64::from(window.from))
            .bind(i64::from(window.to))
            .bind(Json(json!(window.channels)))
    })
    .await?;
    insert(tx, EXCEPTION, 8, &exceptions, |query, (id, person, window, date, opens)| {
        query
            .bind(*id)
            .bind(*person)
            .bind(agency(window))
            .bind(*date)
            .bind(*opens)
            .bind(i64::from(window.from))
            .bind(i64::from(window.to))
            .bind(Json(json!(window.channels)))
    })
    .await?;
    Ok(())
}

pub(super) fn agency(window: &Window) -> Option<Uuid> {
    window.agency.map(|agency| agency.0)
}

/// An id for the person's window of that rank: their own with its last, random bits changed, for each rank
/// otherwise.
pub(super) fn window_id(person: Uuid, rank: usize) -> Uuid {
    Uuid::from_u128(person.as_u128() ^ (rank as u128 + 1))
}
