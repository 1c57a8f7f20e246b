//! Appointments that something got in the way of, one appointment, its history, its link.

use serde_json::{Value, json};

use crate::booking::{START, book};
use crate::client_rules::{add_colleague, at, execute, managed, patch};
use crate::support::network::{ADMIN, ANA, BEA, DESK, NOBODY};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    what_changed_around_an_appointment_is_told_with_proposals,
    nothing_is_told_while_nothing_is_in_the_way,
    an_appointment_is_read_within_reach,
    its_history_tells_every_change,
    a_revoked_link_opens_nothing,
);

const PATH: &str = "/api/v1/appointments/attention";

async fn reasons(app: &TestApp) -> Vec<Value> {
    let items = app.get(PATH).await.json()["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["reasons"].clone()).collect()
}

async fn what_changed_around_an_appointment_is_told_with_proposals(app: TestApp) {
    add_colleague(&app).await;
    let booked = book(&app, START).await;
    app.sign_in(ADMIN).await;
    for (change, undo, reason) in [
        (
            "UPDATE staff SET active = FALSE WHERE slug = 'ana'",
            "UPDATE staff SET active = TRUE",
            "staff_left",
        ),
        (
            "UPDATE theme SET active = FALSE WHERE slug = 'conseil'",
            "UPDATE theme SET active = TRUE",
            "theme_off",
        ),
        (
            "UPDATE agency SET active = FALSE WHERE slug = 'paris'",
            "UPDATE agency SET active = TRUE",
            "agency_off",
        ),
        (
            "DELETE FROM agency_channel WHERE channel = 'office' AND agency_id = (SELECT id FROM agency WHERE slug = 'paris')",
            "INSERT INTO agency_channel (agency_id, channel) SELECT id, 'office' FROM agency WHERE slug = 'paris'",
            "channel_closed",
        ),
        (
            "UPDATE agency SET holidays = 'national' WHERE slug = 'paris'",
            "UPDATE agency SET holidays = 'national'",
            "",
        ),
    ] {
        execute(&app, change).await;
        let expected: Vec<Value> = if reason.is_empty() { Vec::new() } else { vec![json!([reason])] };
        assert_eq!(reasons(&app).await, expected, "{change}");
        execute(&app, undo).await;
        assert!(reasons(&app).await.is_empty(), "{undo}");
    }

    execute(&app, "DELETE FROM staff_theme WHERE staff_id = (SELECT id FROM staff WHERE slug = 'ana')").await;
    let item = app.get(PATH).await.json()["items"][0].clone();
    assert_eq!(item["reasons"], json!(["not_handled"]));
    assert_eq!(item["appointment"]["reference"], booked["reference"]);
    assert_eq!(item["colleagues"][0]["slug"], "eve");
    assert!(item["alternatives"].as_array().unwrap().contains(&json!(START)), "{item}");
    // It stays, and nothing new is offered by that person.
    assert_eq!(app.get(&managed(&booked)).await.json()["start"], START);
}

async fn nothing_is_told_while_nothing_is_in_the_way(app: TestApp) {
    book(&app, START).await;
    app.sign_in(ADMIN).await;
    assert!(reasons(&app).await.is_empty());
    let mut tx = app.app.db.begin().await.unwrap();
    // A closure of the afternoon and an absence until 9:30 do not touch 10:00.
    tx.query(
        "INSERT INTO closure (id, agency_id, from_date, until_date, label, from_minute, to_minute)
        VALUES ($1, NULL, $2, $2, 'Travaux', 780, 1440)",
    )
    .bind(uuid::Uuid::from_u128(1))
    .bind("2026-06-16".parse::<chrono::NaiveDate>().unwrap())
    .execute()
    .await
    .unwrap();
    tx.query(
        "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
        SELECT $1, id, NULL, $2, FALSE, 0, 570, $3 FROM staff WHERE slug = 'ana'",
    )
    .bind(uuid::Uuid::from_u128(2))
    .bind("2026-06-16".parse::<chrono::NaiveDate>().unwrap())
    .bind(sqlx::types::Json(json!(["office", "video", "phone"])))
    .execute()
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert!(reasons(&app).await.is_empty());
    execute(&app, "UPDATE closure SET from_minute = 640").await;
    assert_eq!(reasons(&app).await, [json!(["closed"])]);
    execute(&app, "UPDATE closure SET from_minute = 780").await;
    execute(&app, "UPDATE exception SET to_minute = 601").await;
    assert_eq!(reasons(&app).await, [json!(["away"])]);
    for (account, refusal) in [(NOBODY, Some((403, "forbidden"))), (BEA, None), (DESK, None), (ANA, None)] {
        app.sign_in(account).await;
        let answer = app.get(PATH).await;
        match refusal {
            Some((status, code)) => assert_eq!(answer.refusal(), (status, code.to_owned())),
            // Bea works elsewhere; Ana and the desk see it, the desk without the client's name.
            None => {
                let items = answer.json()["items"].as_array().unwrap().clone();
                assert_eq!(items.len(), usize::from(account != BEA), "{account}");
                let name = items.first().map(|item| item["appointment"]["client"]["name"].clone());
                assert_ne!((account, name), (DESK, Some(json!("Zoé Durand"))));
            }
        }
    }
}

async fn an_appointment_is_read_within_reach(app: TestApp) {
    let reference = book(&app, START).await["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/appointments/{reference}");
    assert_eq!(app.get(&path).await.refusal(), (401, "unauthenticated".into()));
    app.sign_in(NOBODY).await;
    assert_eq!(app.get(&path).await.refusal(), (403, "forbidden".into()));
    app.sign_in(BEA).await;
    assert_eq!(app.get(&path).await.refusal(), (404, "unknown_appointment".into()));
    app.sign_in(DESK).await;
    assert_eq!(app.get(&path).await.json()["client"], json!({ "name": "Z. D." }));
    app.sign_in(ANA).await;
    let seen = app.get(&path).await;
    assert_eq!(seen.headers["cache-control"], "no-store");
    let seen = seen.json();
    assert_eq!((&seen["reference"], &seen["client"]["name"]), (&json!(reference), &json!("Zoé Durand")));
    let by_id = format!("/api/v1/appointments/{}", seen["id"].as_str().unwrap());
    assert_eq!(app.get(&by_id).await.json()["reference"], reference);
    assert_eq!(app.get("/api/v1/appointments/CRN-AAAAAA").await.refusal().0, 404);
}

async fn its_history_tells_every_change(app: TestApp) {
    let booked = book(&app, START).await;
    let link = managed(&booked);
    assert_eq!(patch(&app, &link, &json!({ "start": at("11:00") })).await.status, 200);
    assert_eq!(app.delete(&link).await.status, 204);
    let path = format!("/api/v1/appointments/{}/history", booked["reference"].as_str().unwrap());
    assert_eq!(app.get(&path).await.refusal(), (401, "unauthenticated".into()));
    app.sign_in(BEA).await;
    assert_eq!(app.get(&path).await.refusal(), (404, "unknown_appointment".into()));
    app.sign_in(ANA).await;
    let items = app.get(&path).await.json()["items"].as_array().unwrap().clone();
    let kinds: Vec<_> = items.iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["created", "moved", "cancelled"]);
    assert_eq!(
        items[1]["changes"]["start"],
        json!(["2026-06-16T10:00:00+02:00", "2026-06-16T11:00:00+02:00"])
    );
    assert_eq!(items[2]["actor"], "client");
}

async fn a_revoked_link_opens_nothing(app: TestApp) {
    let booked = book(&app, START).await;
    let link = managed(&booked);
    let path = format!("/api/v1/appointments/{}/manage-link", booked["reference"].as_str().unwrap());
    assert_eq!(app.delete(&path).await.refusal(), (401, "unauthenticated".into()));
    app.sign_in(ANA).await;
    assert_eq!(app.delete(&path).await.refusal(), (403, "forbidden".into()));
    let mut tx = app.app.db.begin().await.unwrap();
    tx.query("UPDATE profile SET permissions = $1 WHERE slug = 'collaborateur'")
        .bind(sqlx::types::Json(json!(["view_appointments", "manage_appointments"])))
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
    app.sign_in(BEA).await;
    assert_eq!(app.delete(&path).await.refusal(), (404, "unknown_appointment".into()));
    app.sign_in(ANA).await;
    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!(app.get(&link).await.refusal(), (404, "unknown_appointment".into()));
    assert_eq!(app.delete(&link).await.refusal(), (404, "unknown_appointment".into()));
    let history = app.get(&path.replace("manage-link", "history")).await.json();
    let last = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["kind"], &last["staff"]["slug"]), (&json!("link_revoked"), &json!("ana")));
}
