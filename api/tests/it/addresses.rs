//! Addresses, against a server of addresses that does what each test wants.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::RawQuery;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use chrono::TimeDelta;
use creno::http::stand_in;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::{StillClock, TestApp};

const ADDRESSES: &str = "/api/v1/public/addresses";

/// What the server of addresses does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Good,
    Slow,
    Failing,
    Busy,
    Puzzled,
    Moved,
    Garbage,
    Huge,
}

struct Upstream {
    mood: Mutex<Mood>,
    calls: AtomicUsize,
    /// The last query that came, as it came.
    query: Mutex<String>,
}

impl Upstream {
    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    async fn answer(&self, query: Option<String>) -> Response {
        self.calls.fetch_add(1, Ordering::SeqCst);
        *self.query.lock().unwrap() = query.unwrap_or_default();
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Good => axum::Json(collection()).into_response(),
            Mood::Slow => {
                tokio::time::sleep(Duration::from_secs(20)).await;
                axum::Json(collection()).into_response()
            }
            Mood::Failing => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Mood::Busy => StatusCode::TOO_MANY_REQUESTS.into_response(),
            Mood::Puzzled => StatusCode::BAD_REQUEST.into_response(),
            Mood::Moved => {
                (StatusCode::FOUND, [(header::LOCATION, "http://192.0.2.1/search/")]).into_response()
            }
            Mood::Garbage => "<html>maintenance</html>".into_response(),
            Mood::Huge => " ".repeat(4 * 1024 * 1024).into_response(),
        }
    }
}

fn collection() -> Value {
    json!({ "type": "FeatureCollection", "version": "draft", "features": [{
        "type": "Feature", "geometry": { "type": "Point", "coordinates": [2.33, 48.87] },
        "properties": { "type": "housenumber", "label": "8 Rue de la Paix 75002 Paris", "score": 0.97,
            "housenumber": "8", "street": "Rue de la Paix", "name": "8 Rue de la Paix", "postcode": "75002",
            "city": "Paris", "context": "75, Paris, Île-de-France" } }] })
}

