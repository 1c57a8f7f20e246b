//! Journals are walked from the latest line or from the oldest.

use creno::anti_abuse;
use serde_json::{Value, json};

use super::{ACCESSES, MESSAGES, REFUSALS, SETTINGS, change_settings};
use crate::booking::{START, book};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(every_journal_is_walked_both_ways);

/// The ids of every line, page by page.
async fn walk(app: &TestApp, path: &str, order: &str) -> Vec<Value> {
    let mut ids = Vec::new();
    let mut after = String::new();
    loop {
        let mark = if path.contains('?') { '&' } else { '?' };
        let page = app.get(&format!("{path}{mark}limit=1{order}{after}")).await;
        assert_eq!(page.status, 200, "{page:?}");
        let page = page.json();
        ids.extend(page["items"].as_array().unwrap().iter().map(|line| line["id"].clone()));
        match page["next"].as_str() {
            Some(next) => after = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

async fn every_journal_is_walked_both_ways(app: TestApp) {
    app.write(r#"UPDATE profile SET scope = 'network', permissions = '["view_appointments","administer"]'"#)
        .await;
    for start in [START, "2026-06-16T11:00:00+02:00"] {
        book(&app, start).await;
        creno::outbox::run_due(&app.app).await.unwrap();
    }
    book(&app, "2026-06-17T10:00:00+02:00").await;
    for _ in 0..2 {
        let code = creno_types::ProblemCode::RateLimited;
        anti_abuse::refusals::note(&app.app, code, anti_abuse::Resource::Holds, None);
        anti_abuse::refusals::flush(&app.app).await.unwrap();
    }
    app.sign_in(network::ANA).await;
    app.sign_in(network::SETTINGS).await;
    change_settings(&app, "Site").await;
    let webhook = json!({ "slug": "crm", "url": "https://crm.example.fr/creno" });
    assert_eq!(app.post("/api/v1/webhooks", &webhook).await.status, 201);
    for _ in 0..2 {
        assert_eq!(app.post("/api/v1/webhooks/crm/test", &json!({})).await.status, 202);
    }
    // What is read here is journaled too: of accesses, those that were there.
    let signed_in = format!("{ACCESSES}?kind=sign_in");
    let (deliveries, waiting) = ("/api/v1/webhooks/crm/deliveries", "/api/v1/outbox?state=waiting");
    for path in [&*signed_in, SETTINGS, REFUSALS, MESSAGES, deliveries, waiting] {
        let latest = walk(&app, path, "").await;
        assert!(latest.len() > 1, "{path}: {latest:?}");
        assert!(
            latest.iter().map(|id| id.as_str().unwrap()).is_sorted_by(|a, b| a > b),
            "{path}: {latest:?}"
        );
        assert_eq!(walk(&app, path, "&order=latest").await, latest, "{path}");
        let mut oldest = walk(&app, path, "&order=oldest").await;
        oldest.reverse();
        assert_eq!(oldest, latest, "{path}");
    }
    let wrong = app.get(&format!("{SETTINGS}?order=random")).await;
    assert_eq!(wrong.refusal(), (400, "invalid_query".into()));
}
