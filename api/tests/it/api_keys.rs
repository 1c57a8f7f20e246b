//! Keys by which programs call the API.

use axum::body::Body;
use axum::http::{Method, header};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(
    a_key_opens_what_its_scopes_say_and_nothing_else,
    its_secret_is_shown_once_and_kept_nowhere,
    a_key_ends_when_it_is_revoked_or_lapses,
    a_key_makes_no_key_that_does_more,
    only_administrators_of_the_network_make_keys,
    what_a_key_does_is_journaled_under_its_name,
);

const KEYS: &str = "/api/v1/api-keys";

async fn make(app: &TestApp, new: Value) -> (Value, String) {
    let made = app.post(KEYS, &new).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    (made["key"].clone(), made["secret"].as_str().unwrap().to_owned())
}

/// Asks with a key, and no cookie.
async fn ask(app: &TestApp, secret: &str, method: Method, path: &str, body: &Value) -> Response {
    let mut request = app.json_by(method, path, body);
    request.headers_mut().remove(header::COOKIE);
    request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {secret}").parse().unwrap());
    app.send(request).await
}

async fn get(app: &TestApp, secret: &str, path: &str) -> Response {
    ask(app, secret, Method::GET, path, &Value::Null).await
}

fn skill(slug: &str) -> Value {
    json!({ "slug": slug, "name": "Épargne" })
}

async fn a_key_opens_what_its_scopes_say_and_nothing_else(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let (_, reads) = make(&app, json!({ "name": "Lecture", "scopes": ["skills:read", "themes:read"] })).await;
    let (_, writes) = make(&app, json!({ "name": "Écriture", "scopes": ["skills:write"] })).await;
    let lacks = (403, "insufficient_scope".to_owned());

    assert_eq!(get(&app, &reads, "/api/v1/skills").await.status, 200);
    assert_eq!(get(&app, &reads, "/api/v1/themes/conseil").await.status, 200);
    assert_eq!(get(&app, &reads, "/api/v1/agencies").await.refusal(), lacks);
    let refused = ask(&app, &reads, Method::POST, "/api/v1/skills", &skill("epargne")).await;
    assert_eq!(refused.refusal(), lacks);
    assert!(refused.json()["detail"].as_str().unwrap().contains("skills:write"), "{refused:?}");

    assert_eq!(ask(&app, &writes, Method::POST, "/api/v1/skills", &skill("epargne")).await.status, 201);
    assert_eq!(get(&app, &writes, "/api/v1/skills/epargne").await.status, 200, "writing includes reading");
    assert_eq!(get(&app, &writes, "/api/v1/themes").await.refusal(), lacks);
    // What is somebody's own is nobody's by key.
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(ask(&app, &writes, method, "/api/v1/session", &Value::Null).await.refusal(), lacks);
    }
    for wrong in ["", "creno_", "creno_0000000000000000000000000000000000", &writes[..writes.len() - 1], "x"]
    {
        assert_eq!(
            get(&app, wrong, "/api/v1/skills").await.refusal(),
            (401, "unauthenticated".into()),
            "{wrong}"
        );
    }
    let mut basic = app.request(Method::GET, "/api/v1/skills").body(Body::empty()).unwrap();
    basic.headers_mut().insert(header::AUTHORIZATION, "Basic YTpi".parse().unwrap());
    assert_eq!(app.send(basic).await.status, 401, "the cookie does not stand in for a wrong key");
}

async fn its_secret_is_shown_once_and_kept_nowhere(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let (key, secret) = make(&app, json!({ "name": "CRM", "scopes": ["events:read"] })).await;
    assert!(secret.starts_with("creno_") && secret.len() == 38, "{}", secret.len());
    assert!(secret.starts_with(key["prefix"].as_str().unwrap()));
    let listed = app.get(KEYS).await;
    assert_eq!(listed.json()["items"], json!([key]), "as it was made");
    assert!(!listed.text.contains(&secret));
    let journal = app.app.db.query("SELECT CAST(after AS TEXT) AS after FROM settings_log").fetch_one().await;
    let journaled: String = journal.unwrap().get("after").unwrap();
    assert!(journaled.contains("CRM") && !journaled.contains(&secret), "{journaled}");

    let fault = |new: Value| {
        let app = &app;
        async move { app.post(KEYS, &new).await.faults() }
    };
    let name = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(fault(json!({ "name": "", "scopes": ["skills:read"] })).await, name("name", "required"));
    assert_eq!(fault(json!({ "name": "A", "scopes": [] })).await, name("scopes", "required"));
    assert_eq!(fault(json!({ "name": "A", "scopes": ["all"] })).await, name("scopes[0]", "not_choice"));
}

