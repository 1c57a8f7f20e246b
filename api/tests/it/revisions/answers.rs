//! Lists that are kept in memory in their bytes: they change by themselves as time passes, and have a tag each.

use std::io::Read as _;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, header};
use serde_json::Value;

use super::CONSEIL;
use crate::booking::{START, hold, hold_body};
use crate::slots::slots;
use crate::support::{Response, StillClock, TestApp, on_both_engines};

on_both_engines!(
    a_start_leaves_when_its_notice_passes,
    a_start_comes_back_when_its_hold_lapses,
    a_day_comes_at_midnight,
    the_tag_is_the_list_s,
    compressed_lists_read_the_same,
);

/// An instance whose clock stands at `instant`, and the clock.
fn stopped(app: &TestApp, instant: &str) -> (TestApp, Arc<StillClock>) {
    let clock = StillClock::at(instant);
    (app.with_clock(clock.clone()), clock)
}

async fn starts(app: &TestApp, from: &str, to: &str) -> Vec<String> {
    let answer =
        slots(app, &format!("agency=paris&theme=conseil&channel=office&from={from}&to={to}")).await.json();
    let days = answer["days"].as_array().unwrap();
    let starts = days.iter().flat_map(|day| day["starts"].as_array().unwrap());
    starts.map(|start| start.as_str().unwrap()[8..16].to_owned()).collect()
}

async fn a_start_leaves_when_its_notice_passes(app: TestApp) {
    // An hour of notice: 9:00 in Paris may be taken until 8:00, that second included.
    let (app, clock) = stopped(&app, "2026-06-15T05:59:59Z");
    let today = async || starts(&app, "2026-06-15", "2026-06-15").await;
    let all = today().await;
    assert_eq!((all.len(), all[0].as_str()), (10, "15T09:00"));
    clock.set("2026-06-15T06:00:00Z");
    assert_eq!(today().await, all);
    clock.set("2026-06-15T06:00:00.001Z");
    assert_eq!(today().await, all[1..], "less than an hour is left");
    clock.set("2026-06-15T08:15:00Z");
    assert_eq!(today().await, ["15T11:15"]);
    // The one that follows the range leaves too.
    let next = async || {
        let query = "agency=paris&theme=conseil&channel=office&from=2026-06-14&to=2026-06-14";
        slots(&app, query).await.json()["next"].clone()
    };
    assert_eq!(next().await, "2026-06-15T11:15:00+02:00");
    clock.set("2026-06-15T08:15:01Z");
    assert!(today().await.is_empty());
    assert_eq!(next().await, "2026-06-16T09:00:00+02:00");
}

async fn a_start_comes_back_when_its_hold_lapses(app: TestApp) {
    let (app, clock) = stopped(&app, "2026-06-15T06:00:00Z");
    let tuesday = async || starts(&app, "2026-06-16", "2026-06-16").await;
    let all = tuesday().await;
    hold(&app, START).await;
    let held = tuesday().await;
    assert_eq!(held, ["16T09:00", "16T11:00", "16T11:15"]);
    clock.set("2026-06-15T06:03:00Z");
    hold(&app, "2026-06-16T11:15:00+02:00").await;
    assert_eq!(tuesday().await, ["16T09:00"]);
    clock.set("2026-06-15T06:09:59Z");
    assert_eq!(tuesday().await, ["16T09:00"]);
    clock.set("2026-06-15T06:10:00Z");
    assert_eq!(tuesday().await.last().unwrap(), "16T10:15", "the first has lapsed, the second has not");
    clock.set("2026-06-15T06:12:59Z");
    assert_ne!(tuesday().await, all);
    clock.set("2026-06-15T06:13:00Z");
    assert_eq!(tuesday().await, all);
}

async fn a_day_comes_at_midnight(app: TestApp) {
    // A week ahead: on Monday the 15th, until the 22nd. Midnight is the agency's, in Paris and in La Réunion.
    let (app, clock) = stopped(&app, "2026-06-15T19:59:59Z");
    let days = async |agency: &str| {
        let query = format!("agency={agency}&theme=conseil&channel=office&from=2026-06-20&to=2026-06-30");
        let answer = slots(&app, &query).await.json();
        answer["days"].as_array().unwrap().last().unwrap()["date"].clone()
    };
    let next = async || {
        let query = "agency=paris&theme=conseil&channel=office&from=2026-06-22&to=2026-06-22";
        slots(&app, query).await.json()["next"].clone()
    };
    assert_eq!((days("paris").await, days("reunion").await), ("2026-06-22".into(), "2026-06-22".into()));
    clock.set("2026-06-15T20:00:00Z");
    assert_eq!((days("paris").await, days("reunion").await), ("2026-06-22".into(), "2026-06-23".into()));
    assert_eq!(next().await, Value::Null);
    clock.set("2026-06-15T21:59:59Z");
    assert_eq!((days("paris").await, next().await), ("2026-06-22".into(), Value::Null));
    clock.set("2026-06-15T22:00:00Z");
    assert_eq!(
        (days("paris").await, next().await),
        ("2026-06-23".into(), "2026-06-23T09:00:00+02:00".into())
    );
}

