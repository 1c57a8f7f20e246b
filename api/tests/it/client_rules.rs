//! What clients may do with their hold and their appointment: renew, replace, move, cancel in time.

use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::booking::{START, book, confirm_body, hold, hold_body};
use crate::slots::starts_on;
use crate::support::{APPOINTMENTS, EVENTS, OCCUPANCIES, Response, TestApp, on_both_engines};

on_both_engines!(
    a_hold_is_renewed_once,
    a_hold_takes_the_place_of_another,
    a_visitor_sees_their_own_hold_as_free,
    an_appointment_moves_to_another_start,
    it_moves_over_its_own_time,
    a_move_that_fails_changes_nothing,
    it_moves_to_a_hold,
    it_moves_to_a_colleague_when_its_own_person_is_taken,
    deadlines_are_told_and_kept,
    a_freed_slot_waits_for_the_delay_of_the_theme,
    a_client_has_no_more_appointments_than_the_theme_allows,
    two_tabs_do_no_harm,
    a_reason_is_kept_with_the_client,
);

/// Tuesday of the tests.
const DAY: &str = "2026-06-16";

pub fn at(time: &str) -> String {
    format!("{DAY}T{time}:00+02:00")
}

/// The API's path for the appointment that a confirmation answered.
pub fn managed(booked: &Value) -> String {
    let token = booked["manage_url"].as_str().unwrap().split("#rendez-vous=").nth(1).unwrap();
    format!("/api/v1/public/appointments/{token}")
}

pub async fn patch(app: &TestApp, path: &str, body: &Value) -> Response {
    let mut request = app.json(path, body);
    *request.method_mut() = axum::http::Method::PATCH;
    app.send(request).await
}

pub async fn execute(app: &TestApp, sql: &'static str) {
    let mut tx = app.app.db.begin().await.unwrap();
    tx.query(sql).execute().await.unwrap();
    tx.commit().await.unwrap();
}

/// A colleague of Ana's in Paris, who handles `conseil` at the same hours.
pub async fn add_colleague(app: &TestApp) {
    let mut tx = app.app.db.begin().await.unwrap();
    let id = Uuid::from_u128(40);
    tx.query(
        "INSERT INTO staff (id, slug, name, email, password_hash, profile_id, active, booking_version)
        SELECT $1, 'eve', 'eve', 'eve@example.fr', NULL, profile_id, TRUE, 0 FROM staff WHERE slug = 'ana'",
    )
    .bind(id)
    .execute()
    .await
    .unwrap();
    for sql in [
        "INSERT INTO staff_agency (staff_id, agency_id) SELECT $1, id FROM agency WHERE slug = 'paris'",
        "INSERT INTO staff_theme (staff_id, theme_id, priority) SELECT $1, id, 9 FROM theme WHERE slug = 'conseil'",
        "INSERT INTO availability_window (id, staff_id, agency_id, weekday, every, nth, valid_from, valid_until, from_minute,
            to_minute, channels) SELECT $1, $1, NULL, 2, 1, NULL, NULL, NULL, 540, 720, channels FROM availability_window
            WHERE weekday = 2 LIMIT 1",
    ] {
        tx.query(sql).bind(id).execute().await.unwrap();
    }
    tx.query("UPDATE theme SET assignment = 'priority'").execute().await.unwrap();
    tx.commit().await.unwrap();
}

async fn times(app: &TestApp) -> Vec<String> {
    starts_on(app, "paris", DAY).await.iter().map(|start| start[11..16].to_owned()).collect()
}

