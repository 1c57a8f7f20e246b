use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use chrono::TimeDelta;
use creno::anti_abuse;
use creno::config::{Config, Quota};
use serde_json::{Value, json};

use crate::anti_abuse::{guarded, proof, solution};
use crate::booking::{confirm_body, hold_body};
use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(many_lists_take_a_proof_of_work, the_journal_names_networks_not_addresses);

const HOLDS: &str = "/api/v1/public/holds";
const SLOTS: &str =
    "/api/v1/public/slots?agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-16";

fn quota(burst: u32) -> Quota {
    format!("{burst}/1").parse().unwrap()
}

/// An instance that lets each network take three holds, and one more each minute.
async fn limited(change: impl FnOnce(&mut Config)) -> (TestApp, TestApp) {
    let app = TestApp::sqlite().await;
    let limited = app.configured(|config| {
        config.anti_abuse.limits.holds = quota(3);
        config.anti_abuse.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        change(config);
    });
    (app, limited)
}

fn through(mut request: Request<Body>, peer: &str, forwarded: Option<&str>) -> Request<Body> {
    let peer: IpAddr = peer.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 40_000))));
    if let Some(forwarded) = forwarded {
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
    }
    request
}

/// Asks for a start that is not on offer: what is counted is the asking.
async fn ask(app: &TestApp, peer: &str, forwarded: Option<&str>) -> Response {
    let request = app.json(HOLDS, &hold_body("2026-06-16T10:07:00+02:00"));
    app.send(through(request, peer, forwarded)).await
}

async fn statuses(app: &TestApp, peer: &str, forwarded: Option<&str>, times: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        statuses.push(ask(app, peer, forwarded).await.status.as_u16());
    }
    statuses
}

#[tokio::test]
async fn a_network_that_asks_too_much_waits_and_others_do_not() {
    let (_first, app) = limited(|_| {}).await;
    assert_eq!(statuses(&app, "192.0.2.1", None, 3).await, [409, 409, 409]);
    let stopped = ask(&app, "192.0.2.1", None).await;
    assert_eq!(stopped.refusal(), (429, "rate_limited".into()));
    let wait: u64 = stopped.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(statuses(&app, "192.0.2.2", None, 1).await, [409], "a neighbour");
    let catalog = app.request(Method::GET, "/api/v1/public/catalog").body(Body::empty()).unwrap();
    assert_eq!(app.send(through(catalog, "192.0.2.1", None)).await.status, 200, "counted apart");
    // What 64 bits have in common is one subscriber.
    assert_eq!(statuses(&app, "2001:db8::1", None, 2).await, [409, 409]);
    assert_eq!(statuses(&app, "2001:db8::ffff:2", None, 2).await, [409, 429]);
    assert_eq!(statuses(&app, "2001:db8:0:1::1", None, 1).await, [409]);
    assert_eq!(
        app.post(HOLDS, &hold_body("2026-06-16T10:00:00+02:00")).await.status,
        201,
        "no socket, no limit"
    );
}

#[tokio::test]
async fn pages_of_other_origins_are_told_when_to_come_back() {
    let (_first, app) = limited(|_| {}).await;
    statuses(&app, "192.0.2.1", None, 3).await;
    let mut request = app.json(HOLDS, &hold_body("2026-06-16T10:07:00+02:00"));
    request.headers_mut().insert(header::ORIGIN, "https://www.example.fr".parse().unwrap());
    let stopped = app.send(through(request, "192.0.2.1", None)).await;
    assert_eq!(stopped.status, 429);
    assert_eq!(stopped.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert!(stopped.headers[header::ACCESS_CONTROL_EXPOSE_HEADERS].to_str().unwrap().contains("retry-after"));
    for _ in 0..5 {
        let preflight = app
            .request(Method::OPTIONS, SLOTS)
            .header(header::ORIGIN, "https://www.example.fr")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "GET")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "creno-challenge");
        let preflight = app.send(through(preflight.body(Body::empty()).unwrap(), "192.0.2.1", None)).await;
        assert_eq!(preflight.status, 200);
        let allowed = preflight.headers[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
        assert!(allowed.contains("creno-challenge"), "{allowed}");
    }
}