/// The list with more headers.
async fn asked(app: &TestApp, headers: &[(header::HeaderName, &str)]) -> Response {
    let mut request = app.request(Method::GET, &format!("/api/v1/public/slots?{CONSEIL}"));
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

fn varies(response: &Response) -> bool {
    let vary = response.headers.get_all(header::VARY).iter();
    vary.filter_map(|value| value.to_str().ok()).any(|value| value.to_lowercase().contains("accept-encoding"))
}

async fn the_tag_is_the_list_s(app: TestApp) {
    let tag = |response: &Response| response.headers[header::ETAG].to_str().unwrap().to_owned();
    let first = asked(&app, &[]).await;
    let known = tag(&first);
    assert!(known.starts_with('"') && known.ends_with('"'), "{known}");
    assert_eq!(first.headers[header::CACHE_CONTROL], "public, max-age=0, must-revalidate");
    assert_eq!(tag(&asked(&app, &[]).await), known);
    assert_eq!(tag(&asked(&app.fresh(), &[]).await), known, "another instance gives the same");
    // What changes nothing of the list leaves it, though it is read again.
    app.write("UPDATE staff SET name = 'Ana B.' WHERE slug = 'ana'").await;
    assert_eq!(tag(&asked(&app, &[]).await), known);
    for sent in [known.clone(), format!("W/{known}"), format!("\"other\", {known}"), "*".into()] {
        let unchanged = asked(&app, &[(header::IF_NONE_MATCH, &sent)]).await;
        assert_eq!((unchanged.status.as_u16(), unchanged.body.len()), (304, 0), "{sent}");
        assert_eq!(tag(&unchanged), known);
        assert!(varies(&unchanged));
    }
    let held = app.post("/api/v1/public/holds", &hold_body(START)).await;
    assert_eq!(held.status, 201);
    let changed = asked(&app, &[(header::IF_NONE_MATCH, &known)]).await;
    assert_eq!(changed.status, 200);
    assert_ne!(tag(&changed), known);
}

async fn compressed_lists_read_the_same(app: TestApp) {
    let plain = asked(&app, &[]).await;
    assert!(varies(&plain) && !plain.headers.contains_key(header::CONTENT_ENCODING), "{:?}", plain.headers);
    let read = |coding: &str, body: &[u8]| {
        let mut text = Vec::new();
        match coding {
            "br" => brotli::Decompressor::new(body, 4_096).read_to_end(&mut text).unwrap(),
            _ => flate2::read::GzDecoder::new(body).read_to_end(&mut text).unwrap(),
        };
        text
    };
    for (accepted, coding) in
        [("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip")]
    {
        // Twice: compressed, then as it was kept.
        for _ in 0..2 {
            let packed = asked(&app, &[(header::ACCEPT_ENCODING, accepted)]).await;
            assert_eq!(packed.headers[header::CONTENT_ENCODING], coding, "{accepted}");
            assert!(varies(&packed), "{accepted}");
            assert_eq!(packed.headers[header::ETAG], plain.headers[header::ETAG]);
            assert!(packed.body.len() < plain.body.len() / 2, "{accepted}");
            assert_eq!(read(coding, &packed.body), plain.body, "{accepted}");
        }
    }
    for accepted in ["identity", "zstd", "br;q=0"] {
        assert_eq!(asked(&app, &[(header::ACCEPT_ENCODING, accepted)]).await.body, plain.body, "{accepted}");
    }
    // A change is not hidden by what was compressed before it.
    hold(&app, START).await;
    let now = asked(&app, &[]).await;
    assert_ne!(now.body, plain.body);
    let packed = asked(&app, &[(header::ACCEPT_ENCODING, "br")]).await;
    assert_eq!(read("br", &packed.body), now.body);
}
