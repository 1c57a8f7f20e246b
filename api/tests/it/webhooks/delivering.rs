use axum::http::header;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::receiver::Receiver;
use super::{administered, delivered, deliveries, is_signed, link, tell, types};
use crate::booking::{START, book};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    what_happens_is_told_in_order,
    a_server_is_told_what_it_asked_for,
    two_secrets_sign_until_the_overlap_ends,
    what_was_told_is_told_again,
    a_long_log_is_read_page_by_page,
    a_test_is_delivered_at_once,
    an_erased_client_is_not_told,
);

async fn a_long_log_is_read_page_by_page(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[]).await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    let booked = book(&app, START).await;
    for start in ["2026-06-16T11:00:00+02:00", START, "2026-06-16T11:00:00+02:00"] {
        assert_eq!(app.patch(&link(&booked), &json!({ "start": start })).await.status, 200);
    }
    app.delete(&link(&booked)).await;
    delivered(&app, &receiver).await;
    let (mut path, mut seen) = (told.path("/deliveries?state=delivered&limit=2"), Vec::new());
    loop {
        let page = app.get(&path).await;
        assert_eq!(page.status, 200, "{path}: {page:?}");
        seen.extend(page.json()["items"].as_array().unwrap().iter().cloned());
        let Some(link) = page.headers.get(header::LINK) else { break };
        let link = link.to_str().unwrap();
        assert!(link.contains("state=delivered") && link.contains("limit=2"), "{link}");
        path = link[1..link.find('>').unwrap()].to_owned();
    }
    assert_eq!(seen, deliveries(&app, &told).await, "each once, in order");
    assert_eq!(seen.len(), 5);
}