async fn a_hold_is_renewed_once(app: TestApp) {
    let token = hold(&app, START).await;
    let path = format!("/api/v1/public/holds/{token}/renewal");
    app.clock.advance(TimeDelta::minutes(9));
    let renewed = app.post(&path, &json!({})).await;
    assert_eq!(renewed.status, 200, "{renewed:?}");
    assert_eq!(
        renewed.json()["expires_at"].as_str().unwrap()[..16],
        *"2026-06-15T08:18",
        "ten minutes from then"
    );
    assert_eq!(app.post(&path, &json!({})).await.refusal(), (409, "hold_already_renewed".into()));
    app.clock.advance(TimeDelta::minutes(9));
    assert!(!starts_on(&app, "paris", DAY).await.contains(&START.to_owned()), "still held");
    assert_eq!(app.post("/api/v1/public/appointments", &confirm_body(&token)).await.status, 201);

    let late = hold(&app, &at("09:00")).await;
    app.clock.advance(TimeDelta::minutes(10));
    let path = format!("/api/v1/public/holds/{late}/renewal");
    assert_eq!(app.post(&path, &json!({})).await.refusal(), (410, "hold_expired".into()));
    let unknown = "/api/v1/public/holds/AAAA/renewal";
    assert_eq!(app.post(unknown, &json!({})).await.refusal(), (404, "unknown_hold".into()));
}

async fn a_hold_takes_the_place_of_another(app: TestApp) {
    let first = hold(&app, START).await;
    // It overlaps the first, which is the visitor's own.
    let mut body = hold_body(&at("10:15"));
    body["replaces"] = json!(first);
    let second = app.post("/api/v1/public/holds", &body).await;
    assert_eq!(second.status, 201, "{second:?}");
    assert_eq!(app.count(OCCUPANCIES).await, 1);
    assert_eq!(app.post("/api/v1/public/appointments", &confirm_body(&first)).await.refusal().0, 404);

    // What can't be had leaves the visitor what they have.
    let rival = hold(&app, &at("09:00")).await;
    body["start"] = json!(at("09:00"));
    body["replaces"] = second.json()["hold"].clone();
    assert_eq!(app.post("/api/v1/public/holds", &body).await.refusal(), (409, "slot_taken".into()));
    assert_eq!(app.count(OCCUPANCIES).await, 2);
    let kept = second.json()["hold"].as_str().unwrap().to_owned();
    assert_eq!(app.post("/api/v1/public/appointments", &confirm_body(&kept)).await.status, 201);
    assert_eq!(app.post("/api/v1/public/appointments", &confirm_body(&rival)).await.status, 201);
}

async fn a_visitor_sees_their_own_hold_as_free(app: TestApp) {
    let before = times(&app).await;
    let token = hold(&app, START).await;
    assert_eq!(times(&app).await, ["09:00", "11:00", "11:15"]);
    let path = format!("/api/v1/public/slots?agency=paris&theme=conseil&channel=office&from={DAY}&to={DAY}");
    let request = |token: &str| {
        let builder = app.request(axum::http::Method::GET, &path).header("creno-hold", token);
        app.send(builder.body(axum::body::Body::empty()).unwrap())
    };
    let own = request(&token).await.json();
    assert_eq!(own["days"][0]["starts"].as_array().unwrap().len(), before.len());
    let wrong = request("AAAA").await.json();
    assert_eq!(wrong["days"][0]["starts"].as_array().unwrap().len(), 3);
    assert_eq!(times(&app).await, ["09:00", "11:00", "11:15"], "others still see it taken");
}

