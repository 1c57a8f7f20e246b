use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::slots::starts_on;
use crate::support::{APPOINTMENTS, CLIENTS, EVENTS, OCCUPANCIES, TestApp, network, on_both_engines};

on_both_engines!(
    a_hold_becomes_an_appointment,
    names_may_be_ids,
    a_confirmation_sent_again_is_answered_again,
    a_hold_is_given_back,
    refused_holds_say_why_and_write_nothing,
    refused_confirmations_say_why_and_write_nothing,
    a_form_lists_all_its_faults_at_once,
    a_taken_start_comes_with_its_neighbours,
);

pub const START: &str = "2026-06-16T10:00:00+02:00";

pub fn hold_body(start: &str) -> Value {
    json!({ "agency": "paris", "theme": "conseil", "channel": "office", "start": start })
}

pub async fn hold(app: &TestApp, start: &str) -> String {
    let response = app.post("/api/v1/public/holds", &hold_body(start)).await;
    assert_eq!(response.status, 201, "{response:?}");
    response.json()["hold"].as_str().unwrap().to_owned()
}

pub fn confirm_body(hold: &str) -> Value {
    json!({
        "hold": hold, "consent": true, "consent_version": "1", "lang": "fr",
        "client": { "last_name": "Durand", "first_name": "Zoé", "email": "zoe@Exemple.fr", "phone": "+33 6 39 98 12 34" },
    })
}

/// Books `start`, and gives the answer.
pub async fn book(app: &TestApp, start: &str) -> Value {
    let token = hold(app, start).await;
    let response = app.post("/api/v1/public/appointments", &confirm_body(&token)).await;
    assert_eq!(response.status, 201, "{response:?}");
    response.json()
}

async fn a_hold_becomes_an_appointment(app: TestApp) {
    let held = app.post("/api/v1/public/holds", &hold_body(START)).await.json();
    assert_eq!(held["staff"]["name"], "ana");
    assert_eq!(held["expires_at"].as_str().unwrap()[..16], *"2026-06-15T08:09", "ten minutes");
    assert!(!held.to_string().contains('@'), "visitors never see an address");

    let token = held["hold"].as_str().unwrap();
    let booked = app.post("/api/v1/public/appointments", &confirm_body(token)).await.json();
    let reference = booked["reference"].as_str().unwrap();
    assert!(reference.parse::<creno_types::Reference>().is_ok(), "{reference}");
    assert_eq!(booked["start"], START);
    assert_eq!(booked["end"], "2026-06-16T10:45:00+02:00");
    assert_eq!(booked["timezone"], "Europe/Paris");
    assert!(booked["manage_url"].as_str().unwrap().starts_with("https://rdv.example.fr/rdv#rendez-vous="));

    app.clock.advance(TimeDelta::minutes(30));
    assert!(!starts_on(&app, "paris", "2026-06-16").await.contains(&START.to_owned()), "it does not lapse");
    app.sign_in(network::ANA).await;
    let seen = app.get("/api/v1/appointments?date=2026-06-16").await.json();
    assert_eq!(seen["items"][0]["reference"], reference);
    assert_eq!(
        seen["items"][0]["client"],
        json!({ "name": "Zoé Durand", "email": "zoe@exemple.fr", "phone": "0639981234" })
    );
    assert_eq!(app.count(EVENTS).await, 1);
}

async fn names_may_be_ids(app: TestApp) {
    let catalog = app.get("/api/v1/public/catalog").await.json();
    let body = json!({
        "agency": catalog["agencies"][0]["id"], "theme": catalog["themes"][1]["id"], "channel": "office", "start": START,
    });
    assert_eq!(app.post("/api/v1/public/holds", &body).await.status, 201);
}

async fn a_confirmation_sent_again_is_answered_again(app: TestApp) {
    let token = hold(&app, START).await;
    let body = confirm_body(&token);
    let first = app.post_with_key("/api/v1/public/appointments", "key-1", &body).await;
    let again = app.post_with_key("/api/v1/public/appointments", "key-1", &body).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.json(), again.json());
    assert_eq!(app.count(APPOINTMENTS).await, 1);

    let mut other = body.clone();
    other["client"]["first_name"] = json!("Zoë");
    let reused = app.post_with_key("/api/v1/public/appointments", "key-1", &other).await;
    assert_eq!(reused.refusal(), (422, "idempotency_key_reused".into()));
    let without_key = app.post("/api/v1/public/appointments", &body).await;
    assert_eq!(without_key.refusal(), (404, "unknown_hold".into()));

    // The same at the same instant: both get the one appointment.
    let body = confirm_body(&hold(&app, "2026-06-16T11:00:00+02:00").await);
    let twice = || app.post_with_key("/api/v1/public/appointments", "key-2", &body);
    let (left, right) = tokio::join!(twice(), twice());
    assert_eq!((left.status.as_u16(), left.json()), (201, right.json()));
    assert_eq!(app.count(APPOINTMENTS).await, 2);
}

async fn a_hold_is_given_back(app: TestApp) {
    let before = starts_on(&app, "paris", "2026-06-16").await;
    let token = hold(&app, START).await;
    let of_someone_else = "AAAAAGowXvBzb21lYm9keSBlbHNlJ3MgaG9sZCwgbm90IG1pbmUh";
    for stranger in [of_someone_else, "not-a-token", "%FF"] {
        app.delete(&format!("/api/v1/public/holds/{stranger}")).await;
        assert_eq!(app.count(OCCUPANCIES).await, 1, "{stranger}");
    }
    assert_eq!(app.delete(&format!("/api/v1/public/holds/{token}")).await.status, 204);
    assert_eq!(starts_on(&app, "paris", "2026-06-16").await, before);
    assert_eq!(app.delete(&format!("/api/v1/public/holds/{token}")).await.status, 204, "twice is no error");
}

