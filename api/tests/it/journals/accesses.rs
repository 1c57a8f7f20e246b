//! Who looked at what, from where.

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, header};
use creno_types::journal::AccessKind;
use serde_json::json;

use super::{ACCESSES, MESSAGES, SETTINGS, subjects, write};
use crate::booking::{START, book};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    accesses_are_found_by_kind_period_and_text,
    pages_follow_each_other_without_gap_or_double,
    the_address_is_that_of_the_client,
    looks_at_clients_are_accesses,
);

async fn accesses_are_found_by_kind_period_and_text(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let read = AccessKind::Read;
    write(&app, "2026-05-09T23:59:59.999Z", 1, read, "Élodie Roux", "before").await;
    write(&app, "2026-05-10T00:00:00Z", 1, read, "Élodie Roux", "first instant").await;
    write(&app, "2026-05-10T12:00:00.5Z", 1, AccessKind::SignIn, "Bob", "noon").await;
    write(&app, "2026-05-10T23:59:59.999Z", 1, read, "Bob", "last instant").await;
    write(&app, "2026-05-11T00:00:00Z", 1, read, "Bob", "after 100%").await;
    for (query, expected) in [
        ("from=2026-05-10&to=2026-05-10", vec!["last instant", "noon", "first instant"]),
        ("to=2026-05-09", vec!["before"]),
        ("from=2026-05-11&to=2026-05-12", vec!["after 100%"]),
        ("to=2026-05-31&kind=sign_in", vec!["noon"]),
        ("to=2026-05-31&q=elODIE", vec!["first instant", "before"]),
        ("to=2026-05-31&q=%C3%89lodie", vec!["first instant", "before"]),
        ("to=2026-05-31&q=NOON", vec!["noon"]),
        ("to=2026-05-31&q=0%25", vec!["after 100%"]),
        ("to=2026-05-31&q=_", vec![]),
        ("to=2026-05-31&q=192.0.2.7&kind=sign_in", vec!["noon"]),
        ("to=2026-05-31&q=192.0.2.8", vec![]),
        ("from=0001-01-01&to=1960-01-01", vec![]),
    ] {
        assert_eq!(subjects(&app.get(&format!("{ACCESSES}?{query}")).await), expected, "{query}");
    }
    let latest = app.get(&format!("{ACCESSES}?limit=1")).await.json();
    let line = &latest["items"][0];
    assert_eq!(
        [&line["kind"], &line["who"], &line["by_key"]],
        [&json!("sign_in"), &json!("reglages"), &json!(false)]
    );
    assert_eq!(line["address"], "unknown", "a test has no socket");
    let reversed = app.get(&format!("{ACCESSES}?from=2026-05-02&to=2026-05-01")).await;
    assert_eq!(reversed.refusal(), (422, "invalid_range".into()));
    for wrong in ["kind=rain", "from=yesterday", "cursor=1", "format=pdf", "limit=-1"] {
        let answer = app.get(&format!("{ACCESSES}?{wrong}")).await;
        assert_eq!(answer.refusal(), (400, "invalid_query".into()), "{wrong}");
    }
}

async fn pages_follow_each_other_without_gap_or_double(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    // Many of the very same instant: only their ids tell them apart.
    for number in 0..25 {
        let at = if number < 12 { "2026-05-10T08:00:00Z" } else { "2026-05-10T08:00:00.250Z" };
        write(&app, at, number, AccessKind::Read, "Ana", &format!("look {number}")).await;
    }
    let mut path = format!("{ACCESSES}?to=2026-05-31&q=LOOK&limit=7");
    let mut seen = Vec::new();
    loop {
        let page = app.get(&path).await;
        seen.extend(subjects(&page));
        // What is added meanwhile is later than all that is still to come.
        write(&app, "2026-05-11T08:00:00Z", seen.len() as u8, AccessKind::Read, "Ana", "look new").await;
        let Some(link) = page.headers.get(header::LINK) else { break };
        let link = link.to_str().unwrap();
        assert!(link.ends_with(">; rel=\"next\"") && page.json()["next"].is_string());
        path = link[1..link.find('>').unwrap()].to_owned();
        assert!(
            path.contains("q=LOOK") && path.contains("to=2026-05-31") && path.contains("limit=7"),
            "{path}"
        );
    }
    let expected: Vec<_> = (0..25).rev().map(|number| format!("look {number}")).collect();
    assert_eq!(seen, expected);
    for (limit, count) in [("0", 1), ("1000", 200), ("3", 3)] {
        for number in 0..200 {
            write(&app, "2026-04-01T08:00:00Z", number, AccessKind::Read, "x", "old").await;
        }
        let page = subjects(&app.get(&format!("{ACCESSES}?limit={limit}")).await);
        assert_eq!(page.len(), count, "{limit}");
        app.write("DELETE FROM access_log WHERE subject = 'old'").await;
    }
}