async fn an_appointment_moves_to_another_start(app: TestApp) {
    let booked = book(&app, START).await;
    let link = managed(&booked);
    let moved = patch(&app, &link, &json!({ "start": at("11:00") })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    let moved = moved.json();
    assert_eq!((&moved["start"], &moved["reference"]), (&json!(at("11:00")), &booked["reference"]));
    assert_eq!(moved["end"], at("11:45"));
    assert_eq!(
        times(&app).await,
        ["09:00", "09:15", "09:30", "09:45", "10:00"],
        "the old time is back at once"
    );
    assert_eq!(
        (app.count(APPOINTMENTS).await, app.count(OCCUPANCIES).await, app.count(EVENTS).await),
        (1, 1, 2)
    );
    let file = booked["ics_url"].as_str().unwrap().strip_prefix("https://rdv.example.fr").unwrap();
    let file = app.get(file).await.text;
    assert!(
        file.contains("SEQUENCE:1") && file.contains("DTSTART;TZID=Europe/Paris:20260616T110000"),
        "{file}"
    );
    // Sent again after a lost answer.
    let again = patch(&app, &link, &json!({ "start": at("11:00") })).await;
    assert_eq!((again.status.as_u16(), app.count(EVENTS).await), (200, 2));
    let row = app
        .app
        .db
        .query("SELECT changes FROM appointment_event WHERE kind = 'moved'")
        .fetch_one()
        .await
        .unwrap();
    let changes: Value = row.json("changes").unwrap();
    assert_eq!(changes["start"], json!(["2026-06-16T08:00:00Z", "2026-06-16T09:00:00Z"]));
}

async fn it_moves_over_its_own_time(app: TestApp) {
    let link = managed(&book(&app, START).await);
    let moved = patch(&app, &link, &json!({ "start": at("10:15") })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_eq!(times(&app).await, ["09:00", "09:15", "11:15"]);
}

async fn a_move_that_fails_changes_nothing(app: TestApp) {
    let link = managed(&book(&app, START).await);
    book(&app, &at("09:00")).await;
    let before = times(&app).await;
    for (body, refusal) in [
        (json!({ "start": at("09:00") }), (409, "slot_taken")),
        (json!({ "start": at("09:15") }), (409, "slot_taken")),
        (json!({ "start": at("11:30") }), (409, "slot_not_offered")),
        (json!({ "start": at("10:07") }), (409, "slot_not_offered")),
        (json!({ "start": "2026-06-14T10:00:00+02:00" }), (422, "start_in_past")),
        (json!({ "hold": "AAAA" }), (404, "unknown_hold")),
        (json!({}), (400, "invalid_json")),
        (json!({ "start": at("11:00"), "hold": "AAAA" }), (400, "invalid_json")),
    ] {
        let answer = patch(&app, &link, &body).await;
        assert_eq!(answer.refusal(), (refusal.0, refusal.1.to_owned()), "{body}");
    }
    assert_eq!(app.get(&link).await.json()["start"], START);
    assert_eq!((times(&app).await, app.count(EVENTS).await), (before, 2));
    assert_eq!(app.delete(&link).await.status, 204);
    let moved = patch(&app, &link, &json!({ "start": at("11:00") })).await;
    assert_eq!(moved.refusal(), (410, "appointment_cancelled".into()));
}

async fn it_moves_to_a_hold(app: TestApp) {
    let link = managed(&book(&app, START).await);
    let token = hold(&app, &at("11:00")).await;
    assert_eq!(app.count(OCCUPANCIES).await, 2);
    let moved = patch(&app, &link, &json!({ "hold": token })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_eq!((moved.json()["start"].clone(), app.count(OCCUPANCIES).await), (json!(at("11:00")), 1));
    // A hold in another agency takes the appointment there, at its hours.
    let body = json!({
        "agency": "reunion", "theme": "conseil", "channel": "office", "start": "2026-06-17T09:00:00+04:00",
    });
    let token = app.post("/api/v1/public/holds", &body).await.json()["hold"].as_str().unwrap().to_owned();
    let moved = patch(&app, &link, &json!({ "hold": token })).await.json();
    assert_eq!((&moved["timezone"], &moved["agency"]["slug"]), (&json!("Indian/Reunion"), &json!("reunion")));
    assert_eq!(moved["staff"]["slug"], "bea");
    assert_eq!(times(&app).await.len(), 10, "nothing is left in Paris");

    // Lapsed, and of another theme.
    let late = hold(&app, START).await;
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(patch(&app, &link, &json!({ "hold": late })).await.refusal(), (410, "hold_expired".into()));
    let body = json!({ "agency": "paris", "theme": "suivi", "channel": "phone", "start": at("09:00") });
    let other = app.post("/api/v1/public/holds", &body).await.json()["hold"].as_str().unwrap().to_owned();
    assert_eq!(patch(&app, &link, &json!({ "hold": other })).await.refusal(), (404, "unknown_hold".into()));
}

async fn it_moves_to_a_colleague_when_its_own_person_is_taken(app: TestApp) {
    add_colleague(&app).await;
    let first = book(&app, START).await;
    let link = managed(&first);
    assert_eq!(app.get(&link).await.json()["staff"]["slug"], "ana");
    book(&app, &at("11:00")).await;
    let moved = patch(&app, &link, &json!({ "start": at("11:00") })).await.json();
    assert_eq!((&moved["staff"]["slug"], &moved["start"]), (&json!("eve"), &json!(at("11:00"))));
    assert_eq!(app.count(OCCUPANCIES).await, 2);
    // Back to where both are free: the person does not change without need, whatever the priority.
    let back = patch(&app, &link, &json!({ "start": at("09:00") })).await.json();
    assert_eq!(back["staff"]["slug"], "eve");
}

async fn deadlines_are_told_and_kept(app: TestApp) {
    execute(&app, "UPDATE theme SET move_deadline_min = 1440, cancel_deadline_min = 120").await;
    let link = managed(&book(&app, START).await);
    let seen = app.get(&link).await.json();
    assert_eq!(seen["move_until"], "2026-06-15T10:00:00+02:00");
    assert_eq!(seen["cancel_until"], "2026-06-16T08:00:00+02:00");
    app.clock.advance(TimeDelta::minutes(122));
    let late = patch(&app, &link, &json!({ "start": at("11:00") })).await;
    assert_eq!(late.refusal(), (409, "too_late_to_move".into()));
    assert!(late.json()["detail"].as_str().unwrap().contains("15/06/2026 à 10:00"), "{late:?}");
    app.clock.advance(TimeDelta::hours(22));
    let late = app.delete(&link).await;
    assert_eq!(late.refusal(), (409, "too_late_to_cancel".into()));
    assert!(late.json()["detail"].as_str().unwrap().contains("16/06/2026 à 8:00"), "{late:?}");
    assert_eq!(app.count(OCCUPANCIES).await, 1);
}

async fn a_freed_slot_waits_for_the_delay_of_the_theme(app: TestApp) {
    execute(&app, "UPDATE theme SET release = 'after_delay', release_delay_min = 30").await;
    let before = times(&app).await;
    let link = managed(&book(&app, START).await);
    assert_eq!(app.delete(&link).await.status, 204);
    assert_eq!(times(&app).await, ["09:00", "11:00", "11:15"], "kept back");
    app.clock.advance(TimeDelta::minutes(30));
    assert_eq!(times(&app).await, before);

    let link = managed(&book(&app, START).await);
    assert_eq!(patch(&app, &link, &json!({ "start": at("11:00") })).await.status, 200);
    assert_eq!(times(&app).await, ["09:00"], "the time that it left is kept back too");
    app.clock.advance(TimeDelta::minutes(30));
    assert_eq!(times(&app).await, ["09:00", "09:15", "09:30", "09:45", "10:00"]);
    // What it leaves by a quarter of an hour overlaps what it takes: nothing can be kept back.
    assert_eq!(patch(&app, &link, &json!({ "start": at("11:15") })).await.status, 200);
    assert_eq!(app.count(OCCUPANCIES).await, 1, "the appointment's; what had lapsed is swept");
}

async fn a_client_has_no_more_appointments_than_the_theme_allows(app: TestApp) {
    execute(&app, "UPDATE theme SET max_upcoming = 1").await;
    let link = managed(&book(&app, START).await);
    // The same person, written otherwise: by mail address, then by telephone number alone.
    for (email, phone) in [("ZOE@exemple.FR", ""), ("autre@exemple.fr", "06 39 98 12 34")] {
        let mut body = confirm_body(&hold(&app, &at("11:00")).await);
        body["client"]["email"] = json!(email);
        body["client"]["phone"] = json!(phone);
        let refused = app.post("/api/v1/public/appointments", &body).await;
        assert_eq!(refused.refusal(), (409, "too_many_appointments".into()), "{email}");
        let token = body["hold"].as_str().unwrap().to_owned();
        app.delete(&format!("/api/v1/public/holds/{token}")).await;
    }
    let mut other = confirm_body(&hold(&app, &at("11:00")).await);
    other["client"]["email"] = json!("autre@exemple.fr");
    other["client"]["phone"] = json!("");
    assert_eq!(app.post("/api/v1/public/appointments", &other).await.status, 201);
    assert_eq!(app.delete(&link).await.status, 204);
    book(&app, START).await;
    assert_eq!(app.count(APPOINTMENTS).await, 3);

    // Two at once, with two people: one is one too many.
    add_colleague(&app).await;
    execute(&app, "UPDATE theme SET max_upcoming = 2").await;
    let bodies = [confirm_body(&hold(&app, START).await), confirm_body(&hold(&app, &at("09:00")).await)];
    let [one, two] = &bodies;
    let (one, two) = tokio::join!(
        app.post("/api/v1/public/appointments", one),
        app.post("/api/v1/public/appointments", two)
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{one:?} {two:?}");
}

async fn two_tabs_do_no_harm(app: TestApp) {
    let link = managed(&book(&app, START).await);
    let (nine, eleven) = (json!({ "start": at("09:00") }), json!({ "start": at("11:00") }));
    let (one, two) = tokio::join!(patch(&app, &link, &nine), patch(&app, &link, &eleven));
    for answer in [&one, &two] {
        let fine = answer.status == 200 || answer.refusal() == (409, "appointment_changed".into());
        assert!(fine, "{answer:?}");
    }
    assert!(one.status == 200 || two.status == 200);
    assert_eq!((app.count(APPOINTMENTS).await, app.count(OCCUPANCIES).await), (1, 1));
    let start = app.get(&link).await.json()["start"].as_str().unwrap().to_owned();
    assert!(!starts_on(&app, "paris", DAY).await.contains(&start), "its time is taken where it stands");

    let ten = json!({ "start": at("10:00") });
    let (cancelled, moved) = tokio::join!(app.delete(&link), patch(&app, &link, &ten));
    let codes = (cancelled.status.as_u16(), moved.status.as_u16());
    assert!(matches!(codes, (204, 200 | 409 | 410) | (409, 200)), "{cancelled:?} {moved:?}");
    let left = app.get(&link).await.status.as_u16();
    assert_eq!(
        (left == 410, app.count(OCCUPANCIES).await == 0),
        (codes.0 == 204, codes.0 == 204),
        "{codes:?}"
    );
}

async fn a_reason_is_kept_with_the_client(app: TestApp) {
    let link = managed(&book(&app, START).await);
    let delete = |body: Value| {
        let mut request = app.json(&link, &body);
        *request.method_mut() = axum::http::Method::DELETE;
        app.send(request)
    };
    let long = delete(json!({ "reason": "x".repeat(501) })).await;
    assert_eq!(long.refusal(), (422, "invalid_fields".into()));
    assert_eq!(long.json()["errors"][0]["field"], "reason");
    assert_eq!(delete(json!({ "reason": 3 })).await.refusal(), (400, "invalid_json".into()));
    assert_eq!(delete(json!({ "reason": " Empêché " })).await.status, 204);
    let row = app.app.db.query("SELECT cancel_reason FROM client").fetch_one().await.unwrap();
    assert_eq!(row.get::<String>("cancel_reason").unwrap(), "Empêché");
    let rows = app.app.db.query("SELECT changes FROM appointment_event").fetch_all().await.unwrap();
    assert!(rows.iter().all(|row| !row.json::<Value>("changes").unwrap().to_string().contains("Emp")));
}