/// A server of addresses, and an instance that asks it.
async fn upstream() -> (TestApp, TestApp, Arc<Upstream>) {
    let server = Arc::new(Upstream {
        mood: Mutex::new(Mood::Good),
        calls: AtomicUsize::default(),
        query: Mutex::default(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/geocodage", listener.local_addr().unwrap());
    let answering = server.clone();
    let search = get(move |RawQuery(query): RawQuery| async move { answering.answer(query).await });
    let router = Router::new().route("/geocodage/search/", search);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let first = TestApp::sqlite().await;
    let app = first.configured(|config| config.addresses_url = Some(url));
    (first, app, server)
}

fn ask(q: &str) -> String {
    creno_types::endpoint::with_query(ADDRESSES, &[("q", q)])
}

#[tokio::test]
async fn addresses_come_in_parts() {
    let (_first, app, server) = upstream().await;
    let found = app.get(&ask("  8 rue de la PAIX & Paris")).await;
    assert_eq!(found.status, 200, "{found:?}");
    assert_eq!(found.headers[header::CACHE_CONTROL], "private, no-store");
    assert!(!found.headers.contains_key(header::ETAG));
    assert_eq!(
        found.json(),
        json!({ "addresses": [{ "label": "8 Rue de la Paix 75002 Paris", "number": "8", "street": "Rue de la Paix",
            "postcode": "75002", "city": "Paris" }] })
    );
    assert_eq!(*server.query.lock().unwrap(), "q=8+rue+de+la+paix+%26+paris&limit=5&autocomplete=1");
}

#[tokio::test]
async fn what_was_asked_is_not_asked_again_for_an_hour() {
    let (_first, app, server) = upstream().await;
    for q in ["8 rue de la paix", "8  Rue de la Paix ", "8 RUE DE LA PAIX"] {
        assert_eq!(app.get(&ask(q)).await.json()["addresses"][0]["number"], "8");
    }
    assert_eq!(server.calls(), 1);
    server.set(Mood::Failing);
    assert_eq!(app.get(&ask("8 rue de la paix")).await.status, 200, "what is kept needs nobody");
    app.clock.advance(TimeDelta::minutes(61));
    assert_eq!(app.get(&ask("8 rue de la paix")).await.status, 503);
    assert_eq!(server.calls(), 2);
}

#[tokio::test]
async fn nothing_is_asked_where_nothing_can_come_of_it() {
    let (first, app, server) = upstream().await;
    for q in ["", "8 ", "--,;", "« r »"] {
        assert_eq!(app.get(&ask(q)).await.json(), json!({ "addresses": [] }), "{q:?}");
    }
    assert_eq!(app.get(&ask(&"a".repeat(201))).await.faults(), [("q".into(), "too_long".into())]);
    assert_eq!(app.get(ADDRESSES).await.refusal(), (400, "invalid_query".into()));
    assert_eq!(server.calls(), 0);
    let off = first.get(&ask("8 rue de la paix")).await;
    assert_eq!((off.status.as_u16(), off.json()), (200, json!({ "addresses": [] })), "no server is named");
    server.set(Mood::Puzzled);
    assert_eq!(app.get(&ask("8 rue de la paix")).await.json(), json!({ "addresses": [] }));
}

#[tokio::test]
async fn whatever_goes_wrong_there_is_a_503_here_soon() {
    for mood in [Mood::Slow, Mood::Failing, Mood::Busy, Mood::Moved, Mood::Garbage, Mood::Huge] {
        let (_first, app, server) = upstream().await;
        server.set(mood);
        let start = Instant::now();
        let refused = app.get(&ask("8 rue de la paix")).await;
        assert_eq!(refused.refusal(), (503, "addresses_unavailable".into()), "{mood:?}");
        assert!(start.elapsed() < Duration::from_secs(5), "{mood:?}");
        let wait: u64 = refused.headers[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
        assert!((1..=30).contains(&wait), "{mood:?}: {wait}");
        assert!(!refused.text.contains("paix"), "{mood:?}");
        server.set(Mood::Good);
        assert_eq!(app.get(&ask("8 rue de la paix")).await.status, 200, "a failure is not kept: {mood:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_left_alone_after_five_failures() {
    let (first, app, server) = upstream().await;
    let clock = StillClock::at("2026-06-15T06:00:00Z");
    let app = app.with_clock(clock.clone());
    server.set(Mood::Failing);
    for place in 0..5 {
        assert_eq!(app.get(&ask(&format!("{place} rue de la paix"))).await.status, 503);
    }
    assert_eq!(server.calls(), 5);
    let refused = app.get(&ask("6 rue de la paix")).await;
    assert_eq!(refused.refusal(), (503, "addresses_unavailable".into()));
    assert_eq!((&refused.headers[header::RETRY_AFTER], server.calls()), (&"30".parse().unwrap(), 5));

    clock.set("2026-06-15T06:00:30Z");
    assert_eq!(app.get(&ask("7 rue de la paix")).await.status, 503);
    assert_eq!(app.get(&ask("8 rue de la paix")).await.status, 503);
    assert_eq!(server.calls(), 6, "one was let through, and failed");

    server.set(Mood::Good);
    assert_eq!(app.get(&ask("8 rue de la paix")).await.status, 503, "not yet");
    clock.set("2026-06-15T06:01:00Z");
    for place in 0..7 {
        assert_eq!(app.get(&ask(&format!("{place} rue de la paix"))).await.status, 200);
    }
    // Nobody listens there.
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let app = first.configured(|config| config.addresses_url = Some(url));
    assert_eq!(app.get(&ask("8 rue de la paix")).await.refusal(), (503, "addresses_unavailable".into()));
}

#[tokio::test]
async fn a_question_that_is_given_up_still_counts() {
    let (_first, app, server) = upstream().await;
    server.set(Mood::Slow);
    let path = ask("8 rue de la paix");
    for _ in 0..5 {
        let given_up = tokio::time::timeout(Duration::from_millis(100), app.get(&path)).await;
        assert!(given_up.is_err());
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    server.set(Mood::Good);
    assert_eq!(app.get(&path).await.status, 503, "five were too slow");
    assert_eq!(server.calls(), 5);
}

#[tokio::test]
async fn the_demonstration_answers_by_itself() {
    let first = TestApp::sqlite().await;
    let url = stand_in::serve_addresses().await.unwrap();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let app = first.configured(|config| config.addresses_url = Some(url));
    let rows = [
        ("8 rue de la paix paris", "8 Rue de la Paix 75002 Paris"),
        ("12 rue de riv", "12 Rue de Rivoli 75001 Paris"),
        ("52 rue de paris saint denis", "52 Rue de Paris 97400 Saint-Denis"),
        ("avenue des champs elysees", "Avenue des Champs-Élysées 75008 Paris"),
    ];
    for (typed, label) in rows {
        let found = app.get(&ask(typed)).await;
        assert_eq!(found.status, 200, "{found:?}");
        assert_eq!(found.json()["addresses"][0]["label"], label, "{typed}: {found:?}");
    }
}

/// What the server says to one request, on a connection of its own.
fn ask_process(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// As a process of its own, with everything in its log that there is to log.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_in_no_log() {
    let (_first, app, server) = upstream().await;
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut process = Command::new(env!("CARGO_BIN_EXE_creno"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database-url"])
        .arg(format!("sqlite://{}", folder.path().join("creno.db").display()))
        .env("CRENO_ADDRESSES_URL", app.app.config.addresses_url.as_deref().unwrap())
        .env("CRENO_LOG", "trace")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
    let line = output.next().unwrap().unwrap();
    let address = line.split_once("http://").unwrap().1.split_once(' ').unwrap().0;

    let typed = |what: &str| ask(&format!("17 impasse du mirabellier {what}"));
    let mut answers = Vec::new();
    for mood in [Mood::Good, Mood::Slow, Mood::Failing, Mood::Moved, Mood::Garbage, Mood::Huge] {
        server.set(mood);
        answers.push(ask_process(address, &typed(&format!("{mood:?}"))));
    }
    answers.push(ask_process(address, &typed(&"mirabellier ".repeat(40))));
    answers.push(ask_process(address, "/api/v1/public/addresses?impasse=mirabellier"));
    process.kill().unwrap();
    process.wait().unwrap();
    let statuses: Vec<_> = answers.iter().map(|answer| &answer[9..12]).collect();
    assert_eq!(statuses, ["200", "503", "503", "503", "503", "503", "422", "400"]);
    let log = std::fs::read_to_string(log).unwrap();
    for cause in ["no answer in time", "status 500", "redirects (status 302)", "can't be read", "too large"] {
        assert!(log.contains(cause), "{cause}");
    }
    let telling = log.lines().find(|line| line.contains("mirabellier") || line.contains("impasse"));
    assert_eq!(telling, None);
}
