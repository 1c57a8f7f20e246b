use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, header};
use std::net::SocketAddr;

use crate::support::TestApp;

const PLACES: &str = "/api/v1/public/places";

#[tokio::test]
async fn towns_are_listed_with_their_positions() {
    let app = TestApp::sqlite().await;
    let found = app.get(&format!("{PLACES}?q=saint-den")).await;
    assert_eq!(found.status, 200, "{found:?}");
    let found = found.json();
    let places = found["places"].as_array().unwrap();
    assert_eq!(places.len(), 6);
    assert_eq!(
        places[0],
        serde_json::json!({ "name": "Saint-Denis", "postcode": "97400", "department": "La Réunion",
            "lat": -20.882, "lon": 55.45 })
    );
    let exact = app.get(&format!("{PLACES}?q=75009")).await.json();
    assert_eq!(exact["places"].as_array().unwrap().len(), 1, "{exact}");
    assert_eq!(exact["places"][0]["name"], "Paris 9e");
    let encoded = app.get(&format!("{PLACES}?q=L%E2%80%99Ha%C3%BF")).await.json();
    assert_eq!(encoded["places"][0]["name"], "L'Haÿ-les-Roses");
}

#[tokio::test]
async fn the_answer_may_be_kept_for_a_day() {
    let app = TestApp::sqlite().await;
    let first = app.get(&format!("{PLACES}?q=lyon")).await;
    assert_eq!(first.headers[header::CACHE_CONTROL], "public, max-age=86400");
    let tag = first.headers[header::ETAG].clone();
    let again = app.request(Method::GET, &format!("{PLACES}?q=lyon")).header(header::IF_NONE_MATCH, tag);
    let again = app.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
}

#[tokio::test]
async fn questions_have_their_limits() {
    let app = TestApp::sqlite().await;
    let none = serde_json::json!({ "places": [] });
    for q in ["", "p", "%20p%20", "zzzzzzzz", "99999", "%01", "%27%22%3B--"] {
        let found = app.get(&format!("{PLACES}?q={q}")).await;
        assert_eq!((found.status.as_u16(), found.json()), (200, none.clone()), "{q}");
    }
    assert_eq!(app.get(&format!("{PLACES}?q=%00")).await.refusal(), (400, "invalid_query".into()));
    let long = app.get(&format!("{PLACES}?q={}", "a".repeat(101))).await;
    assert_eq!(long.faults(), [("q".into(), "too_long".into())]);
    assert_eq!(app.get(PLACES).await.refusal(), (400, "invalid_query".into()));
}

#[tokio::test]
async fn towns_and_addresses_share_a_limit_of_their_own() {
    let app = TestApp::sqlite().await;
    let app = app.configured(|config| config.anti_abuse.limits.completions = "2/1".parse().unwrap());
    let ask = async |path: &str| {
        let mut request = app.request(Method::GET, path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 40_000))));
        app.send(request).await
    };
    assert_eq!(ask("/api/v1/public/places?q=pari").await.status, 200);
    assert_eq!(ask("/api/v1/public/addresses?q=pari").await.status, 200);
    let stopped = ask("/api/v1/public/places?q=paris").await;
    assert_eq!(stopped.refusal(), (429, "rate_limited".into()));
    assert!(stopped.headers.contains_key(header::RETRY_AFTER));
    assert_eq!(ask("/api/v1/public/catalog").await.status, 200, "the journey goes on");
}
