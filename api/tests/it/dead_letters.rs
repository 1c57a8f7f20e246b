//! Jobs that were given up: seen, and done again.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::booking::{START, book};
use crate::messages::{recorded, told};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    what_was_given_up_is_seen_and_done_again,
    those_of_a_kind_are_done_again_together,
    pages_lead_to_the_next,
    nobody_else_sees_them,
);

const OUTBOX: &str = "/api/v1/outbox";

async fn items(app: &TestApp, query: &str) -> Vec<Value> {
    let page = app.get(&format!("{OUTBOX}{query}")).await;
    assert_eq!(page.status, 200, "{page:?}");
    page.json()["items"].as_array().unwrap().clone()
}

async fn what_was_given_up_is_seen_and_done_again(mut app: TestApp) {
    let recorder = recorded(&mut app, 1, true);
    let booked = book(&app, START).await;
    assert_eq!(told(&app, &recorder).await.len(), 1);
    app.sign_in(network::SETTINGS).await;
    let [dead] = &items(&app, "").await[..] else { panic!("one") };
    assert_eq!(
        (&dead["kind"], &dead["state"], &dead["attempts"], &dead["error"]),
        (&json!("mail_client"), &json!("dead"), &json!(1), &json!("451 come back later"))
    );
    assert_eq!(dead["reference"], booked["reference"]);
    assert!(dead.get("due_at").is_none() && dead["ended_at"].is_string(), "{dead}");
    assert!(!dead.to_string().contains("zoe"), "nobody's data: {dead}");

    let replay = format!("{OUTBOX}/{}/replay", dead["id"].as_str().unwrap());
    assert_eq!(app.post(&replay, &json!({})).await.status, 202);
    let message = app.get("/api/v1/messages").await;
    assert_eq!(message.status, 403, "who administers need not see messages");
    let [waiting] = &items(&app, "?state=waiting").await[..] else { panic!("one") };
    assert_eq!((&waiting["attempts"], &waiting["id"]), (&json!(0), &dead["id"]));
    assert!(waiting["due_at"].is_string() && waiting.get("ended_at").is_none(), "{waiting}");
    app.sign_in(network::ADMIN).await;
    assert_eq!(app.get("/api/v1/messages?state=delayed").await.json()["items"].as_array().unwrap().len(), 1);
    let sent = told(&app, &recorder).await;
    assert!(sent.len() == 1 && sent[0].to == "zoe@exemple.fr", "{sent:?}");
    let journal = app.get("/api/v1/messages").await.json();
    let states: Vec<_> =
        journal["items"].as_array().unwrap().iter().map(|item| item["state"].clone()).collect();
    assert_eq!(states, ["sent", "sent"], "the same message, not another: {journal}");
    app.sign_in(network::SETTINGS).await;
    assert_eq!(app.post(&replay, &json!({})).await.refusal(), (404, "not_found".into()), "it is done");
    let unknown = format!("{OUTBOX}/{}/replay", uuid::Uuid::nil());
    assert_eq!(app.post(&unknown, &json!({})).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.post(&format!("{OUTBOX}/x/replay"), &json!({})).await.status, 404);
}

async fn those_of_a_kind_are_done_again_together(mut app: TestApp) {
    let recorder = recorded(&mut app, 6, true);
    for start in [START, "2026-06-16T11:00:00+02:00", "2026-06-17T10:00:00+02:00"] {
        book(&app, start).await;
    }
    assert!(told(&app, &recorder).await.is_empty());
    app.sign_in(network::SETTINGS).await;
    assert_eq!(items(&app, "?kind=mail_client").await.len(), 3);
    let none = app.post(&format!("{OUTBOX}/replay"), &json!({ "kind": "nothing" })).await;
    assert_eq!((none.status.as_u16(), none.json()), (202, json!({ "jobs": 0 })));
    let some = app.post(&format!("{OUTBOX}/replay"), &json!({ "kind": "mail_client" })).await;
    assert_eq!((some.status.as_u16(), some.json()), (202, json!({ "jobs": 3 })));
    assert_eq!(told(&app, &recorder).await.len(), 3);
    let left = items(&app, "").await;
    assert!(left.len() == 3 && left.iter().all(|job| job["kind"] == "mail_staff"), "{left:?}");
    assert_eq!(
        app.post(&format!("{OUTBOX}/replay"), &json!({})).await.refusal(),
        (400, "invalid_json".into())
    );
}

async fn pages_lead_to_the_next(mut app: TestApp) {
    let recorder = recorded(&mut app, 4, true);
    book(&app, START).await;
    app.clock.advance(TimeDelta::seconds(1));
    book(&app, "2026-06-16T11:00:00+02:00").await;
    assert!(told(&app, &recorder).await.is_empty());
    app.sign_in(network::SETTINGS).await;
    let all = items(&app, "").await;
    let mut path = format!("{OUTBOX}?limit=3");
    let mut seen = Vec::new();
    loop {
        let page = app.get(&path).await;
        seen.extend(page.json()["items"].as_array().unwrap().clone());
        let Some(link) = page.headers.get("link") else { break };
        let link = link.to_str().unwrap();
        path =
            link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap().to_owned();
        assert!(path.contains("limit=3"), "{path}");
    }
    assert_eq!((seen.len(), &seen), (4, &all));

    app.sign_in(network::ADMIN).await;
    let page = app.get("/api/v1/messages?limit=1&state=failed&from=2026-06-15&to=2026-06-15").await;
    let link = page.headers["link"].to_str().unwrap().to_owned();
    for kept in ["limit=1", "state=failed", "from=2026-06-15", "to=2026-06-15", "cursor="] {
        assert!(link.contains(kept), "{link}");
    }
    for (query, count) in [
        ("?event=confirmed&state=failed", 4),
        ("?event=moved", 0),
        ("?state=sent", 0),
        ("?from=2026-06-16", 0),
        ("?to=2026-06-14", 0),
        ("?from=0001-01-01&to=9999-12-31", 4),
        ("?medium=sms", 0),
    ] {
        let found = app.get(&format!("/api/v1/messages{query}")).await;
        assert_eq!(found.status, 200, "{query}: {found:?}");
        assert_eq!(found.json()["items"].as_array().unwrap().len(), count, "{query}");
    }
    assert_eq!(app.get("/api/v1/messages?state=lost").await.refusal(), (400, "invalid_query".into()));
}

async fn nobody_else_sees_them(app: TestApp) {
    assert_eq!(app.get(OUTBOX).await.status, 401);
    app.sign_in(network::ADMIN).await;
    let one = format!("{OUTBOX}/{}/replay", uuid::Uuid::nil());
    assert_eq!(app.get(OUTBOX).await.status, 403);
    assert_eq!(app.post(&one, &json!({})).await.status, 403);
    assert_eq!(app.post(&format!("{OUTBOX}/replay"), &json!({ "kind": "mail_client" })).await.status, 403);
}
