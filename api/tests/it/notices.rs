//! What would be written if an appointment were changed, shown before it is.

use axum::http::Method;
use creno::outbox;
use serde_json::{Value, json};

use crate::booking::START;
use crate::by_staff;
use crate::client_rules::add_colleague;
use crate::messages::recorded;
use crate::support::network::{ADMIN, ANA, BEA, DESK, MANAGER, SETTINGS};
use crate::support::{EVENTS, Table, TestApp, on_both_engines};

on_both_engines!(
    what_is_shown_is_what_is_sent,
    nothing_is_written,
    what_can_not_be_changed_is_refused_as_the_change_would_be,
    discretion_and_levels_are_told,
    who_masks_clients_is_shown_no_text,
);

const OUTBOX: Table = Table::of("SELECT count(*) AS rows FROM outbox");

async fn booked(app: &TestApp) -> String {
    let mut wish = by_staff::wish("paris", START);
    wish["staff"] = "ana".into();
    let booked = app.post("/api/v1/appointments", &wish).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    format!("/api/v1/appointments/{}", booked.json()["reference"].as_str().unwrap())
}

async fn shown(app: &TestApp, path: &str, query: &Value) -> Value {
    let answer = app.post(&format!("{path}/notices"), query).await;
    assert_eq!(answer.status, 200, "{query} {answer:?}");
    answer.json()
}

/// What a message says, in an order of its own.
fn told(items: &Value) -> Vec<String> {
    let mut told: Vec<_> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            json!([item["audience"], item["event"], item["medium"], item["subject"], item["body"]])
                .to_string()
        })
        .collect();
    told.sort();
    told
}

async fn what_is_shown_is_what_is_sent(mut app: TestApp) {
    recorded(&mut app, 0, false);
    add_colleague(&app).await;
    by_staff::sign_in(&app, ADMIN).await;
    let path = booked(&app).await;
    outbox::run_due(&app.app).await.unwrap();
    let reference = path.rsplit('/').next().unwrap().to_owned();
    let messages = format!("/api/v1/messages?reference={reference}&limit=200");
    let mut known = app.get(&messages).await.json()["items"].as_array().unwrap().len();
    let changes = [
        // Another time, somebody else at the same time, both elsewhere.
        (json!({ "start": "2026-06-16T10:15:00+02:00" }), &["moved", "moved"][..]),
        (json!({ "staff": "eve" }), &["transferred", "cancelled", "confirmed"]),
        (
            json!({ "agency": "reunion", "staff": "bea", "start": "2026-06-17T10:00:00+04:00" }),
            &["moved", "cancelled", "confirmed"],
        ),
    ];
    for (patch, events) in changes {
        let preview = shown(&app, &path, &json!({ "change": patch })).await;
        let seen: Vec<_> =
            preview["items"].as_array().unwrap().iter().map(|item| item["event"].clone()).collect();
        assert_eq!(seen, events, "{patch}");
        assert_eq!(preview["items"][0]["recipient"], "Léa Martin");
        assert_eq!(
            (&preview["items"][0]["reachable"], &preview["discretion"]),
            (&json!(true), &json!("full"))
        );
        assert_eq!(app.patch(&path, &patch).await.status, 200, "{patch}");
        outbox::run_due(&app.app).await.unwrap();
        let all = app.get(&messages).await.json()["items"].as_array().unwrap().clone();
        let sent = json!(all[..all.len() - known]);
        assert_eq!(told(&preview["items"]), told(&sent), "{patch}");
        known = all.len();
    }
    let preview = shown(&app, &path, &json!({ "cancel": {} })).await;
    let cancellation = format!("{path}/cancellation");
    assert_eq!(app.post(&cancellation, &json!({})).await.status, 204);
    outbox::run_due(&app.app).await.unwrap();
    let all = app.get(&messages).await.json()["items"].as_array().unwrap().clone();
    assert_eq!(told(&preview["items"]), told(&json!(all[..all.len() - known])));
    assert_eq!(preview["items"].as_array().unwrap().len(), 2);
}

async fn nothing_is_written(app: TestApp) {
    by_staff::sign_in(&app, ADMIN).await;
    let path = booked(&app).await;
    let counts = async || (app.count(OUTBOX).await, app.count(EVENTS).await);
    let before = (counts().await, app.get(&path).await.json());
    for query in [
        json!({ "change": { "start": "2026-06-16T10:15:00+02:00" } }),
        json!({ "change": { "agency": "reunion", "staff": "bea", "start": "2026-06-17T10:00:00+04:00" } }),
        json!({ "cancel": {} }),
    ] {
        assert!(!shown(&app, &path, &query).await["items"].as_array().unwrap().is_empty());
    }
    assert_eq!((counts().await, app.get(&path).await.json()), before);
    assert_eq!(shown(&app, &path, &json!({ "change": {} })).await["items"], json!([]), "nothing to change");
    // The time is still there to be taken.
    assert_eq!(app.patch(&path, &json!({ "start": "2026-06-16T10:15:00+02:00" })).await.status, 200);
}

