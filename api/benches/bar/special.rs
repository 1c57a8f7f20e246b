//! The agency that the bar speaks of: 10 people, 500 appointments over the next 62 days.
//!
//! It offers the network's themes and two of its own: one that everybody handles, and one that a single person does,
//! so that taking a start of it takes it off the list.

use anyhow::{Result, ensure};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use creno::store::{Db, Tx};
use creno::zones::Zones;
use creno_engine::Zone;
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

/// Its name in URLs.
pub const AGENCY: &str = "banc-de-mesure";
/// What its ten people handle.
pub const THEME: &str = "mesure";
/// What only one of them handles.
pub const LONE_THEME: &str = "mesure-seule";

/// The most days that one call answers, today included.
pub const DAYS: u64 = 62;
const PEOPLE: u64 = 10;
const APPOINTMENTS: u64 = 500;

/// Length, buffer and step in minutes of its own themes.
const LENGTH: i64 = 30;
const BUFFER: i64 = 15;
const STEP: i64 = 15;
/// Windows of each workday, and minutes from which an appointment has an hour and a half.
const WINDOWS: [(i64, i64); 2] = [(540, 750), (810, 1_020)];
const CELLS: [u16; 4] = [540, 630, 810, 900];
const CHANNELS: [&str; 3] = ["office", "video", "phone"];
const ZONE: chrono_tz::Tz = chrono_tz::Europe::Paris;

/// The dates that are asked of it: from today, in its zone.
pub fn dates(now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    let today = now.with_timezone(&ZONE).date_naive();
    (today, today + Days::new(DAYS - 1))
}

/// Adds it to a network.
pub async fn fill(db: &Db, now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin().await?;
    agency(&mut tx).await?;
    for (number, slug) in [(1, THEME), (2, LONE_THEME)] {
        theme(&mut tx, id(1, number), slug).await?;
    }
    let link = "INSERT INTO theme_agency (theme_id, agency_id) SELECT t.id, $1 FROM theme t";
    tx.query(link).bind(id(0, 0)).execute().await?;
    for rank in 0..PEOPLE {
        person(&mut tx, rank).await?;
    }
    let (today, last) = dates(now);
    let zone = Zones::default().get(ZONE);
    for rank in 0..PEOPLE {
        appointments(&mut tx, rank, today, last, &zone, now).await?;
    }
    tx.commit().await?;
    let count = "SELECT count(*) AS taken FROM occupancy WHERE agency_id = $1";
    let taken: i64 = db.query(count).bind(id(0, 0)).fetch_one().await?.get("taken")?;
    ensure!(taken == APPOINTMENTS as i64, "{taken} appointments instead of {APPOINTMENTS}");
    Ok(())
}

/// An id of ours: of some kind, of some number.
fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(0x6372_656E_6F00_7000 | kind, 0x8000_0000_0000_0000 | number)
}

async fn agency(tx: &mut Tx) -> Result<()> {
    tx.query(
        "INSERT INTO agency (id, slug, name, street, postcode, city, timezone, latitude, longitude, active, revision,
            translations, holidays)
         VALUES ($1, $2, 'Banc de mesure', '1 rue de la Banque', '75002', 'Paris', $3, 48.87, 2.34, TRUE, 1, $4,
            'national')",
    )
    .bind(id(0, 0))
    .bind(AGENCY)
    .bind(ZONE.name())
    .bind(Json(json!({})))
    .execute()
    .await?;
    for channel in CHANNELS {
        let insert = "INSERT INTO agency_channel (agency_id, channel) VALUES ($1, $2)";
        tx.query(insert).bind(id(0, 0)).bind(channel).execute().await?;
    }
    Ok(())
}

async fn theme(tx: &mut Tx, theme: Uuid, slug: &str) -> Result<()> {
    tx.query(
        "INSERT INTO theme (id, slug, skill_id, name, description, instructions, color, duration_min, buffer_min,
            step_min, anchor, notice_min, horizon_days, cancel_deadline_min, assignment, position, active, revision,
            translations)
         SELECT $1, $2, s.id, $2, '', '', '#336699', $3, $4, $5, 'midnight', 60, 90, 60, 'random', 100, TRUE, 1, $6
         FROM skill s ORDER BY s.position LIMIT 1",
    )
    .bind(theme)
    .bind(slug.to_owned())
    .bind(LENGTH)
    .bind(BUFFER)
    .bind(STEP)
    .bind(Json(json!({})))
    .execute()
    .await?;
    for channel in CHANNELS {
        let insert = "INSERT INTO theme_channel (theme_id, channel) VALUES ($1, $2)";
        tx.query(insert).bind(theme).bind(channel).execute().await?;
    }
    Ok(())
}