#[tokio::test]
async fn trusted_proxies_name_the_client_and_others_do_not() {
    let (_first, app) = limited(|_| {}).await;
    for client in ["198.51.100.1", "198.51.100.2"] {
        assert_eq!(statuses(&app, "10.0.0.1", Some(client), 4).await, [409, 409, 409, 429], "{client}");
    }
    // What the client itself sends is to the left of what the proxy adds.
    assert_eq!(statuses(&app, "10.0.0.1", Some("203.0.113.9, 198.51.100.1"), 1).await, [429]);
    // From elsewhere the header is only a claim.
    assert_eq!(statuses(&app, "192.0.2.9", Some("203.0.113.1"), 2).await, [409, 409]);
    assert_eq!(statuses(&app, "192.0.2.9", Some("203.0.113.2"), 2).await, [409, 429]);
}

#[tokio::test]
async fn limits_can_be_off() {
    let (_first, app) = limited(|config| config.rate_limit = false).await;
    assert_eq!(statuses(&app, "192.0.2.1", None, 6).await, [409; 6]);
}

#[tokio::test]
async fn signing_in_is_limited_and_journaled_with_the_real_address() {
    let (_first, app) = limited(|config| config.anti_abuse.limits.sign_in = quota(2)).await;
    let sign_in = async |email: &str| {
        let credentials = json!({ "email": email, "password": network::PASSWORD });
        app.send(through(app.json("/api/v1/session", &credentials), "10.0.0.1", Some("198.51.100.7"))).await
    };
    assert_eq!(sign_in(network::ANA).await.status, 200);
    assert_eq!(sign_in("who@example.fr").await.status, 401);
    assert_eq!(sign_in(network::ANA).await.refusal(), (429, "rate_limited".into()));
    let rows = app.app.db.query("SELECT address FROM access_log").fetch_all().await.unwrap();
    let addresses: Vec<String> = rows.iter().map(|row| row.get("address").unwrap()).collect();
    assert_eq!(addresses, ["198.51.100.7", "198.51.100.7"]);
}

#[tokio::test]
async fn questions_are_few() {
    let (_first, app) = limited(|config| config.anti_abuse.limits.questions = quota(2)).await;
    let get = async |query: &str| {
        let request = app.request(Method::GET, &format!("/api/v1/public/challenge{query}"));
        app.send(through(request.body(Body::empty()).unwrap(), "192.0.2.1", None)).await
    };
    assert_eq!(get("?kind=question").await.status, 200);
    assert_eq!(get("?kind=question").await.status, 200);
    assert_eq!(get("?kind=question").await.refusal(), (429, "rate_limited".into()));
    assert_eq!(get("").await.status, 200, "a proof of work is counted apart");
}

async fn slots(app: &TestApp, peer: &str, proof: Option<&str>) -> Response {
    let request = app.request(Method::GET, SLOTS);
    let request = match proof {
        Some(proof) => request.header("creno-challenge", proof),
        None => request,
    };
    app.send(through(request.body(Body::empty()).unwrap(), peer, None)).await
}

async fn many_lists_take_a_proof_of_work(app: TestApp) {
    let app = guarded(&app);
    let app = app.configured(|config| {
        config.anti_abuse.limits.slots = quota(3);
        config.anti_abuse.limits.slots_proved = quota(4);
    });
    let robot = "192.0.2.1";
    for _ in 0..3 {
        assert_eq!(slots(&app, robot, None).await.status, 200);
    }
    let asked = slots(&app, robot, None).await;
    assert_eq!(asked.refusal(), (429, "challenge_required".into()));
    assert!(asked.headers.contains_key(header::RETRY_AFTER), "waiting does as well");
    let of_another_purpose = proof(&app, "").await;
    assert_eq!(
        slots(&app, robot, Some(&of_another_purpose)).await.refusal(),
        (422, "challenge_invalid".into())
    );
    let proved = proof(&app, "?for=slots").await;
    assert_eq!(slots(&app, robot, Some(&proved)).await.status, 200);
    for _ in 0..3 {
        assert_eq!(slots(&app, robot, None).await.status, 200, "opened for some minutes");
    }
    assert_eq!(
        slots(&app, robot, Some(&proved)).await.refusal(),
        (429, "rate_limited".into()),
        "the hard limit"
    );

    let other = "192.0.2.2";
    for _ in 0..3 {
        assert_eq!(slots(&app, other, None).await.status, 200);
    }
    assert_eq!(slots(&app, other, Some(&proved)).await.refusal(), (422, "challenge_replayed".into()));
    app.clock.advance(TimeDelta::minutes(16));
    assert_eq!(slots(&app, robot, None).await.refusal(), (429, "challenge_required".into()), "closed again");
}