async fn what_can_not_be_changed_is_refused_as_the_change_would_be(app: TestApp) {
    by_staff::sign_in(&app, ADMIN).await;
    let path = booked(&app).await;
    by_staff::book(&app, "paris", "2026-06-17T09:00:00+02:00").await;
    let notices = format!("{path}/notices");
    for patch in [
        json!({ "start": "2026-06-17T09:00:00+02:00" }),
        json!({ "start": "2026-06-17T20:00:00+02:00" }),
        json!({ "start": "2026-06-14T09:00:00+02:00" }),
        json!({ "staff": "ivo" }),
        json!({ "staff": "personne" }),
        json!({ "agency": "nulle-part" }),
    ] {
        let preview = app.post(&notices, &json!({ "change": patch })).await.refusal();
        assert_eq!(preview, app.patch(&path, &patch).await.refusal(), "{patch}");
    }
    let mut stale = app.json_by(Method::POST, &notices, &json!({ "cancel": {} }));
    stale.headers_mut().insert("if-match", "\"old\"".parse().unwrap());
    assert_eq!(app.send(stale).await.refusal(), (412, "precondition_failed".into()));
    for wrong in [json!({}), json!({ "change": {}, "cancel": {} }), json!({ "change": { "status": "x" } })] {
        assert_eq!(app.post(&notices, &wrong).await.refusal(), (400, "invalid_json".into()), "{wrong}");
    }
    let cancel = json!({ "cancel": {} });
    for (who, refusal) in [(BEA, (404, "unknown_appointment")), (MANAGER, (403, "forbidden"))] {
        app.sign_in(who).await;
        assert_eq!(app.post(&notices, &cancel).await.refusal(), (refusal.0, refusal.1.into()), "{who}");
    }
    app.clock.set("2026-06-16T08:30:00Z".parse().unwrap());
    app.sign_in(ADMIN).await;
    assert_eq!(app.post(&notices, &cancel).await.refusal(), (409, "appointment_past".into()));
}

async fn discretion_and_levels_are_told(app: TestApp) {
    by_staff::sign_in(&app, SETTINGS).await;
    let messages = json!({ "discretion": "silent", "media": ["mail"], "reminders": [] });
    assert_eq!(app.put("/api/v1/themes/conseil/messages", &messages).await.status, 200);
    app.sign_in(ADMIN).await;
    let path = booked(&app).await;
    let cancel = json!({ "cancel": {} });
    let preview = shown(&app, &path, &cancel).await;
    assert_eq!((&preview["discretion"], preview["items"].as_array().unwrap().len()), (&json!("silent"), 1));
    assert_eq!(preview["items"][0]["audience"], "staff");
    app.sign_in(ANA).await;
    let level = json!({ "notification_level": "none" });
    assert_eq!(app.put("/api/v1/session/preferences", &level).await.status, 200);
    app.sign_in(ADMIN).await;
    assert_eq!(shown(&app, &path, &cancel).await["items"], json!([]));
    app.sign_in(SETTINGS).await;
    let messages = json!({ "discretion": "neutral", "media": ["mail"], "reminders": [] });
    assert_eq!(app.put("/api/v1/themes/conseil/messages", &messages).await.status, 200);
    app.sign_in(ADMIN).await;
    let preview = shown(&app, &path, &cancel).await;
    let media: Vec<_> =
        preview["items"].as_array().unwrap().iter().map(|item| item["medium"].clone()).collect();
    assert_eq!(media, ["mail"]);
    assert!(!preview.to_string().contains("conseil"), "{preview}");
}

async fn who_masks_clients_is_shown_no_text(app: TestApp) {
    by_staff::sign_in(&app, ADMIN).await;
    let path = booked(&app).await;
    app.sign_in(DESK).await;
    let preview = shown(&app, &path, &json!({ "cancel": {} })).await;
    let text = preview.to_string();
    assert!(!text.contains("Martin") && !text.contains("lea@"), "{text}");
    let item = &preview["items"][0];
    assert_eq!(
        (&item["recipient"], &item["body"], &item["reachable"]),
        (&json!(null), &json!(null), &json!(true))
    );
    assert_eq!(preview["items"][1]["recipient"], "ana", "who receives is no secret");
}
