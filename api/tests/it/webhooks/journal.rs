use std::collections::BTreeSet;
use std::sync::Arc;

use creno::webhooks;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{administered, link};
use crate::booking::{START, book, confirm_body};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    the_journal_tells_what_happened_in_order,
    a_cursor_passes_nothing_by,
    clocks_that_disagree_change_no_order,
    the_journal_is_for_those_who_see_every_agency,
);

const EVENTS: &str = "/api/v1/events";

async fn page(app: &TestApp, query: &str) -> Value {
    let answer = app.get(&format!("{EVENTS}{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

async fn the_journal_tells_what_happened_in_order(app: TestApp) {
    let app = administered(&app).await;
    assert_eq!(page(&app, "").await, json!({ "items": [], "next": 0, "more": false }));
    let booked = book(&app, START).await;
    app.patch(&link(&booked), &json!({ "start": "2026-06-16T11:00:00+02:00" })).await;
    app.delete(&link(&booked)).await;
    let all = page(&app, "").await;
    let items = all["items"].as_array().unwrap();
    let of = |event: &Value| {
        (event["type"].as_str().unwrap().to_owned(), event["data"]["position"].as_i64().unwrap())
    };
    let expected = [("created", 1), ("updated", 2), ("cancelled", 3)];
    let told: Vec<_> = items.iter().map(of).collect();
    assert_eq!(told, expected.map(|(kind, position)| (format!("appointment.{kind}"), position)));
    assert_eq!(items[0]["data"]["start"], START, "as it was then");
    assert_eq!(items[2]["data"]["status"], "cancelled");
    assert_eq!((&all["next"], &all["more"]), (&json!(3), &json!(false)));

    let first = page(&app, "?limit=1").await;
    assert_eq!((&first["next"], &first["more"]), (&json!(1), &json!(true)));
    let second = page(&app, "?after=1&limit=1").await;
    assert_eq!(second["items"][0], items[1]);
    let some = page(&app, "?type=appointment.updated").await;
    assert_eq!(
        (some["items"].as_array().unwrap().len(), &some["next"]),
        (1, &json!(3)),
        "the others are passed by"
    );
    assert_eq!(page(&app, "?after=3").await, json!({ "items": [], "next": 3, "more": false }));
    for query in ["?after=x", "?type=autre", "?limit=-1"] {
        assert_eq!(
            app.get(&format!("{EVENTS}{query}")).await.refusal(),
            (400, "invalid_query".into()),
            "{query}"
        );
    }
}

/// The instance that wrote the second change of an appointment was an hour late.
async fn clocks_that_disagree_change_no_order(app: TestApp) {
    let reader = administered(&app).await;
    let first = book(&app, START).await;
    app.patch(&link(&first), &json!({ "start": "2026-06-16T11:00:00+02:00" })).await;
    let second = book(&app, "2026-06-17T11:00:00+02:00").await;
    app.delete(&link(&first)).await;
    let mut tx = app.app.db.begin().await.unwrap();
    let late = app.app.now() - chrono::TimeDelta::hours(1);
    let query = tx.query("UPDATE appointment_event SET at = $1 WHERE kind = 'moved'").bind(late);
    assert_eq!(query.execute().await.unwrap(), 1);
    tx.commit().await.unwrap();
    let read = page(&reader, "").await;
    let of = |event: &Value| (event["data"]["reference"].clone(), event["data"]["version"].as_i64().unwrap());
    let order: Vec<_> = read["items"].as_array().unwrap().iter().map(of).collect();
    let (first, second) = (&first["reference"], &second["reference"]);
    assert_eq!(
        order,
        [(first, 1), (first, 2), (second, 1), (first, 3)].map(|(one, version)| (one.clone(), version))
    );
}

/// Bookings on two instances, numbered by both at once, followed by a reader all along.
async fn a_cursor_passes_nothing_by(app: TestApp) {
    let reader = administered(&app).await;
    let other = Arc::new(reader.elsewhere().await);
    let app = Arc::new(app);
    let mut tasks = JoinSet::new();
    let starts: Vec<_> = (16..=21)
        .flat_map(|day| ["09", "10", "11"].map(|hour| format!("2026-06-{day}T{hour}:00:00+02:00")))
        .collect();
    for (place, start) in starts.iter().enumerate() {
        let app = if place % 2 == 0 { app.clone() } else { other.clone() };
        let start = start.clone();
        tasks.spawn(async move {
            let held = app.post("/api/v1/public/holds", &crate::booking::hold_body(&start)).await;
            assert_eq!(held.status, 201, "{held:?}");
            let hold = held.json()["hold"].as_str().unwrap().to_owned();
            let booked = app.post("/api/v1/public/appointments", &confirm_body(&hold)).await;
            assert_eq!(booked.status, 201, "{booked:?}");
            let booked = booked.json();
            assert_eq!(app.delete(&link(&booked)).await.status, 204);
            while webhooks::publish(&app.app).await.unwrap() {}
        });
    }
    let (mut after, mut seen, mut versions) = (0, BTreeSet::new(), Vec::new());
    let mut follow = async || {
        let read = page(&reader, &format!("?after={after}&limit=3")).await;
        for event in read["items"].as_array().unwrap() {
            let position = event["data"]["position"].as_i64().unwrap();
            assert!(position > after && seen.insert(position), "told twice, or out of order");
            versions.push((event["data"]["reference"].clone(), event["data"]["version"].as_i64().unwrap()));
        }
        after = read["next"].as_i64().unwrap();
        read["more"] == true
    };
    while !tasks.is_empty() {
        if let Some(done) = tasks.try_join_next() {
            done.unwrap();
        }
        follow().await;
    }
    while follow().await {}
    let expected = 2 * starts.len();
    assert_eq!(seen, (1..=expected as i64).collect(), "none is passed by");
    for (place, (reference, version)) in versions.iter().enumerate() {
        let earlier =
            versions[..place].iter().filter(|(other, _)| other == reference).map(|(_, version)| *version);
        assert!(earlier.max().unwrap_or(0) < *version, "{reference}");
    }
}

async fn the_journal_is_for_those_who_see_every_agency(app: TestApp) {
    book(&app, START).await;
    assert_eq!(app.get(EVENTS).await.refusal(), (401, "unauthenticated".into()));
    for email in [network::ANA, network::DESK, network::MANAGER, network::NOBODY] {
        let other = app.fresh();
        other.sign_in(email).await;
        assert_eq!(other.get(EVENTS).await.refusal(), (403, "forbidden".into()), "{email}");
    }
    let admin = app.fresh();
    admin.sign_in(network::ADMIN).await;
    assert_eq!(page(&admin, "").await["items"][0]["data"]["client"]["name"], "Zoé Durand");
    let mut tx = app.app.db.begin().await.unwrap();
    tx.query("UPDATE profile SET masks_contact = TRUE WHERE slug = 'administrateur'")
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(page(&admin, "").await["items"][0]["data"].get("client"), None, "masked");
}
