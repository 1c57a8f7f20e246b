use axum::body::Body;
use axum::http::{Method, header};
use chrono::TimeDelta;
use serde_json::json;

use crate::booking::{START, book};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    signing_in_and_out,
    sessions_end,
    guessing_is_stopped,
    other_sites_can_not_sign_anyone_in,
    each_profile_reaches_its_own,
    accesses_are_journaled,
);

async fn signing_in_and_out(app: TestApp) {
    assert_eq!(app.get("/api/v1/session").await.refusal(), (401, "unauthenticated".into()));
    assert_eq!(
        app.get("/api/v1/appointments?date=2026-06-16").await.refusal(),
        (401, "unauthenticated".into())
    );

    let credentials = json!({ "email": "  Ana@Example.fr ", "password": network::PASSWORD });
    let response = app.post("/api/v1/session", &credentials).await;
    assert_eq!(response.status, 200);
    let cookie = response.headers[header::SET_COOKIE].to_str().unwrap();
    for attribute in ["__Host-creno=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    let id = cookie.split(['=', ';']).nth(1).unwrap();
    let kept = app.app.db.query("SELECT id_hash FROM session").fetch_one().await.unwrap();
    let kept: Vec<u8> = kept.get("id_hash").unwrap();
    assert_eq!(kept.len(), 32, "a hash");
    assert!(!String::from_utf8_lossy(&kept).contains(id));

    let session = app.get("/api/v1/session").await.json();
    assert_eq!(session["staff"]["name"], "ana");
    assert_eq!(session["scope"], "own");
    assert_eq!(
        session["agencies"],
        json!([{ "slug": "paris", "name": "Paris", "timezone": "Europe/Paris" }])
    );

    assert_eq!(app.delete("/api/v1/session").await.status, 204);
    assert_eq!(app.get("/api/v1/session").await.status, 401);
}

async fn sessions_end(app: TestApp) {
    app.sign_in(network::ANA).await;
    for _ in 0..3 {
        app.clock.advance(TimeDelta::hours(3));
        assert_eq!(app.get("/api/v1/session").await.status, 200);
    }
    app.clock.advance(TimeDelta::hours(2));
    assert_eq!(app.get("/api/v1/session").await.refusal(), (401, "unauthenticated".into()));
}

async fn guessing_is_stopped(app: TestApp) {
    let wrong = json!({ "email": network::ANA, "password": "guess" });
    let unknown = json!({ "email": "who@example.fr", "password": "guess" });
    assert_eq!(app.post("/api/v1/session", &unknown).await.refusal(), (401, "wrong_credentials".into()));
    for _ in 0..5 {
        assert_eq!(app.post("/api/v1/session", &wrong).await.refusal(), (401, "wrong_credentials".into()));
    }
    let right = json!({ "email": network::ANA, "password": network::PASSWORD });
    let stopped = app.post("/api/v1/session", &right).await;
    assert_eq!(stopped.refusal(), (429, "rate_limited".into()));
    assert_eq!(stopped.headers[header::RETRY_AFTER], "900");
    app.sign_in(network::BEA).await;
    app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(app.post("/api/v1/session", &right).await.status, 200);
}

async fn other_sites_can_not_sign_anyone_in(app: TestApp) {
    let body = json!({ "email": network::ANA, "password": network::PASSWORD });
    let from = |name: &'static str, value: &'static str| {
        let mut request = app.json("/api/v1/session", &body);
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    let refused = (403, "cross_site_refused".to_owned());
    assert_eq!(app.send(from("sec-fetch-site", "cross-site")).await.refusal(), refused);
    assert_eq!(app.send(from("origin", "https://evil.example")).await.refusal(), refused);
    assert_eq!(app.send(from("sec-fetch-site", "same-origin")).await.status, 200);
    let sign_out = app.request(Method::DELETE, "/api/v1/session").header("sec-fetch-site", "cross-site");
    assert_eq!(app.send(sign_out.body(Body::empty()).unwrap()).await.refusal(), refused);
    assert_eq!(app.get("/api/v1/session").await.status, 200, "still signed in");
}

async fn each_profile_reaches_its_own(app: TestApp) {
    let booked = book(&app, START).await;
    let seen = async |email: &str| {
        app.sign_in(email).await;
        let response = app.get("/api/v1/appointments?date=2026-06-16").await;
        assert_eq!(response.status, 200, "{response:?}");
        response.json()["items"].clone()
    };
    let contact = json!({ "name": "Zoé Durand", "email": "zoe@exemple.fr", "phone": "0639981234" });
    assert_eq!(seen(network::ANA).await[0]["client"], contact);
    assert_eq!(seen(network::ADMIN).await[0]["client"], contact);
    assert_eq!(seen(network::DESK).await[0]["client"], json!({ "name": "Z. D." }), "masked by the server");
    assert_eq!(seen(network::DESK).await[0]["reference"], booked["reference"]);
    assert_eq!(seen(network::BEA).await, json!([]), "another agency's");
    app.sign_in(network::NOBODY).await;
    let refused = app.get("/api/v1/appointments?date=2026-06-16").await;
    assert_eq!(refused.refusal(), (403, "forbidden".into()));

    app.sign_in(network::ADMIN).await;
    for (query, count) in
        [("date=2026-06-16&agency=paris", 1), ("date=2026-06-16&agency=reunion", 0), ("date=2026-06-17", 0)]
    {
        let items =
            app.get(&format!("/api/v1/appointments?{query}")).await.json()["items"].as_array().unwrap().len();
        assert_eq!(items, count, "{query}");
    }
    assert_eq!(app.get("/api/v1/appointments?date=june").await.refusal(), (400, "invalid_query".into()));
}

async fn accesses_are_journaled(app: TestApp) {
    app.post("/api/v1/session", &json!({ "email": network::ANA, "password": "guess" })).await;
    app.sign_in(network::ANA).await;
    app.get("/api/v1/appointments?date=2026-06-16").await;
    app.delete("/api/v1/session").await;
    let rows =
        app.app.db.query("SELECT kind, subject FROM access_log ORDER BY at, id").fetch_all().await.unwrap();
    let lines: Vec<(String, String)> =
        rows.iter().map(|row| (row.get("kind").unwrap(), row.get("subject").unwrap())).collect();
    let kinds: Vec<_> = lines.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["sign_in_refused", "sign_in", "read", "sign_out"]);
    assert!(lines.iter().all(|(_, subject)| !subject.contains('@')));
}
