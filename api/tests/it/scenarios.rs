//! The scenarios that the engine answers to, asked over HTTP of networks written in the database.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use creno::store::Tx;
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use crate::slots::slots;
use crate::support::{StillClock, TestApp, on_both_engines};

on_both_engines!(every_scenario_is_answered_over_http);

const SAMPLES: &str = include_str!("../../../engine/tests/data/samples.json");
/// How many there are.
const COUNT: usize = 88;
/// The longest range that the API answers about.
const CHUNK: Days = Days::new(61);

async fn every_scenario_is_answered_over_http(app: TestApp) {
    let scenarios: Vec<Value> = serde_json::from_str(SAMPLES).unwrap();
    let clock = StillClock::at("2026-06-15T06:00:00Z");
    let app = app.with_clock(clock.clone());
    app.write(
        "INSERT INTO agency (id, slug, name, street, postcode, city, timezone, latitude, longitude, active, revision,
         translations) VALUES ($1, 'elsewhere', 'E', 'r', '75001', 'E', 'Europe/Paris', 0, 0, TRUE, 1, '{}')",
    )
    .await;
    assert_eq!(scenarios.len(), COUNT);
    for (number, scenario) in scenarios.iter().enumerate() {
        write_network(&app, number, scenario).await;
        clock.set(text(&scenario["now"]));
        let expected: Vec<_> = scenario["expected_starts"].as_array().unwrap().iter().map(text).collect();
        assert_eq!(starts(&app, number, scenario).await, expected, "{}", scenario["id"]);
    }
}

/// What the API offers over the dates asked, in ranges that touch. The `next` of each leads to the following ones.
async fn starts(app: &TestApp, number: usize, scenario: &Value) -> Vec<String> {
    let query = &scenario["query"];
    let (mut from, last) = (date(&query["from_date"]).unwrap(), date(&query["to_date"]).unwrap());
    let mut starts: Vec<String> = Vec::new();
    let mut promised: Vec<(usize, Value)> = Vec::new();
    while from <= last {
        let to = (from + CHUNK).min(last);
        let query = format!("agency=agency-{number}&theme=theme-{number}&channel=office&from={from}&to={to}");
        let answer = slots(app, &query).await;
        assert_eq!(answer.status, 200, "{} {answer:?}", scenario["id"]);
        let answer = answer.json();
        assert_eq!(answer["timezone"], scenario["timezone"]);
        let days = answer["days"].as_array().unwrap();
        let listed = days.iter().flat_map(|day| day["starts"].as_array().unwrap());
        starts.extend(listed.map(|start| text(start).to_owned()));
        promised.push((starts.len(), answer["next"].clone()));
        from = to + Days::new(1);
    }
    for (place, next) in promised {
        if let Some(start) = starts.get(place) {
            assert_eq!(&next, start, "{}", scenario["id"]);
        }
    }
    starts
}