async fn what_happens_is_told_in_order(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[]).await;
    let before = book(&app, "2026-06-17T10:00:00+02:00").await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    let booked = book(&app, START).await;
    let moved = app.patch(&link(&booked), &json!({ "start": "2026-06-16T11:00:00+02:00" })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_eq!(app.delete(&link(&booked)).await.status, 204);
    assert!(receiver.take().is_empty(), "nothing is sent inside a request");

    let received = delivered(&app, &receiver).await;
    let of = |reference: &Value| {
        let mine = received.iter().filter(|got| got.json()["data"]["reference"] == *reference);
        types(&mine.cloned().collect::<Vec<_>>())
    };
    assert_eq!(of(&before["reference"]), [], "before it was to be told");
    let expected = [("created", 1), ("updated", 2), ("cancelled", 3)];
    assert_eq!(
        of(&booked["reference"]),
        expected.map(|(kind, version)| (format!("appointment.{kind}"), version))
    );
    for got in &received {
        assert!(got.head.starts_with("POST /creno?cle=1 HTTP/1.1\r\n"), "{got:?}");
        assert_eq!(got.header("content-type"), "application/json");
        assert!(got.header("user-agent").starts_with("creno/"));
        assert_eq!(got.header("webhook-id"), got.json()["data"]["event"].as_str().unwrap());
        assert!(is_signed(got, &told.secret) && !is_signed(got, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }
    let moved = received
        .iter()
        .map(super::receiver::Received::json)
        .find(|body| body["type"] == "appointment.updated");
    let data = &moved.unwrap()["data"];
    let reference = booked["reference"].as_str().unwrap();
    for (member, expected) in [
        ("reference", json!(reference)),
        ("status", json!("confirmed")),
        ("start", json!("2026-06-16T11:00:00+02:00")),
        ("end", json!("2026-06-16T11:45:00+02:00")),
        ("timezone", json!("Europe/Paris")),
        ("channel", json!("office")),
        ("source", json!("widget")),
        ("actor", json!("client")),
        ("address", json!("1 rue de la Paix, 75002 Paris")),
        ("back_office_url", json!(format!("https://rdv.example.fr/back-office/rendez-vous/{reference}"))),
        (
            "changes",
            json!({ "start": { "before": "2026-06-16T08:00:00Z", "after": "2026-06-16T09:00:00Z" } }),
        ),
    ] {
        assert_eq!(data[member], expected, "{member}");
    }
    for (member, slug) in [("theme", "conseil"), ("skill", "budget"), ("agency", "paris"), ("staff", "ana")] {
        assert_eq!(data[member]["slug"], slug, "{member}");
    }
    let client = &data["client"];
    assert_eq!((&client["name"], &client["email"]), (&json!("Zoé Durand"), &json!("zoe@exemple.fr")));
    assert_eq!(client["answers"]["last_name"], "Durand");
    assert!(delivered(&app, &receiver).await.is_empty(), "once");

    let log = deliveries(&app, &told).await;
    assert_eq!(log.len(), 3);
    assert!(log.iter().all(|one| one["state"] == "delivered" && one["last_status"] == 204), "{log:?}");
    let one = app.get(&told.path(&format!("/deliveries/{}", log[0]["id"].as_str().unwrap()))).await.json();
    let attempt = &one["log"][0];
    assert_eq!((&attempt["status"], &attempt["answer_headers"]["x-answer"]), (&json!(204), &json!("ok")));
    assert!(attempt["request_headers"]["webhook-signature"].as_str().unwrap().starts_with("v1,"));
    let body = attempt["request_body"].as_str().unwrap();
    assert!(body.contains(reference) && !body.contains("Durand"), "clients' data are in one place: {body}");
}

async fn a_server_is_told_what_it_asked_for(app: TestApp) {
    let app = administered(&app).await;
    let (all, some) = (Receiver::start(&[]).await, Receiver::start(&[]).await);
    tell(&app, "tout", &all.url, &[]).await;
    tell(&app, "annulations", &some.url, &["appointment.cancelled"]).await;
    let booked = book(&app, START).await;
    assert_eq!(app.delete(&link(&booked)).await.status, 204);
    assert_eq!(delivered(&app, &all).await.len(), 2);
    let received = some.take();
    assert_eq!(types(&received), [("appointment.cancelled".into(), 2)]);
    assert_eq!(received[0].json()["data"]["status"], "cancelled");
}

async fn two_secrets_sign_until_the_overlap_ends(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[]).await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    let rotated = app.post(&told.path("/secret"), &json!({ "overlap_hours": 2 })).await.json();
    let fresh = rotated["secret"].as_str().unwrap();
    let signed = async |start| {
        book(&app, start).await;
        let received = delivered(&app, &receiver).await;
        let [got] = &received[..] else { panic!("one: {received:?}") };
        (
            is_signed(got, &told.secret),
            is_signed(got, fresh),
            got.header("webhook-signature").split(' ').count(),
        )
    };
    assert_eq!(signed(START).await, (true, true, 2));
    app.clock.advance(TimeDelta::minutes(121));
    assert_eq!(signed("2026-06-16T11:00:00+02:00").await, (false, true, 1));
}

async fn what_was_told_is_told_again(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[]).await;
    let told = tell(&app, "crm", &receiver.url, &["appointment.created"]).await;
    book(&app, START).await;
    let first = delivered(&app, &receiver).await;
    app.clock.advance(TimeDelta::minutes(10));
    let period_from = app.app.now();
    let booked = book(&app, "2026-06-16T11:00:00+02:00").await;
    app.delete(&link(&booked)).await;
    let second = delivered(&app, &receiver).await;

    let log = deliveries(&app, &told).await;
    let oldest = log.last().unwrap()["id"].as_str().unwrap();
    let again = app.post(&told.path(&format!("/deliveries/{oldest}/replay")), &json!({})).await;
    assert_eq!((again.status.as_u16(), &again.json()["state"]), (200, &json!("waiting")), "{again:?}");
    let path = told.path(&format!("/deliveries/{}/give-up", log[0]["id"].as_str().unwrap()));
    assert_eq!(app.post(&path, &json!({})).await.refusal(), (409, "delivery_over".into()));
    let replayed = delivered(&app, &receiver).await;
    assert_eq!(replayed.len(), 1);
    assert_eq!(replayed[0].header("webhook-id"), first[0].header("webhook-id"), "known again");
    assert_eq!(replayed[0].body, first[0].body);

    // A server that comes later is told of the same period, under the same ids.
    let late = Receiver::start(&[]).await;
    let other = tell(&app, "tard", &late.url, &[]).await;
    let to = app.app.now() + TimeDelta::seconds(1);
    let period = json!({ "from": period_from.to_rfc3339(), "to": to.to_rfc3339() });
    for (who, count) in [(&told, 1), (&other, 2)] {
        let answer = app.post(&who.path("/replay"), &period).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["deliveries"].as_i64()),
            (200, Some(count)),
            "{answer:?}"
        );
    }
    let ids = |got: &[super::Received]| {
        got.iter().map(|got| got.header("webhook-id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&delivered(&app, &receiver).await), ids(&second));
    let late = late.take();
    assert_eq!(ids(&late)[..1], ids(&second));
    assert_eq!(types(&late)[1].0, "appointment.cancelled");
}

async fn a_test_is_delivered_at_once(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[super::receiver::Answer::Status(500, "x: y")]).await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    app.post(&told.path("/pause"), &json!({})).await;
    let mut results = Vec::new();
    for count in 1..=2 {
        let mut changes = app.app.db.subscribe();
        let answer = app.post(&told.path("/test"), &json!({})).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        let path = told.path(&format!("/deliveries/{}", answer.json()["id"].as_str().unwrap()));
        receiver.has_received(count).await;
        let ended = loop {
            let read = app.get(&path).await.json();
            if read["state"] != "held" {
                break read;
            }
            changes.changed().await.unwrap();
        };
        let again = app.post(&format!("{path}/replay"), &json!({})).await;
        assert_eq!(again.refusal(), (409, "test_not_replayed".into()));
        results.push((ended["state"].clone(), ended["last_error"].clone()));
    }
    assert_eq!(results, [(json!("failed"), json!("réponse 500")), (json!("delivered"), json!(null))]);
    let received = receiver.take();
    assert!(received.iter().all(|got| got.json()["type"] == "webhook.test" && is_signed(got, &told.secret)));
}

async fn an_erased_client_is_not_told(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[]).await;
    tell(&app, "crm", &receiver.url, &[]).await;
    book(&app, START).await;
    let mut tx = app.app.db.begin().await.unwrap();
    let erase = tx.query("UPDATE client SET name = '', email = NULL, phone = NULL, answers = $1");
    erase.bind(sqlx::types::Json(json!({}))).execute().await.unwrap();
    tx.commit().await.unwrap();
    let received = delivered(&app, &receiver).await;
    assert_eq!(received[0].json()["data"].get("client"), None, "{received:?}");
}