/// Someone who handles everything, the theme for one being the first one's.
async fn person(tx: &mut Tx, rank: u64) -> Result<()> {
    let staff = id(2, rank);
    tx.query(
        "INSERT INTO staff (id, slug, name, email, password_hash, profile_id, active, booking_version)
         SELECT $1, $2, $2, $3, NULL, p.id, TRUE, 0 FROM profile p ORDER BY p.id LIMIT 1",
    )
    .bind(staff)
    .bind(format!("mesure-{rank}"))
    .bind(format!("mesure-{rank}@example.fr"))
    .execute()
    .await?;
    let works = "INSERT INTO staff_agency (staff_id, agency_id) VALUES ($1, $2)";
    tx.query(works).bind(staff).bind(id(0, 0)).execute().await?;
    let handles = "INSERT INTO staff_theme (staff_id, theme_id, priority)
        SELECT $1, t.id, 1 FROM theme t WHERE $2 OR t.slug <> $3";
    tx.query(handles).bind(staff).bind(rank == 0).bind(LONE_THEME).execute().await?;
    for weekday in 1..=5 {
        for (place, (from, to)) in WINDOWS.into_iter().enumerate() {
            tx.query(
                "INSERT INTO availability_window (id, staff_id, agency_id, weekday, every, nth, valid_from,
                    valid_until, from_minute, to_minute, channels)
                 VALUES ($1, $2, $3, $4, 1, NULL, NULL, NULL, $5, $6, $7)",
            )
            .bind(id(3, rank * 100 + weekday * 10 + place as u64))
            .bind(staff)
            .bind(id(0, 0))
            .bind(weekday as i64)
            .bind(from)
            .bind(to)
            .bind(Json(json!(CHANNELS)))
            .execute()
            .await?;
        }
    }
    Ok(())
}

/// A person's share of the appointments, spread over their workdays from tomorrow on.
async fn appointments(
    tx: &mut Tx,
    rank: u64,
    today: NaiveDate,
    last: NaiveDate,
    zone: &Zone,
    now: DateTime<Utc>,
) -> Result<()> {
    let dates = today.iter_days().skip(1).take_while(|date| *date <= last);
    let workdays = dates.filter(|date| date.weekday().num_days_from_monday() < 5);
    let cells: Vec<_> = workdays.flat_map(|date| CELLS.map(|minute| (date, minute))).collect();
    let share = APPOINTMENTS / PEOPLE;
    for turn in 0..share {
        // Neither the same cells nor the same minutes for everybody.
        let place = (turn as usize * cells.len() + rank as usize * cells.len() / 10) / share as usize;
        let (date, minute) = cells[place.min(cells.len() - 1)];
        let late = ((turn * 7 + rank * 3) % 4) as u16 * 15;
        let start = zone.instant(date, minute + late);
        let [starts_at, ends_at, busy_until] = [0, LENGTH, LENGTH + BUFFER]
            .map(|minutes| DateTime::from_timestamp(start + minutes * 60, 0).unwrap_or(now));
        let number = rank * 1_000 + turn;
        tx.query(
            "INSERT INTO client (id, name, email, phone, answers, lang, consent_version, consented_at)
             VALUES ($1, 'Client', NULL, NULL, $2, 'fr', '1', $3)",
        )
        .bind(id(4, number))
        .bind(Json(json!({})))
        .bind(now)
        .execute()
        .await?;
        tx.query(
            "INSERT INTO appointment (id, reference, status, agency_id, theme_id, theme_name, channel, staff_id,
                client_id, starts_at, ends_at, local_date, timezone, source, manage_token_hash, sequence, version,
                created_at)
             VALUES ($1, $2, 'confirmed', $3, $4, 'Mesure', 'office', $5, $6, $7, $8, $9, $10, 'seed', $11, 0, 1,
                $12)",
        )
        .bind(id(5, number))
        .bind(format!("MESURE-{number}"))
        .bind(id(0, 0))
        .bind(id(1, 1))
        .bind(id(2, rank))
        .bind(id(4, number))
        .bind(starts_at)
        .bind(ends_at)
        .bind(date)
        .bind(ZONE.name())
        .bind(id(6, number).as_bytes().to_vec())
        .bind(now)
        .execute()
        .await?;
        tx.query(
            "INSERT INTO occupancy (id, staff_id, starts_at, ends_at, busy_until, agency_id, theme_id, channel,
                expires_at, hold_token_hash, appointment_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'office', NULL, NULL, $8)",
        )
        .bind(id(7, number))
        .bind(id(2, rank))
        .bind(starts_at)
        .bind(ends_at)
        .bind(busy_until)
        .bind(id(0, 0))
        .bind(id(1, 1))
        .bind(id(5, number))
        .execute()
        .await?;
    }
    Ok(())
}