async fn refused_holds_say_why_and_write_nothing(app: TestApp) {
    let body = |changes: Value| {
        let mut body = hold_body(START);
        changes.as_object().unwrap().iter().for_each(|(key, value)| body[key] = value.clone());
        body
    };
    let rows = [
        (json!({ "agency": "nowhere" }), 404, "unknown_agency"),
        (json!({ "theme": "nothing" }), 404, "unknown_theme"),
        (json!({ "theme": "suivi", "agency": "reunion", "channel": "phone" }), 422, "theme_not_offered"),
        (json!({ "channel": "phone" }), 422, "channel_closed"),
        (json!({ "channel": "pigeon" }), 400, "invalid_json"),
        (json!({ "start": "tomorrow" }), 400, "invalid_json"),
        (json!({ "start": null }), 400, "invalid_json"),
        (json!({ "start": "2026-06-15T07:30:00+02:00" }), 422, "start_in_past"),
        (json!({ "start": "2020-01-01T10:00:00+01:00" }), 422, "start_in_past"),
        (json!({ "start": "2026-06-15T08:45:00+02:00" }), 409, "slot_not_offered"),
        (json!({ "start": "2026-06-16T10:07:00+02:00" }), 409, "slot_not_offered"),
        (json!({ "start": "2026-06-16T10:00:00.5+02:00" }), 409, "slot_not_offered"),
        (json!({ "start": "2026-06-16T11:30:00+02:00" }), 409, "slot_not_offered"),
        (json!({ "start": "2026-06-16T15:00:00+02:00" }), 409, "slot_not_offered"),
        (json!({ "start": "2026-06-23T10:00:00+02:00" }), 409, "slot_not_offered"),
        (json!({ "start": "9999-06-23T10:00:00+02:00" }), 409, "slot_not_offered"),
    ];
    for (changes, status, code) in rows {
        let refusal = app.post("/api/v1/public/holds", &body(changes.clone())).await.refusal();
        assert_eq!(refusal, (status, code.to_owned()), "{changes}");
    }
    assert_eq!(app.count(OCCUPANCIES).await, 0);
}

async fn refused_confirmations_say_why_and_write_nothing(app: TestApp) {
    let confirm = async |body: Value| app.post("/api/v1/public/appointments", &body).await.refusal();
    let token = hold(&app, START).await;
    assert_eq!(confirm(confirm_body("nonsense")).await, (404, "unknown_hold".into()));
    assert_eq!(confirm(json!({ "client": {} })).await, (400, "invalid_json".into()));
    assert_eq!(confirm(json!([1, 2])).await, (400, "invalid_json".into()));
    // Somebody else's: the right length and date, other bytes.
    let mut other = token.clone().into_bytes();
    other[40] = if other[40] == b'A' { b'B' } else { b'A' };
    let other = String::from_utf8(other).unwrap();
    assert_eq!(confirm(confirm_body(&other)).await, (404, "unknown_hold".into()));

    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(confirm(confirm_body(&token)).await, (410, "hold_expired".into()));
    // Its row is swept when somebody takes the same time; the visitor is still told that it lapsed.
    hold(&app, START).await;
    assert_eq!(confirm(confirm_body(&token)).await, (410, "hold_expired".into()));
    assert_eq!((app.count(APPOINTMENTS).await, app.count(CLIENTS).await), (0, 0));
}

async fn a_form_lists_all_its_faults_at_once(app: TestApp) {
    let token = hold(&app, START).await;
    let body = json!({
        "hold": token,
        "client": { "first_name": "R2D2", "email": "nobody", "phone": "12", "pet": "cat" },
    });
    let response = app.post("/api/v1/public/appointments", &body).await;
    assert_eq!(response.refusal(), (422, "invalid_fields".into()));
    let problem = response.json();
    let faults: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|error| (&error["field"], &error["code"])).collect();
    assert_eq!(
        json!(faults),
        json!([
            ["last_name", "required"],
            ["first_name", "not_letters"],
            ["email", "not_email"],
            ["phone", "not_phone"],
            ["pet", "unknown_field"],
            ["consent", "consent_missing"],
        ])
    );
    assert!(
        problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .all(|error| !error["detail"].as_str().unwrap().is_empty())
    );
    assert_eq!((app.count(APPOINTMENTS).await, app.count(CLIENTS).await), (0, 0));
    // Consent to another text than the one in force is no consent.
    let mut older = confirm_body(&token);
    older["consent_version"] = json!("0");
    assert_eq!(
        app.post("/api/v1/public/appointments", &older).await.refusal(),
        (422, "invalid_fields".into())
    );
    assert_eq!(
        app.post("/api/v1/public/appointments", &confirm_body(&token)).await.status,
        201,
        "the hold is still there"
    );
}

async fn a_taken_start_comes_with_its_neighbours(app: TestApp) {
    book(&app, START).await;
    let response = app.post("/api/v1/public/holds", &hold_body(START)).await;
    assert_eq!(response.refusal(), (409, "slot_taken".into()));
    assert_eq!(
        response.json()["alternatives"],
        json!([
            "2026-06-15T11:00:00+02:00",
            "2026-06-15T11:15:00+02:00",
            "2026-06-16T09:00:00+02:00",
            "2026-06-16T11:00:00+02:00",
            "2026-06-16T11:15:00+02:00",
            "2026-06-17T09:00:00+02:00",
        ])
    );
}
