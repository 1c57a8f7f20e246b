use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use creno::app::Clock as _;
use creno::webhooks::{self, Http};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::receiver::{Answer, Receiver};
use super::{Told, administered, delivered, deliveries, link, tell, types};
use crate::booking::{START, book};
use crate::messages::{recorded, told as told_by_mail};
use crate::support::{StillClock, TestApp, network, on_both_engines};

on_both_engines!(
    attempts_follow_the_contract_then_the_server_is_paused,
    a_server_that_wants_nothing_any_more_is_paused,
    what_fails_says_why,
    one_that_can_not_be_taken_is_given_up_by_hand,
    what_failed_is_hastened_when_the_server_is_back,
    a_silent_server_holds_up_nobody,
);

/// The pauses of the contract, in seconds.
const PAUSES: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

async fn attempts_follow_the_contract_then_the_server_is_paused(app: TestApp) {
    // Nothing but the test moves it: what is too early by a moment is seen.
    let clock = StillClock::at("2026-06-15T06:00:00Z");
    let pass =
        |milliseconds: i64| clock.set(&(clock.now() + TimeDelta::milliseconds(milliseconds)).to_rfc3339());
    let mut app = administered(&app).await.with_clock(clock.clone());
    app.sign_in(network::SETTINGS).await;
    let mails = recorded(&mut app, 0, false);
    let receiver = Receiver::start(&[Answer::Status(500, "x: y"); 10]).await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    let booked = book(&app, "2026-06-21T10:00:00+02:00").await;
    told_by_mail(&app, &mails).await;
    let first = delivered(&app, &receiver).await;
    assert_eq!(first.len(), 1);
    for pause in PAUSES {
        pass(pause * 899);
        assert!(delivered(&app, &receiver).await.is_empty(), "{pause}: too early");
        pass(pause * 202);
        let again = delivered(&app, &receiver).await;
        let [again] = &again[..] else { panic!("{pause}: {again:?}") };
        assert_eq!(again.header("webhook-id"), first[0].header("webhook-id"));
        assert_ne!(again.header("webhook-timestamp"), first[0].header("webhook-timestamp"), "signed afresh");
    }
    app.sign_in(network::SETTINGS).await;
    let paused = app.get(&told.path("")).await.json();
    let of = |member: &str| paused[member].clone();
    assert_eq!([of("state"), of("reason"), of("waiting")], [json!("paused"), json!("failing"), json!(1)]);
    let written = told_by_mail(&app, &mails).await;
    let [mail] = &written[..] else { panic!("one administrator: {written:?}") };
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("reglages@example.fr", "Webhook en pause : crm"));
    let plain = mail.html.replace("&#x2f;", "/");
    for part in ["Une livraison l’attend", "la dernière des tentatives prévues a échoué", "http://127.0.0.1:"]
    {
        assert!(mail.text.contains(part) && plain.contains(part), "{part}: {mail:?}");
    }
    assert!(!mail.text.contains("cle=1"), "addresses may carry keys: {mail:?}");

    // What happens meanwhile waits, and nothing is tried.
    let moved = app.patch(&link(&booked), &json!({ "start": "2026-06-21T11:00:00+02:00" })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    book(&app, "2026-06-21T09:00:00+02:00").await;
    pass(9 * 3_600_000);
    assert!(delivered(&app, &receiver).await.is_empty());
    app.sign_in(network::SETTINGS).await;
    let log = deliveries(&app, &told).await;
    assert_eq!((log.len(), &log[0]["state"], &log[0]["attempts"]), (1, &json!("held"), &json!(10)));
    let told_held = creno::metrics::render(&app.app).await.unwrap();
    assert!(told_held.contains("creno_webhook_deliveries{state=\"held\"} 1\n"), "{told_held}");
    assert_eq!(app.post(&told.path("/resume"), &json!({})).await.json()["state"], "active");
    let caught_up = delivered(&app, &receiver).await;
    let position = |got: &super::Received| got.json()["data"]["position"].as_i64().unwrap();
    let positions: Vec<_> = caught_up.iter().map(position).collect();
    assert_eq!(positions, [1, 2, 3]);
    let mine = caught_up.into_iter().filter(|got| got.json()["data"]["reference"] == booked["reference"]);
    let told_none = creno::metrics::render(&app.app).await.unwrap();
    assert!(told_none.contains("creno_webhook_deliveries{state=\"held\"} 0\n"), "{told_none}");
    let expected = [("appointment.created".into(), 1), ("appointment.updated".into(), 2)];
    assert_eq!(types(&mine.collect::<Vec<_>>()), expected);
    assert_eq!(app.get(&told.path("")).await.json()["failing_since"], json!(null));
}

async fn a_server_that_wants_nothing_any_more_is_paused(app: TestApp) {
    let mut app = administered(&app).await;
    let mails = recorded(&mut app, 0, false);
    let receiver = Receiver::start(&[Answer::Status(410, "x: y")]).await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    book(&app, START).await;
    told_by_mail(&app, &mails).await;
    assert_eq!(delivered(&app, &receiver).await.len(), 1);
    assert_eq!(app.get(&told.path("")).await.json()["reason"], "gone");
    let written = told_by_mail(&app, &mails).await;
    assert!(written[0].text.contains("(410)"), "{written:?}");
    app.post(&told.path("/resume"), &json!({})).await;
    assert_eq!(delivered(&app, &receiver).await.len(), 1, "nothing is lost");
}

