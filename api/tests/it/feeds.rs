//! A person's appointments as a calendar that others read.

use axum::http::Method;
use serde_json::{Value, json};

use crate::booking::{START, book};
use crate::client_rules::{execute, managed};
use crate::support::network::{ANA, BEA, NOBODY};
use crate::support::{Response, TestApp, on_both_engines};

on_both_engines!(
    a_feed_is_read_by_its_address_alone,
    a_feed_shows_what_the_profile_shows,
    a_feed_ends_with_its_owner,
);

const PATH: &str = "/api/v1/session/feed";

/// Makes a feed for who is signed in, and answers its path.
async fn make(app: &TestApp) -> String {
    let made = app.post(PATH, &json!({})).await;
    assert_eq!((made.status.as_u16(), &made.headers["cache-control"]), (201, &"no-store".parse().unwrap()));
    let url = made.json()["url"].as_str().unwrap().to_owned();
    url.strip_prefix("https://rdv.example.fr").unwrap().to_owned()
}

/// Reads as a program that nobody signed in.
async fn read(app: &TestApp, path: &str) -> Response {
    let mut request = app.request(Method::GET, path).body(axum::body::Body::empty()).unwrap();
    request.headers_mut().remove("cookie");
    app.send(request).await
}

/// Lines that were folded, whole again.
fn unfolded(answer: &Response) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.text.replace("\r\n ", "")
}

async fn a_feed_is_read_by_its_address_alone(app: TestApp) {
    let booked = book(&app, START).await;
    let reference = booked["reference"].as_str().unwrap();
    app.sign_in(ANA).await;
    assert_eq!(app.get(PATH).await.json(), json!({}));
    let path = make(&app).await;
    assert!(app.get(PATH).await.json()["read_at"].is_null());
    let calendar = read(&app, &path).await;
    assert_eq!(calendar.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(calendar.headers["cache-control"], "private, no-cache");
    let text = unfolded(&calendar);
    for once in ["PRODID", "VERSION", "CALSCALE", "BEGIN:VTIMEZONE"] {
        assert_eq!(text.matches(once).count(), 1, "{once}: {text}");
    }
    for line in [
        "SUMMARY:conseil\\, Zoé Durand",
        "DTSTART;TZID=Europe/Paris:20260616T100000",
        "BEGIN:VTIMEZONE",
        "TZOFFSETTO:+0200",
        &format!("back-office/rendez-vous/{reference}"),
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(
        !text.contains("zoe@") && !text.contains("639981234") && !text.contains("#rendez-vous="),
        "{text}"
    );
    assert!(app.get(PATH).await.json()["read_at"].is_string());
    // Not sent again while nothing changed, whatever the time.
    app.clock.advance(chrono::TimeDelta::minutes(5));
    let mut again = app.request(Method::GET, &path).body(axum::body::Body::empty()).unwrap();
    again.headers_mut().remove("cookie");
    again.headers_mut().insert("if-none-match", calendar.headers["etag"].clone());
    let again = app.send(again).await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    // The secret is kept nowhere.
    let secret = path.rsplit('/').next().unwrap();
    let rows = app.app.db.query("SELECT count(*) AS rows FROM staff_feed").fetch_one().await.unwrap();
    assert_eq!(rows.get::<i64>("rows").unwrap(), 1);
    assert!(!app.get(PATH).await.text.contains(secret));
    // Another takes its place; none is left once it is ended.
    let other = make(&app).await;
    assert_eq!(read(&app, &path).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.delete(&managed(&booked)).await.status, 204);
    let text = unfolded(&read(&app, &other).await);
    assert!(!text.contains("BEGIN:VEVENT"), "a cancelled one is not there: {text}");
    app.sign_in(ANA).await;
    assert_eq!(app.delete(PATH).await.status, 204);
    assert_eq!(read(&app, &other).await.refusal(), (404, "not_found".into()));
    for wrong in ["/api/v1/feeds/x", "/api/v1/feeds/AAAA"] {
        assert_eq!(read(&app, wrong).await.refusal(), (404, "not_found".into()), "{wrong}");
    }
}

async fn a_feed_shows_what_the_profile_shows(app: TestApp) {
    book(&app, START).await;
    app.sign_in(BEA).await;
    let theirs = make(&app).await;
    assert!(!read(&app, &theirs).await.text.contains("BEGIN:VEVENT"), "one's own alone");
    app.sign_in(ANA).await;
    let path = make(&app).await;
    execute(&app, "UPDATE profile SET masks_contact = TRUE").await;
    let text = unfolded(&read(&app, &path).await);
    assert!(text.contains("SUMMARY:conseil\\, Z. D.") && !text.contains("Durand"), "{text}");
    execute(&app, "UPDATE profile SET masks_contact = FALSE").await;
    app.write("INSERT INTO theme_message (theme_id, discretion, media) VALUES (@theme.conseil, 'neutral', '[\"mail\"]')")
        .await;
    let text = unfolded(&read(&app, &path).await);
    assert!(text.contains("SUMMARY:Rendez-vous\r\n") && !text.contains("Durand"), "{text}");
    app.clock.set("2026-07-15T08:00:00Z".parse().unwrap());
    assert!(unfolded(&read(&app, &path).await).contains("BEGIN:VEVENT"), "29 days ago");
    app.clock.set("2026-07-17T08:00:00Z".parse().unwrap());
    assert!(!unfolded(&read(&app, &path).await).contains("BEGIN:VEVENT"), "31 days ago");
}

async fn a_feed_ends_with_its_owner(app: TestApp) {
    app.sign_in(NOBODY).await;
    assert_eq!(app.post(PATH, &Value::Null).await.refusal(), (403, "forbidden".into()));
    app.sign_in(ANA).await;
    let path = make(&app).await;
    assert_eq!(read(&app, &path).await.status, 200);
    for (change, undo) in [
        (
            "UPDATE profile SET permissions = '[]'",
            "UPDATE profile SET permissions = '[\"view_appointments\"]'",
        ),
        ("UPDATE staff SET active = FALSE WHERE slug = 'ana'", "UPDATE staff SET active = TRUE"),
    ] {
        execute(&app, change).await;
        assert_eq!(read(&app, &path).await.refusal(), (404, "not_found".into()), "{change}");
        execute(&app, undo).await;
        assert_eq!(read(&app, &path).await.status, 200, "{undo}");
    }
}
