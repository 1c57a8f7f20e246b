use chrono::TimeDelta;
use serde_json::Value;

use crate::booking::{START, book};
use crate::slots::starts_on;
use crate::support::{APPOINTMENTS, EVENTS, OCCUPANCIES, TestApp, on_both_engines};

on_both_engines!(
    the_link_shows_the_appointment,
    the_link_cancels_once_and_frees_the_time,
    an_appointment_that_began_stays,
    wrong_links_open_nothing,
);

/// The API's path for the appointment that a confirmation answered.
fn managed(booked: &Value) -> String {
    let token = booked["manage_url"].as_str().unwrap().split("#rendez-vous=").nth(1).unwrap();
    format!("/api/v1/public/appointments/{token}")
}

async fn the_link_shows_the_appointment(app: TestApp) {
    let booked = book(&app, START).await;
    let seen = app.get(&managed(&booked)).await;
    assert_eq!(seen.headers["cache-control"], "no-store");
    let seen = seen.json();
    assert_eq!((&seen["reference"], &seen["start"]), (&booked["reference"], &booked["start"]));
    assert_eq!(seen["address"], "1 rue de la Paix, 75002 Paris");
    assert_eq!(seen["instructions"], "Venez avec vos papiers.");

    let file = booked["ics_url"].as_str().unwrap().strip_prefix("https://rdv.example.fr").unwrap();
    let file = app.get(file).await;
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    for line in [
        "BEGIN:VEVENT",
        "DTSTART;TZID=Europe/Paris:20260616T100000",
        "DTEND;TZID=Europe/Paris:20260616T104500",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
    ] {
        assert!(file.text.lines().any(|other| other == line), "{line} in {}", file.text);
    }
}

async fn the_link_cancels_once_and_frees_the_time(app: TestApp) {
    let before = starts_on(&app, "paris", "2026-06-16").await;
    let link = managed(&book(&app, START).await);
    assert_eq!(app.delete(&link).await.status, 204);
    assert_eq!(starts_on(&app, "paris", "2026-06-16").await, before);
    assert_eq!(app.delete(&link).await.refusal(), (410, "appointment_cancelled".into()));
    assert_eq!(app.get(&link).await.refusal(), (410, "appointment_cancelled".into()));
    assert_eq!(
        (app.count(APPOINTMENTS).await, app.count(OCCUPANCIES).await, app.count(EVENTS).await),
        (1, 0, 2)
    );
    book(&app, START).await;
}

async fn an_appointment_that_began_stays(app: TestApp) {
    let link = managed(&book(&app, START).await);
    app.clock.advance(TimeDelta::hours(27));
    assert_eq!(app.delete(&link).await.refusal(), (409, "appointment_past".into()));
}

async fn wrong_links_open_nothing(app: TestApp) {
    let link = managed(&book(&app, START).await);
    let mut other = link.clone();
    other.replace_range(
        link.len() - 10..link.len() - 9,
        if &link[link.len() - 10..link.len() - 9] == "A" { "B" } else { "A" },
    );
    for wrong in [other.as_str(), "/api/v1/public/appointments/short", "/api/v1/public/appointments/%F0%9F"] {
        let (status, _) = app.get(wrong).await.refusal();
        assert!(matches!(status, 400 | 404), "{wrong}: {status}");
    }
}