/// The state of the only delivery, with what its last attempt ran into.
async fn failure(app: &TestApp, told: &Told) -> (String, String) {
    webhooks::run_due(&app.app).await.unwrap();
    let log = deliveries(app, told).await;
    let [one] = &log[..] else { panic!("one delivery: {log:?}") };
    (one["state"].as_str().unwrap().into(), one["last_error"].as_str().unwrap_or_default().into())
}

async fn what_fails_says_why(app: TestApp) {
    let mut app = administered(&app).await;
    let impatient = Http::with_timeout(&app.app.config.webhooks, Duration::from_millis(200)).unwrap();
    app.app.webhooks = Arc::new(impatient);
    let receiver = Receiver::start(&[
        Answer::Status(302, "location: http://169.254.169.254/latest"),
        Answer::Cut,
        Answer::Silence,
        Answer::Status(404, "retry-after: 600"),
        Answer::Status(503, "retry-after: 600"),
    ])
    .await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    book(&app, START).await;
    let expected = [
        "redirection refusée (statut 302) : donnez l’adresse définitive http://169.254.169.254/latest",
        "connexion interrompue avant la réponse",
        "pas de réponse à temps",
        "réponse 404",
        "réponse 503",
    ];
    for (why, pause) in expected.into_iter().zip(PAUSES) {
        assert_eq!(failure(&app, &told).await, ("retrying".into(), why.into()));
        app.clock.advance(TimeDelta::seconds(pause * 6 / 5));
    }
    assert_eq!(receiver.take().len(), 5, "no redirection is followed");
    app.sign_in(network::SETTINGS).await;

    // Nobody listens there any more.
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let change = json!({ "url": format!("http://{closed}/") });
    assert_eq!(app.patch(&told.path(""), &change).await.status, 200);
    assert_eq!(failure(&app, &told).await.1, "connexion refusée");
    app.clock.advance(TimeDelta::hours(12));
    // The operator no longer names this machine.
    let strict = app.configured(|config| config.webhooks.hosts.clear());
    webhooks::run_due(&strict.app).await.unwrap();
    app.sign_in(network::SETTINGS).await;
    let log = deliveries(&app, &told).await;
    assert!(log[0]["last_error"].as_str().unwrap().starts_with("adresse privée refusée"), "{log:?}");
    app.clock.advance(TimeDelta::hours(17));
    app.sign_in(network::SETTINGS).await;
    assert_eq!(app.patch(&told.path(""), &json!({ "url": receiver.url })).await.status, 200);
    assert_eq!(failure(&app, &told).await, ("delivered".into(), String::new()));
    let path = told.path(&format!("/deliveries/{}", log[0]["id"].as_str().unwrap()));
    let attempts = app.get(&path).await.json();
    assert_eq!(attempts["log"].as_array().unwrap().len(), 8);
    assert_eq!(attempts["log"][3]["answer_body"], "une réponse");
}

async fn one_that_can_not_be_taken_is_given_up_by_hand(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[Answer::Status(400, "x: y")]).await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    let booked = book(&app, START).await;
    app.delete(&link(&booked)).await;
    assert_eq!(delivered(&app, &receiver).await.len(), 1, "its cancellation waits for its turn");
    let log = deliveries(&app, &told).await;
    assert_eq!([&log[0]["state"], &log[1]["state"]], ["waiting", "retrying"]);
    let retrying = app.get(&told.path("/deliveries?state=retrying")).await.json();
    assert_eq!(retrying["items"].as_array().unwrap().len(), 1);
    let path = told.path(&format!("/deliveries/{}/give-up", log[1]["id"].as_str().unwrap()));
    assert_eq!(app.post(&path, &json!({})).await.json()["state"], "failed");
    assert_eq!(types(&delivered(&app, &receiver).await), [("appointment.cancelled".into(), 2)]);
}

async fn what_failed_is_hastened_when_the_server_is_back(app: TestApp) {
    let app = administered(&app).await;
    let receiver = Receiver::start(&[Answer::Status(500, "x: y"); 3]).await;
    let told = tell(&app, "crm", &receiver.url, &[]).await;
    book(&app, START).await;
    delivered(&app, &receiver).await;
    app.clock.advance(TimeDelta::seconds(6));
    delivered(&app, &receiver).await;
    app.clock.advance(TimeDelta::seconds(400));
    assert_eq!(delivered(&app, &receiver).await.len(), 1, "the next in half an hour");
    assert!(app.get(&told.path("")).await.json()["failing_since"].is_string());
    book(&app, "2026-06-16T11:00:00+02:00").await;
    assert_eq!(delivered(&app, &receiver).await.len(), 2, "one succeeds, and the other is not kept waiting");
}

/// R4 of the quality bar: bookings, mails and other servers don't feel one that never answers.
async fn a_silent_server_holds_up_nobody(app: TestApp) {
    let mut app = administered(&app).await;
    let mails = recorded(&mut app, 0, false);
    let silent = Receiver::start(&[Answer::Silence; 100]).await;
    let other = Receiver::start(&[]).await;
    tell(&app, "aaa-muet", &silent.url, &[]).await;
    tell(&app, "crm", &other.url, &[]).await;
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(webhooks::work(app.app.clone(), stopped));
    for hour in ["09", "10", "11"] {
        for day in 16..=19 {
            book(&app, &format!("2026-06-{day}T{hour}:00:00+02:00")).await;
        }
    }
    other.has_received(12).await;
    assert_eq!(told_by_mail(&app, &mails).await.len(), 24);
    silent.has_received(2).await;
    assert_eq!(silent.take().len(), 2, "two at once to one server");
    worker.abort();
    drop(stop);
}