async fn the_address_is_that_of_the_client(first: TestApp) {
    let app = first.configured(|config| {
        config.anti_abuse.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    });
    let through = |method: Method, path: &str, body: Body, peer: &str, forwarded: &str| {
        let mut request = app
            .request(method, path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-forwarded-for", forwarded)
            .body(body)
            .unwrap();
        let peer: IpAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 40_000))));
        request
    };
    let sign_in = async |password: &str, peer: &str, forwarded: &str| {
        let credentials = json!({ "email": network::SETTINGS, "password": password });
        let body = Body::from(credentials.to_string());
        app.send(through(Method::POST, "/api/v1/session", body, peer, forwarded)).await
    };
    // The proxy's word counts, what the client itself says to the left of it does not, nor does a stranger's.
    assert_eq!(sign_in("wrong password", "10.0.0.1", "203.0.113.9, 198.51.100.7").await.status, 401);
    assert_eq!(sign_in(network::PASSWORD, "192.0.2.9", "198.51.100.8").await.status, 200);
    let new = json!({ "name": "Site", "scopes": ["appointments:read"] });
    let made =
        through(Method::POST, "/api/v1/api-keys", Body::from(new.to_string()), "10.0.0.1", "198.51.100.7");
    assert_eq!(app.send(made).await.status, 201);
    let file = format!("{SETTINGS}?format=csv");
    assert_eq!(
        app.send(through(Method::GET, &file, Body::empty(), "10.0.0.1", "2001:db8::7")).await.status,
        200
    );

    let accesses = app.get(ACCESSES).await.json();
    let told: Vec<_> = accesses["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| ["kind", "who", "address"].map(|member| line[member].as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        ["export", "reglages", "2001:db8::7"],
        ["sign_in", "reglages", "192.0.2.9"],
        ["sign_in_refused", "reglages", "198.51.100.7"],
    ];
    assert_eq!(told, expected.map(|line| line.map(str::to_owned)));
    assert_eq!(app.get(SETTINGS).await.json()["items"][0]["address"], "198.51.100.7");
    let found = app.get(&format!("{ACCESSES}?q=198.51.100.7")).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

async fn looks_at_clients_are_accesses(app: TestApp) {
    let booked = book(&app, START).await;
    let reference = booked["reference"].as_str().unwrap();
    app.sign_in(network::ADMIN).await;
    app.write("UPDATE staff SET active = FALSE WHERE slug = 'ana'").await;
    for path in [
        "/api/v1/appointments?date=2026-06-16".to_owned(),
        format!("/api/v1/appointments/{reference}"),
        format!("/api/v1/appointments/{reference}/history"),
        "/api/v1/appointments/attention".into(),
        MESSAGES.into(),
    ] {
        assert_eq!(app.get(&path).await.status, 200, "{path}");
    }
    // Nothing is shown of what is not there.
    assert_eq!(app.get("/api/v1/appointments/CRN-AAAAAA/history").await.status, 404);
    app.sign_in(network::SETTINGS).await;
    let read = app.get(&format!("{ACCESSES}?kind=read&q=ADMIN")).await;
    assert_eq!(
        subjects(&read),
        [
            "messages".to_owned(),
            "appointments that need attention".into(),
            format!("history of {reference}"),
            format!("appointment {reference}"),
            "appointments of 2026-06-16".into(),
        ]
    );

    // A program is told apart.
    let new = json!({ "name": "Entrepôt", "scopes": ["appointments:read"] });
    let made = app.post("/api/v1/api-keys", &new).await.json();
    let secret = made["secret"].as_str().unwrap();
    let request = app.fresh().request(Method::GET, &format!("/api/v1/appointments/{reference}"));
    let request =
        request.header(header::AUTHORIZATION, format!("Bearer {secret}")).body(Body::empty()).unwrap();
    assert_eq!(app.fresh().send(request).await.status, 200);
    let by_key = app.get(&format!("{ACCESSES}?q=entrepot")).await.json();
    assert_eq!(by_key["items"][0]["by_key"], true, "{by_key}");
    assert_eq!([&by_key["items"][0]["who"], &by_key["items"][0]["kind"]], ["Entrepôt", "read"]);
}
