//! What Prometheus reads, and who else may not.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use chrono::TimeDelta;

use crate::booking::{START, book, hold_body};
use crate::messages::{recorded, told};
use crate::support::{Response, TestApp, on_both_engines};

on_both_engines!(what_happens_is_counted, this_machine_or_the_token_may_read);

fn from(app: &TestApp, peer: &str) -> Request<Body> {
    let mut request = app.request(Method::GET, "/metrics").body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    request
}

async fn read(app: &TestApp) -> String {
    let response = app.send(from(app, "127.0.0.1:40000")).await;
    assert_eq!(response.status, 200, "{response:?}");
    assert_eq!(response.headers[header::CONTENT_TYPE], "text/plain; version=0.0.4; charset=utf-8");
    response.text
}

fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|told| told == *line), "{line}\n{text}");
    }
}

async fn what_happens_is_counted(mut app: TestApp) {
    let recorder = recorded(&mut app, 1, true);
    // The routes were made before the mailer was changed: both count in the same place.
    book(&app, START).await;
    assert_eq!(app.post("/api/v1/public/holds", &hold_body(START)).await.status, 409);
    assert_eq!(app.get("/api/v1/nothing/with/a-secret").await.status, 404);
    app.send(app.request("BREW".parse().unwrap(), "/healthz").body(Body::empty()).unwrap()).await;
    app.clock.advance(TimeDelta::seconds(30));
    has(
        &read(&app).await,
        &[
            "creno_outbox_jobs{kind=\"mail_client\",state=\"waiting\"} 1",
            "creno_outbox_jobs{kind=\"mail_staff\",state=\"waiting\"} 1",
        ],
    );
    assert_eq!(told(&app, &recorder).await.len(), 1);
    let text = read(&app).await;
    has(
        &text,
        &[
            "# TYPE creno_http_request_duration_seconds histogram",
            "creno_http_request_duration_seconds_count{route=\"/api/v1/public/appointments\",method=\"POST\",status=\"201\"} 1",
            "creno_http_request_duration_seconds_count{route=\"/api/v1/public/holds\",method=\"POST\",status=\"409\"} 1",
            "creno_http_request_duration_seconds_count{route=\"unmatched\",method=\"GET\",status=\"404\"} 1",
            "creno_http_request_duration_seconds_count{route=\"/healthz\",method=\"OTHER\",status=\"405\"} 1",
            "creno_http_request_duration_seconds_bucket{route=\"/api/v1/public/holds\",method=\"POST\",status=\"201\",le=\"+Inf\"} 1",
            "creno_refusals_total{code=\"slot_taken\"} 1",
            "creno_bookings_total{source=\"widget\"} 1",
            "creno_holds_total 1",
            "creno_messages_total{medium=\"mail\",state=\"sent\"} 1",
            "creno_messages_total{medium=\"mail\",state=\"failed\"} 1",
            "creno_outbox_jobs_total{kind=\"mail_client\",outcome=\"dead\"} 1",
            "creno_outbox_jobs_total{kind=\"mail_staff\",outcome=\"done\"} 1",
            "creno_outbox_jobs{kind=\"mail_client\",state=\"dead\"} 1",
            // What is done with is told as such, not left at what it was.
            "creno_outbox_jobs{kind=\"mail_staff\",state=\"waiting\"} 0",
        ],
    );
    assert!(!text.contains("a-secret"), "addresses are not told");
    assert!(text.contains("creno_database_errors_total "), "{text}");
}

async fn this_machine_or_the_token_may_read(app: TestApp) {
    let refused = |response: Response| assert_eq!(response.refusal(), (404, "not_found".into()));
    refused(app.get("/metrics").await);
    refused(app.send(from(&app, "203.0.113.7:40000")).await);
    for name in ["x-forwarded-for", "forwarded", "via", "x-real-ip"] {
        let mut passed_on = from(&app, "127.0.0.1:40000");
        passed_on.headers_mut().insert(name, "203.0.113.7".parse().unwrap());
        refused(app.send(passed_on).await);
    }
    for here in ["127.0.0.1:40000", "[::1]:40000", "[::ffff:127.0.0.1]:40000"] {
        assert_eq!(app.send(from(&app, here)).await.status, 200, "{here}");
    }
    let guarded = app.configured(|config| config.metrics_token = Some("0123456789abcdef".into()));
    let with = |token: &str| {
        let mut request = from(&guarded, "203.0.113.7:40000");
        request.headers_mut().insert(header::AUTHORIZATION, token.parse().unwrap());
        request
    };
    for wrong in [
        "Bearer 0123456789abcdeg",
        "Bearer ",
        "0123456789abcdef",
        "Basic 0123456789abcdef",
        "Bearer 0123456789abcde",
    ] {
        refused(guarded.send(with(wrong)).await);
    }
    refused(guarded.send(from(&guarded, "127.0.0.1:40000")).await);
    assert_eq!(guarded.send(with("Bearer 0123456789abcdef")).await.status, 200);
}
