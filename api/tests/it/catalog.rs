use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use crate::support::{TestApp, on_both_engines};

on_both_engines!(catalog_tells_what_is_on_offer, catalog_is_sent_once, catalog_lists_campaigns_that_are_open);

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
    assert_eq!(catalog["campaigns"], json!([]));

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

/// The test's clock stands on Monday 15 June 2026.
async fn catalog_lists_campaigns_that_are_open(app: TestApp) {
    campaign(&app, 1, "printemps", true, &["suivi", "conseil"]).await;
    session(&app, [1, 1], "reunion", Some("2026-06-15"), &["office"]).await;
    session(&app, [1, 2], "paris", None, &["office", "video"]).await;
    session(&app, [1, 3], "paris", Some("2026-06-20"), &["office"]).await;
    campaign(&app, 2, "hiver", true, &["conseil"]).await;
    session(&app, [2, 4], "paris", Some("2026-06-14"), &["office"]).await;
    campaign(&app, 3, "sans-theme", true, &[]).await;
    session(&app, [3, 5], "paris", None, &["office"]).await;
    campaign(&app, 4, "sans-session", true, &["conseil"]).await;
    campaign(&app, 5, "suspendue", false, &["conseil"]).await;
    session(&app, [5, 6], "paris", None, &["office"]).await;
    campaign(&app, 6, "ailleurs", true, &["conseil"]).await;
    session(&app, [6, 7], "reunion", None, &["office"]).await;

    let campaigns = || async { app.get("/api/v1/public/catalog").await.json()["campaigns"].clone() };
    let spring = json!({
        "id": Uuid::from_u128(1), "slug": "printemps", "name": "Campagne printemps",
        "themes": ["suivi", "conseil"], "agencies": ["paris", "reunion"], "channels": ["office", "video"],
    });
    let elsewhere = json!({
        "id": Uuid::from_u128(6), "slug": "ailleurs", "name": "Campagne ailleurs",
        "themes": ["conseil"], "agencies": ["reunion"], "channels": ["office"],
    });
    assert_eq!(campaigns().await, json!([elsewhere, spring]));

    let mut tx = app.app.db.begin().await.unwrap();
    tx.query("UPDATE theme SET active = FALSE WHERE slug = 'suivi'").execute().await.unwrap();
    tx.query("UPDATE agency SET active = FALSE WHERE slug = 'reunion'").execute().await.unwrap();
    tx.commit().await.unwrap();
    let spring = json!({
        "id": Uuid::from_u128(1), "slug": "printemps", "name": "Campagne printemps",
        "themes": ["conseil"], "agencies": ["paris"], "channels": ["office", "video"],
    });
    assert_eq!(campaigns().await, json!([spring]));
}

async fn campaign(app: &TestApp, number: u128, slug: &str, active: bool, themes: &[&str]) {
    let mut tx = app.app.db.begin().await.unwrap();
    tx.query("INSERT INTO campaign (id, slug, name, active) VALUES ($1, $2, $3, $4)")
        .bind(Uuid::from_u128(number))
        .bind(slug.to_owned())
        .bind(format!("Campagne {slug}"))
        .bind(active)
        .execute()
        .await
        .unwrap();
    for theme in themes {
        tx.query(
            "INSERT INTO campaign_theme (campaign_id, theme_id) SELECT $1, id FROM theme WHERE slug = $2",
        )
        .bind(Uuid::from_u128(number))
        .bind((*theme).to_owned())
        .execute()
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

/// A session each Monday, until that date when there is one.
async fn session(
    app: &TestApp,
    [campaign, number]: [u128; 2],
    agency: &str,
    until: Option<&str>,
    channels: &[&str],
) {
    let mut tx = app.app.db.begin().await.unwrap();
    tx.query(
        "INSERT INTO campaign_session (id, campaign_id, agency_id, weekday, every, nth, valid_from, valid_until,
        from_minute, to_minute, channels)
        SELECT $1, $2, id, 1, 1, NULL, NULL, $3, 540, 720, $4 FROM agency WHERE slug = $5",
    )
    .bind(Uuid::from_u128(number))
    .bind(Uuid::from_u128(campaign))
    .bind(until.map(|date| date.parse::<chrono::NaiveDate>().unwrap()))
    .bind(Json(json!(channels)))
    .bind(agency.to_owned())
    .execute()
    .await
    .unwrap();
    tx.commit().await.unwrap();
}