#[tokio::test]
async fn challenges_get_harder_for_those_who_ask_many() {
    let first = TestApp::sqlite().await;
    let app = guarded(&first);
    let counter_of = async |app: &TestApp, peer: &str| {
        let request = app.request(Method::GET, "/api/v1/public/challenge").body(Body::empty()).unwrap();
        let challenge: Value = app.send(through(request, peer, None)).await.json();
        solution(&challenge)["counter"].as_u64().unwrap()
    };
    let counter = async |peer: &str| counter_of(&app, peer).await;
    let mut counters = Vec::new();
    for _ in 0..45 {
        counters.push(counter("192.0.2.1").await);
    }
    assert!(counters[..10].iter().all(|counter| (4..8).contains(counter)), "{counters:?}");
    assert!(counters[10..20].iter().all(|counter| (8..16).contains(counter)), "{counters:?}");
    assert!(counters[40..].iter().all(|counter| (32..64).contains(counter)), "{counters:?}");
    assert!((4..8).contains(&counter("192.0.2.2").await), "not for others");
    app.clock.advance(TimeDelta::minutes(11));
    assert!((4..8).contains(&counter("192.0.2.1").await), "not for ever");

    let unlimited = app.configured(|config| config.rate_limit = false);
    for _ in 0..15 {
        assert!((4..8).contains(&counter_of(&unlimited, "192.0.2.1").await), "limits are off");
    }
}

#[tokio::test]
async fn a_form_filled_in_no_time_makes_the_next_challenge_harder() {
    let first = TestApp::sqlite().await;
    let app = guarded(&first);
    let counter = async || {
        let request = app.request(Method::GET, "/api/v1/public/challenge").body(Body::empty()).unwrap();
        solution(&app.send(through(request, "192.0.2.1", None)).await.json())["counter"].as_u64().unwrap()
    };
    for (wait, harder) in [(TimeDelta::seconds(3), false), (TimeDelta::zero(), true)] {
        for start in ["09:00", "10:00", "11:00"] {
            let start = format!("2026-06-16T{start}:00+02:00");
            let held = app.post(HOLDS, &hold_body(&start)).await.json()["hold"].as_str().unwrap().to_owned();
            app.clock.advance(wait);
            let request = app.json("/api/v1/public/appointments", &confirm_body(&held));
            let refused = app.send(through(request, "192.0.2.1", None)).await;
            assert_eq!(refused.refusal(), (422, "challenge_missing".into()), "it is no reason to refuse");
            app.delete(&format!("{HOLDS}/{held}")).await;
        }
        assert_eq!(counter().await >= 8, harder, "{wait}");
    }
}

async fn the_journal_names_networks_not_addresses(app: TestApp) {
    let app = app.configured(|config| config.anti_abuse.limits.holds = quota(1));
    for peer in ["192.0.2.77", "192.0.2.78", "2001:db8:9:1::42"] {
        assert_eq!(statuses(&app, peer, None, 3).await, [409, 429, 429], "{peer}");
    }
    anti_abuse::refusals::flush(&app.app).await.unwrap();
    let rows = app
        .app
        .db
        .query("SELECT prefix, occurrences FROM refusal ORDER BY prefix")
        .fetch_all()
        .await
        .unwrap();
    let lines: Vec<(String, i64)> =
        rows.iter().map(|row| (row.get("prefix").unwrap(), row.get("occurrences").unwrap())).collect();
    assert_eq!(lines, [("192.0.2.0/24".into(), 4), ("2001:db8:9::/48".into(), 2)]);
}
