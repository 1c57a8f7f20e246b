//! What changes, told live.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::booking::{START, book};
use crate::by_staff;
use crate::client_rules::{managed, patch};
use crate::support::network::{ADMIN, ANA, BEA, DESK};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    changes_within_reach_are_told_and_whose_news_they_are,
    who_was_cut_off_is_told_what_came_since,
    it_ends_with_the_session_and_with_the_server,
);

/// What one who looks is sent.
struct Stream(Body, String);

impl Stream {
    async fn open(app: &TestApp, last: Option<&str>) -> Self {
        let mut request = app.request(Method::GET, "/api/v1/session/live");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = app.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self(response.into_body(), String::new());
        assert_eq!(stream.next().await.unwrap().0, "current");
        stream
    }

    /// Name, id and data of the next event; none at the end.
    async fn next(&mut self) -> Option<(String, String, Value)> {
        loop {
            if let Some((event, rest)) =
                self.1.split_once("\n\n").map(|(one, rest)| (one.to_owned(), rest.to_owned()))
            {
                self.1 = rest;
                let member = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .unwrap_or_default()
                        .trim()
                        .to_owned()
                };
                if !event.starts_with(':') {
                    let data = serde_json::from_str(&member("data:")).unwrap_or_default();
                    return Some((member("event:"), member("id:"), data));
                }
                continue;
            }
            let frame =
                tokio::time::timeout(Duration::from_secs(60), self.0.frame()).await.expect("nothing comes");
            let Ok(data) = frame?.unwrap().into_data() else { continue };
            self.1.push_str(std::str::from_utf8(&data).unwrap());
        }
    }

    /// The data of the next change.
    async fn change(&mut self) -> Value {
        let (name, id, data) = self.next().await.expect("the stream goes on");
        assert!(name == "change" && id.parse::<i64>().is_ok(), "{name} {id}");
        data
    }
}

async fn changes_within_reach_are_told_and_whose_news_they_are(app: TestApp) {
    let mut streams = Vec::new();
    for who in [ANA, BEA, DESK, ADMIN] {
        // A browser of their own: who signs in where somebody else did ends that session.
        let one = app.fresh();
        one.sign_in(who).await;
        streams.push(Stream::open(&one, None).await);
    }
    let booked = book(&app, START).await;
    by_staff::sign_in(&app, BEA).await;
    let there = by_staff::book(&app, "reunion", "2026-06-17T10:00:00+04:00").await.json();
    let [ana, bea, desk, admin] = &mut streams[..] else { panic!("four") };
    let news = |mine: bool| json!({ "reference": booked["reference"], "staff": "ana", "agency": "paris", "date": "2026-06-16", "mine": mine });
    assert_eq!(ana.change().await, news(true));
    assert_eq!(desk.change().await, news(false));
    assert_eq!(admin.change().await, news(false));
    // What she did herself is no news to her, and nothing of Paris is told her.
    let own = bea.change().await;
    assert_eq!((&own["reference"], &own["mine"]), (&there["reference"], &json!(false)));
    assert_eq!(admin.change().await["reference"], there["reference"]);
    // Who loses one is told, whoever it goes to.
    app.sign_in(ADMIN).await;
    let path = format!("/api/v1/appointments/{}", booked["reference"].as_str().unwrap());
    let given = json!({ "agency": "reunion", "staff": "bea", "start": "2026-06-18T10:00:00+04:00" });
    assert_eq!(app.patch(&path, &given).await.status, 200);
    for (stream, mine) in [(ana, true), (bea, true), (desk, false)] {
        let told = stream.change().await;
        assert_eq!(
            (&told["staff"], &told["agency"], &told["mine"]),
            (&json!("bea"), &json!("reunion"), &json!(mine))
        );
    }
}

async fn who_was_cut_off_is_told_what_came_since(app: TestApp) {
    app.sign_in(ANA).await;
    let mut stream = Stream::open(&app, None).await;
    let booked = book(&app, START).await;
    let (_, id, _) = stream.next().await.unwrap();
    drop(stream);
    assert_eq!(
        patch(&app, &managed(&booked), &json!({ "start": "2026-06-17T11:00:00+02:00" })).await.status,
        200
    );
    let mut stream = Stream::open(&app, Some(&id)).await;
    assert_eq!(stream.change().await["date"], "2026-06-17");
    assert_eq!(app.delete(&managed(&booked)).await.status, 204);
    assert_eq!(stream.change().await["reference"], booked["reference"], "and what comes after");
    // A position that is none begins anew.
    let mut stream = Stream::open(&app, Some("999999")).await;
    let other = book(&app, "2026-06-18T10:00:00+02:00").await;
    assert_eq!(stream.change().await["reference"], other["reference"]);
}

async fn it_ends_with_the_session_and_with_the_server(app: TestApp) {
    app.sign_in(ANA).await;
    let mut stream = Stream::open(&app, None).await;
    assert_eq!(app.delete("/api/v1/session").await.status, 204);
    book(&app, START).await;
    assert!(stream.next().await.is_none(), "nothing is told to who signed out");
    app.sign_in(ANA).await;
    let mut stream = Stream::open(&app, None).await;
    app.write("UPDATE staff SET active = FALSE WHERE slug = 'ana'").await;
    by_staff::sign_in(&app, ADMIN).await;
    app.sign_in(DESK).await;
    let mut other = Stream::open(&app, None).await;
    app.write("UPDATE staff SET active = TRUE WHERE slug = 'bea'").await;
    app.write("UPDATE appointment_event SET position = NULL").await;
    assert!(stream.next().await.is_none(), "nor to who left");
    app.app.live.close();
    while let Some((name, ..)) = other.next().await {
        assert_eq!(name, "change");
    }
}
