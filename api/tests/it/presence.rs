//! A client says that they will come.

use chrono::TimeDelta;
use serde_json::json;

use crate::booking::{START, book};
use crate::reminders::{link, to};
use crate::support::{EVENTS, TestApp, network, on_both_engines};

on_both_engines!(presence_is_confirmed_once);

async fn presence_is_confirmed_once(app: TestApp) {
    let booked = book(&app, START).await;
    let path = format!("{}/presence", link(&booked));
    assert_eq!(
        app.get(&path).await.refusal(),
        (405, "method_not_allowed".into()),
        "mail scanners follow links"
    );
    let first = app.post(&path, &json!({})).await;
    assert_eq!(first.status, 200, "{first:?}");
    let at = first.json()["presence_confirmed_at"].clone();
    assert!(at.as_str().unwrap().starts_with("2026-06-15T0"), "{at}");
    app.clock.advance(TimeDelta::minutes(5));
    assert_eq!(app.post(&path, &json!({})).await.json()["presence_confirmed_at"], at, "the first time stays");
    assert_eq!(app.count(EVENTS).await, 2, "taken, then confirmed once");
    app.sign_in(network::ANA).await;
    let seen = app.get("/api/v1/appointments?date=2026-06-16").await.json();
    assert_eq!(seen["items"][0]["presence_confirmed_at"], at);
    let history =
        app.get(&format!("/api/v1/appointments/{}/history", booked["reference"].as_str().unwrap())).await;
    assert_eq!(history.json()["items"][1]["kind"], "presence_confirmed");

    let unknown = "/api/v1/public/appointments/AAAA/presence";
    assert_eq!(app.post(unknown, &json!({})).await.refusal(), (404, "unknown_appointment".into()));
    to(&app, "2026-06-16T08:00:00Z");
    assert_eq!(app.post(&path, &json!({})).await.refusal(), (409, "appointment_past".into()));
}
