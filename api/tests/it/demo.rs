use axum::http::header;
use chrono::{DateTime, Days, Utc};
use creno::app::App;
use creno::config::Config;
use creno::http::router::router;
use creno::notifications::reminders::look;
use creno::outbox;
use creno::seed;
use creno::store::Db;
use creno::webhooks;
use serde_json::json;

use crate::booking::{START, book};
use crate::support::{TestApp, network, on_both_engines, postgres_schema, start_of_tests};

on_both_engines!(a_demonstration_starts_afresh);

/// The whole demonstration network, on an engine.
async fn seeds(url: &str) {
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    assert!(seed::is_empty(&db).await.unwrap());
    seed::demo(&db, start_of_tests(), &|_| "no password".into()).await.unwrap();
    assert!(!seed::is_empty(&db).await.unwrap());
    let count = async |sql| db.query(sql).fetch_one().await.unwrap().get::<i64>("rows").unwrap();
    assert_eq!(count("SELECT count(*) AS rows FROM agency").await, 12);
    assert_eq!(count("SELECT count(*) AS rows FROM skill").await, 3);
    assert_eq!(count("SELECT count(*) AS rows FROM theme").await, 8);
    assert_eq!(count("SELECT count(*) AS rows FROM agency WHERE timezone = 'Indian/Reunion'").await, 1);
    assert!(count("SELECT count(*) AS rows FROM appointment").await > 200);
    let today = start_of_tests().date_naive();
    let row = db
        .query("SELECT count(*) AS rows FROM appointment WHERE local_date BETWEEN $1 AND $2")
        .bind(today)
        .bind(today + Days::new(1))
        .fetch_one()
        .await
        .unwrap();
    assert!(row.get::<i64>("rows").unwrap() > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_seeded_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    seeds(&format!("sqlite://{}", folder.path().join("demo.db").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_seeded_on_postgres() {
    seeds(&postgres_schema().await).await;
}

/// By the date of an answer the widget knows how far its own clock is from the server's.
#[tokio::test]
async fn answers_of_a_demonstration_bear_the_time_of_its_clock() {
    let mut app = TestApp::sqlite().await;
    let real = app.get("/api/v1/public/catalog").await;
    assert!(!real.headers.contains_key(header::DATE), "elsewhere the machine's own is added on the way out");
    let config = Config { demo: true, ..(*app.app.config).clone() };
    app.router = router(App::demo(app.app.db.clone(), config));
    let now: DateTime<Utc> = "2031-02-03T04:05:06Z".parse().unwrap();
    let set = app.post("/api/v1/sandbox/clock", &json!({ "now": now.to_rfc3339() })).await;
    assert_eq!(set.status, 204);
    for path in ["/api/v1/public/catalog", "/api/v1/nothing", "/healthz", "/rdv"] {
        let date = app.get(path).await.headers[header::DATE].to_str().unwrap().to_owned();
        assert!(date.ends_with(" GMT"), "{date}");
        let told = DateTime::parse_from_rfc2822(&date).unwrap().to_utc();
        assert!((0..60).contains(&(told - now).num_seconds()), "{path}: {date}");
    }
}

/// Nothing leaves a demonstration: what is for its own CRM goes there, the rest is kept to be read.
#[tokio::test(flavor = "multi_thread")]
async fn webhooks_of_a_demonstration_go_nowhere_but_to_its_own_crm() {
    let mut app = TestApp::sqlite().await;
    let config = Config { demo: true, ..(*app.app.config).clone() };
    app.app = App::demo(app.app.db.clone(), config);
    app.app.sandbox.as_ref().unwrap().set(start_of_tests());
    app.router = router(app.app.clone());
    app.sign_in(network::SETTINGS).await;
    let crm = app.app.crm.clone().unwrap();
    for (slug, url) in [("crm", crm.url()), ("autre", "https://crm.example.fr/")] {
        let created = app.post("/api/v1/webhooks", &json!({ "slug": slug, "url": url })).await;
        assert_eq!(created.status, 201, "{created:?}");
    }
    let local = json!({ "slug": "local", "url": "https://rdv.example.fr.localhost/demo/crm" });
    assert_eq!(
        app.post("/api/v1/webhooks", &local).await.faults(),
        [("url".into(), "private_address".into())]
    );
    book(&app, START).await;
    webhooks::run_due(&app.app).await.unwrap();
    let state = async |slug| {
        let page = app.get(&format!("/api/v1/webhooks/{slug}/deliveries")).await.json();
        (page["items"][0]["state"].clone(), page["items"][0]["last_status"].clone())
    };
    assert_eq!(state("autre").await, (json!("kept"), json!(null)));
    // Its secret was drawn for it, and is not the one that the CRM knows.
    assert_eq!(state("crm").await, (json!("retrying"), json!(401)));
    let received = crm.after(0);
    assert_eq!(received.iter().map(|entry| entry.verified).collect::<Vec<_>>(), [false]);
    assert!(received[0].event.is_none(), "what is not signed is not believed");
}

/// What was set and sent since goes with the rest.
async fn a_demonstration_starts_afresh(mut app: TestApp) {
    let config = Config { demo: true, ..(*app.app.config).clone() };
    app.app = App::demo(app.app.db.clone(), config);
    app.app.sandbox.as_ref().unwrap().set(start_of_tests());
    app.router = router(app.app.clone());
    app.sign_in(network::SETTINGS).await;
    let reminders =
        json!({ "media": ["mail", "sms"], "reminders": [{ "before_min": 60, "media": ["mail"] }] });
    assert_eq!(app.put("/api/v1/themes/conseil/messages", &reminders).await.status, 200);
    let text = json!({ "subject": "{{ date }}", "body": "{{ date }}" });
    let place = "/api/v1/message-templates/conseil/moved/client/mail/fr";
    assert_eq!(app.put(place, &text).await.status, 204);
    look(&app.app).await.unwrap();
    book(&app, START).await;
    app.app.sandbox.as_ref().unwrap().set("2026-06-16T07:00:30Z".parse().unwrap());
    assert_eq!(look(&app.app).await.unwrap(), 1);
    outbox::run_due(&app.app).await.unwrap();
    let reset = app.post("/api/v1/sandbox/reset", &json!({})).await;
    assert!(reset.status.is_success(), "{reset:?}");
    // Its own themes have reminders: two for each.
    let db = &app.app.db;
    let row = db.query("SELECT count(*) AS rows FROM theme_reminder").fetch_one().await.unwrap();
    assert_eq!(row.get::<i64>("rows").unwrap(), 16);
    let row = db.query("SELECT count(*) AS rows FROM reminder").fetch_one().await.unwrap();
    assert_eq!(row.get::<i64>("rows").unwrap(), 0);
}