/// The agency asked is `agency-N`, its channel the office; every other name stands for another one.
async fn write_network(app: &TestApp, number: usize, scenario: &Value) {
    let id = |part: u128| Uuid::from_u128(((number as u128 + 1) << 64) + part);
    let (agency, theme) = (id(1), id(2));
    let mut tx = app.app.db.begin().await.unwrap();
    tx.query("INSERT INTO agency (id, slug, name, street, postcode, city, timezone, latitude, longitude, active, revision,
        translations, holidays) VALUES ($1, $2, $2, 'r', '75001', 'C', $3, 0, 0, TRUE, 1, $4, 'none')")
        .bind(agency).bind(format!("agency-{number}")).bind(text(&scenario["timezone"]).to_owned()).bind(Json(json!({})))
        .execute().await.unwrap();
    let rules = &scenario["theme"];
    tx.query("INSERT INTO theme (id, slug, skill_id, name, description, instructions, color, duration_min, buffer_min, step_min,
        anchor, notice_min, horizon_days, cancel_deadline_min, assignment, position, active, revision, translations)
        VALUES ($1, $2, (SELECT id FROM skill WHERE slug = 'budget'), $2, '', '', '#086E6B', $3, $4, $5, $6, $7, $8, 0,
        'random', 1, TRUE, 1, $9)")
        .bind(theme).bind(format!("theme-{number}")).bind(integer(&rules["duration_min"], 0))
        .bind(integer(&rules["buffer_after_min"], 0)).bind(integer(&rules["slot_step_min"], 0))
        .bind(rules["anchor"].as_str().unwrap_or("midnight").to_owned()).bind(integer(&rules["min_notice_min"], 0))
        .bind(integer(&rules["max_horizon_days"], 0)).bind(Json(json!({})))
        .execute().await.unwrap();
    join(&mut tx, "INSERT INTO agency_channel (channel, agency_id) VALUES ('office', $1)", &[agency]).await;
    for channel in channels(&rules["channels"], &scenario["query"]["channel"]) {
        let sql = "INSERT INTO theme_channel (theme_id, channel) VALUES ($1, $2)";
        tx.query(sql).bind(theme).bind(channel).execute().await.unwrap();
    }
    join(&mut tx, "INSERT INTO theme_agency (theme_id, agency_id) VALUES ($1, $2)", &[theme, agency]).await;
    if scenario["holidays_apply"].as_bool().unwrap_or(true) {
        for (place, day) in list(&scenario["public_holidays"]).iter().enumerate() {
            tx.query("INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, $2, $3, TRUE, 'Férié')")
                .bind(id(100 + place as u128)).bind(agency).bind(date(day)).execute().await.unwrap();
        }
    }
    for (place, person) in list(&scenario["staff"]).iter().enumerate() {
        let staff = id((place as u128 + 1) << 32);
        tx.query(
            "INSERT INTO staff (id, slug, name, email, password_hash, profile_id, active, booking_version)
            VALUES ($1, $2, $2, $2, NULL, (SELECT id FROM profile WHERE slug = 'rien'), TRUE, 0)",
        )
        .bind(staff)
        .bind(format!("person-{number}-{place}"))
        .execute()
        .await
        .unwrap();
        join(&mut tx, "INSERT INTO staff_agency (staff_id, agency_id) VALUES ($1, $2)", &[staff, agency])
            .await;
        let ability = "INSERT INTO staff_theme (staff_id, theme_id, priority) VALUES ($1, $2, 1)";
        join(&mut tx, ability, &[staff, theme]).await;
        write_windows(&mut tx, staff, agency, &scenario["query"], &person["windows"]).await;
        for (at, busy) in list(&person["busy"]).iter().enumerate() {
            tx.query("INSERT INTO busy_interval (id, staff_id, starts_at, ends_at, source) VALUES ($1, $2, $3, $4, 'test')")
                .bind(below(staff, 0x2_0000 + at)).bind(staff).bind(instant(&busy["start"])).bind(instant(&busy["end"]))
                .execute().await.unwrap();
        }
        for (at, (start, end, free)) in merged(list(&person["bookings"])).into_iter().enumerate() {
            // A live hold takes time as an appointment does.
            let row = below(staff, 0x3_0000 + at);
            tx.query("INSERT INTO occupancy (id, staff_id, starts_at, ends_at, busy_until, agency_id, theme_id, channel,
                expires_at, hold_token_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, 'office', $8, $9)")
                .bind(row).bind(staff).bind(start).bind(end).bind(free).bind(agency).bind(theme)
                .bind(end + TimeDelta::days(3_650)).bind(row.as_bytes().to_vec()).execute().await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

async fn write_windows(tx: &mut Tx, staff: Uuid, agency: Uuid, query: &Value, windows: &Value) {
    for (place, window) in list(windows).iter().enumerate() {
        let row = below(staff, 0x1_0000 + place);
        let place = match &window["agency"] {
            Value::Null => None,
            name if *name == query["agency"] => Some(agency),
            _ => {
                let other =
                    tx.query("SELECT id FROM agency WHERE slug = 'elsewhere'").fetch_one().await.unwrap();
                Some(other.get("id").unwrap())
            }
        };
        let (from, to) = (minute(&window["from_time"]), minute(&window["to_time"]));
        let channels = Json(channels(&window["channels"], &query["channel"]));
        let kind = text(&window["kind"]);
        if kind == "recurring" {
            tx.query("INSERT INTO availability_window (id, staff_id, agency_id, weekday, every, nth, valid_from, valid_until,
                from_minute, to_minute, channels) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
                .bind(row).bind(staff).bind(place).bind(integer(&window["weekday"], 0)).bind(integer(&window["interval"], 1))
                .bind(window["nth"].as_i64()).bind(date(&window["valid_from"])).bind(date(&window["valid_until"]))
                .bind(from).bind(to).bind(channels).execute().await.unwrap();
        } else {
            assert!(["exceptional_open", "exceptional_closed"].contains(&kind), "{kind}");
            tx.query("INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
                .bind(row).bind(staff).bind(place).bind(date(&window["date"])).bind(kind == "exceptional_open")
                .bind(from).bind(to).bind(channels).execute().await.unwrap();
        }
    }
}

async fn join(tx: &mut Tx, sql: &'static str, ids: &[Uuid]) {
    let query = ids.iter().fold(tx.query(sql), |query, id| query.bind(*id));
    query.execute().await.unwrap();
}

/// Bookings as (start, end, end of the buffer), in order. The database refuses that two of one person overlap, so those
/// that do are made one: what they take together is the same.
fn merged(bookings: &[Value]) -> Vec<(DateTime<Utc>, DateTime<Utc>, DateTime<Utc>)> {
    let mut spans: Vec<_> = bookings
        .iter()
        .map(|booking| {
            let start = instant(&booking["start"]);
            let end = start + TimeDelta::minutes(integer(&booking["duration_min"], 0));
            (start, end, end + TimeDelta::minutes(integer(&booking["buffer_after_min"], 0)))
        })
        .collect();
    spans.sort_unstable();
    let mut merged: Vec<(DateTime<Utc>, DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for (start, end, free) in spans {
        match merged.last_mut() {
            Some(last) if start < last.2 => (last.1, last.2) = (last.1.max(end), last.2.max(free)),
            _ => merged.push((start, end, free)),
        }
    }
    merged
}

/// The channel asked is the office; the phone stands for all others.
fn channels(names: &Value, asked: &Value) -> Vec<String> {
    let words = match names {
        Value::Null => vec!["office", "video", "phone"],
        names => {
            let mut words: Vec<_> =
                list(names).iter().map(|name| if name == asked { "office" } else { "phone" }).collect();
            words.sort_unstable();
            words.dedup();
            words
        }
    };
    words.into_iter().map(str::to_owned).collect()
}

/// An id of the person's own.
fn below(staff: Uuid, part: usize) -> Uuid {
    Uuid::from_u128(staff.as_u128() + part as u128)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn integer(value: &Value, missing: i64) -> i64 {
    if value.is_null() { missing } else { value.as_i64().unwrap() }
}

fn date(value: &Value) -> Option<NaiveDate> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn instant(value: &Value) -> DateTime<Utc> {
    text(value).parse().unwrap()
}

/// `HH:MM`, up to `24:00`.
fn minute(value: &Value) -> i64 {
    let (hours, minutes) = text(value).split_once(':').unwrap();
    hours.parse::<i64>().unwrap() * 60 + minutes[..2].parse::<i64>().unwrap()
}