async fn a_key_ends_when_it_is_revoked_or_lapses(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let (key, secret) = make(&app, json!({ "name": "A", "scopes": ["skills:read"] })).await;
    let lapses = json!({ "name": "B", "scopes": ["skills:read"], "expires_at": "2026-06-15T06:59:00Z" });
    let (_, lapsing) = make(&app, lapses).await;
    for good in [&secret, &lapsing] {
        assert_eq!(get(&app, good, "/api/v1/skills").await.status, 200);
    }
    let used = app.get(KEYS).await.json()["items"][1]["last_used_at"].as_str().unwrap().to_owned();
    assert!(used.starts_with("2026-06-15T05:5") || used.starts_with("2026-06-15T06:0"), "{used}");
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(get(&app, &lapsing, "/api/v1/skills").await.status, 401, "lapsed");
    assert_eq!(get(&app, &secret, "/api/v1/skills").await.status, 200);

    let path = format!("{KEYS}/{}", key["id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(app.delete(&path).await.status, 204, "again is the same");
    }
    assert_eq!(get(&app, &secret, "/api/v1/skills").await.status, 401, "revoked");
    assert!(app.get(KEYS).await.json()["items"][1]["revoked_at"].is_string(), "and still listed");
    let nobody = format!("{KEYS}/{}", uuid::Uuid::nil());
    assert_eq!(app.delete(&nobody).await.refusal(), (404, "not_found".into()));
}

async fn a_key_makes_no_key_that_does_more(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let scopes = json!(["api-keys:write", "themes:read"]);
    let (_, maker) = make(&app, json!({ "name": "A", "scopes": scopes, "masks_contact": true })).await;
    let post = |new: Value| {
        let (app, maker) = (&app, &maker);
        async move { ask(app, maker, Method::POST, KEYS, &new).await }
    };
    let more = post(json!({ "name": "B", "scopes": ["themes:read", "themes:write", "users:read"] })).await;
    let fields: Vec<_> = more.faults().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["scopes[1]", "scopes[2]", "masks_contact"]);
    let same = post(json!({ "name": "B", "scopes": ["themes:read"], "masks_contact": true })).await;
    assert_eq!(same.status, 201, "{same:?}");
}

async fn only_administrators_of_the_network_make_keys(app: TestApp) {
    let new = json!({ "name": "A", "scopes": ["skills:read"] });
    assert_eq!(app.get(KEYS).await.refusal(), (401, "unauthenticated".into()));
    for who in [network::NOBODY, network::ANA, network::DESK, network::MANAGER, network::ADMIN] {
        app.sign_in(who).await;
        assert_eq!(app.get(KEYS).await.refusal(), (403, "forbidden".into()), "{who}");
        assert_eq!(app.post(KEYS, &new).await.refusal(), (403, "forbidden".into()), "{who}");
    }
}

async fn what_a_key_does_is_journaled_under_its_name(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let (key, secret) =
        make(&app, json!({ "name": "CRM", "scopes": ["appointments:read", "skills:write"] })).await;
    assert_eq!(ask(&app, &secret, Method::POST, "/api/v1/skills", &skill("epargne")).await.status, 201);
    assert_eq!(get(&app, &secret, "/api/v1/appointments?date=2026-06-15").await.status, 200);
    let id: uuid::Uuid = key["id"].as_str().unwrap().parse().unwrap();
    let row =
        app.app.db.query("SELECT who, resource FROM settings_log WHERE api_key_id = $1 AND staff_id IS NULL");
    let row = row.bind(id).fetch_one().await.unwrap();
    assert_eq!(
        (row.get::<String>("who").unwrap().as_str(), row.get::<String>("resource").unwrap().as_str()),
        ("CRM", "skills")
    );
    let row = app
        .app
        .db
        .query("SELECT count(*) AS rows FROM access_log WHERE api_key_id = $1 AND staff_id IS NULL");
    assert_eq!(row.bind(id).fetch_one().await.unwrap().get::<i64>("rows").unwrap(), 1);
}
