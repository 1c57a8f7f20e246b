//! Appointments, their clients, the time they take, their journal.

use creno_types::appointment::{AppointmentStatus, Source};
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::insert;
use crate::seed::SeedError;
use crate::seed::rows::Booking;
use crate::seed::themes::CONSENT_VERSION;
use crate::store::Tx;
use crate::store::search::folded;

const CLIENT: &str =
    "INSERT INTO client (id, name, email, phone, answers, lang, consent_version, consented_at,
    name_folded)";
const APPOINTMENT: &str = "INSERT INTO appointment (id, reference, status, agency_id, theme_id, theme_name, channel,
    staff_id, client_id, starts_at, ends_at, local_date, timezone, source, manage_token_hash, sequence, version,
    created_at)";
const OCCUPANCY: &str =
    "INSERT INTO occupancy (id, staff_id, starts_at, ends_at, busy_until, agency_id, theme_id,
    channel, expires_at, hold_token_hash, appointment_id)";
const EVENT: &str = "INSERT INTO appointment_event (id, appointment_id, at, kind, actor, staff_id, changes)";

/// Writes appointments; those that were cancelled take nobody's time.
pub(in crate::seed) async fn bookings(tx: &mut Tx, bookings: &[Booking]) -> Result<(), SeedError> {
    insert(tx, CLIENT, 9, bookings, |query, booking| {
        let client = &booking.client;
        query
            .bind(booking.client_id)
            .bind(client.name.clone())
            .bind(Some(client.email.clone()))
            .bind(Some(client.phone.clone()))
            .bind(Json(json!(client.answers)))
            .bind(client.lang)
            .bind(CONSENT_VERSION)
            .bind(booking.created_at)
            .bind(folded(&[&client.name]))
    })
    .await?;
    insert(tx, APPOINTMENT, 18, bookings, |query, booking| {
        query
            .bind(booking.id)
            .bind(booking.reference.to_string())
            .bind(booking.status.as_str())
            .bind(booking.agency)
            .bind(booking.theme)
            .bind(booking.theme_name)
            .bind(booking.channel.as_str())
            .bind(booking.staff)
            .bind(booking.client_id)
            .bind(booking.starts_at)
            .bind(booking.ends_at)
            .bind(booking.starts_at.with_timezone(&booking.zone).date_naive())
            .bind(booking.zone.name())
            .bind(Source::Seed.as_str())
            .bind(booking.token_hash.to_vec())
            .bind(0_i64)
            .bind(1_i64)
            .bind(booking.created_at)
    })
    .await?;
    let standing: Vec<_> =
        bookings.iter().filter(|booking| booking.status != AppointmentStatus::Cancelled).collect();
    insert(tx, OCCUPANCY, 11, &standing, |query, booking| {
        query
            .bind(booking.occupancy_id)
            .bind(booking.staff)
            .bind(booking.starts_at)
            .bind(booking.ends_at)
            .bind(booking.busy_until)
            .bind(booking.agency)
            .bind(booking.theme)
            .bind(booking.channel.as_str())
            .bind(None::<chrono::DateTime<chrono::Utc>>)
            .bind(None::<Vec<u8>>)
            .bind(Some(booking.id))
    })
    .await?;
    insert(tx, EVENT, 7, bookings, |query, booking| {
        query
            .bind(booking.event_id)
            .bind(booking.id)
            .bind(booking.created_at)
            .bind("created")
            .bind("system")
            .bind(None::<Uuid>)
            .bind(Json(json!({})))
    })
    .await?;
    Ok(())
}
