use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;

use crate::support::{TestApp, on_both_engines};

on_both_engines!(catalog_tells_what_is_on_offer, catalog_is_sent_once);

async fn catalog_tells_what_is_on_offer(app: TestApp) {
    let catalog = app.get("/api/v1/public/catalog").await.json();
    let slugs = |list: &str| -> Vec<String> {
        catalog[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["slug"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(slugs("agencies"), ["paris", "reunion"]);
    assert_eq!(slugs("skills"), ["budget"]);
    assert_eq!(slugs("themes"), ["suivi", "conseil"]);
    let conseil = &catalog["themes"][1];
    assert_eq!(conseil["duration_min"], 45);
    assert_eq!(conseil["channels"], json!(["office", "video"]));
    assert_eq!(conseil["agencies"], json!(["paris", "reunion"]));
    assert_eq!(conseil["fields"], json!(["last_name", "first_name", "email", "phone"]));
    assert_eq!(catalog["branding"]["brand"], "#086E6B");
    assert_eq!(catalog["texts"]["consent"], "J’accepte.");

    let english = app.get("/api/v1/public/catalog?lang=en-GB").await.json();
    assert_eq!(english["lang"], "en");
    assert_eq!(english["skills"][0]["name"], "Budget");
    assert_eq!(english["themes"][1]["name"], conseil["name"], "untranslated texts stay in French");
}

async fn catalog_is_sent_once(app: TestApp) {
    let first = app.get("/api/v1/public/catalog").await;
    let etag = first.headers[header::ETAG].clone();
    let again = app.request(Method::GET, "/api/v1/public/catalog").header(header::IF_NONE_MATCH, &etag);
    let again = app.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    assert_eq!(again.headers[header::ETAG], etag);
}
