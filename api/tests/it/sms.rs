//! Text messages: what gateways are sent, and what becomes of what they answer.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use chrono::TimeDelta;
use creno::config::{SmsConfig, SmsProvider};
use creno::notifications::reminders::look;
use creno::outbox;
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use crate::booking::{START, book, confirm_body, hold};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    ovh_is_asked_as_it_documents,
    twilio_is_asked_as_it_documents,
    a_gateway_of_ones_own_is_asked_in_json,
    refusals_are_told_apart,
    reminders_go_by_both_media,
    numbers_that_nobody_reads_are_not_written_to,
    without_a_gateway_settings_refuse,
    a_demonstration_keeps_messages,
);

/// A request as a gateway got it.
#[derive(Clone, Debug)]
struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: String,
}

/// A gateway that notes what it is asked, and answers what it is told; then that all is well.
#[derive(Clone, Default)]
struct Gateway {
    asked: Arc<Mutex<Vec<Asked>>>,
    answers: Arc<Mutex<VecDeque<(u16, Value)>>>,
}

impl Gateway {
    /// Serves it; where.
    async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        url
    }

    fn taken(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    fn then(&self, status: u16, body: Value) {
        self.answers.lock().unwrap().push_back((status, body));
    }
}

async fn answer(
    State(gateway): State<Gateway>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, axum::Json<Value>) {
    let body = String::from_utf8(body.to_vec()).unwrap();
    gateway.asked.lock().unwrap().push(Asked { method, path: uri.path().into(), headers, body });
    let answer = gateway.answers.lock().unwrap().pop_front();
    let (status, body) = answer
        .unwrap_or((200, json!({ "ids": [1], "validReceivers": ["+33639981234"], "invalidReceivers": [] })));
    (StatusCode::from_u16(status).unwrap(), axum::Json(body))
}

/// The application before a gateway, its clients told by `media`.
async fn behind(app: &TestApp, provider: SmsProvider, media: &[&str]) -> (TestApp, Gateway, String) {
    let gateway = Gateway::default();
    let url = gateway.serve().await;
    let (from, base) = ("Creno".to_owned(), url.clone());
    let app = app.configured(|config| config.sms = Some(SmsConfig { provider, url: base, from }));
    app.sign_in(network::SETTINGS).await;
    let settings = json!({ "media": media, "reminders": [] });
    let put = app.put("/api/v1/themes/conseil/messages", &settings).await;
    assert_eq!(put.status, 200, "{put:?}");
    (app, gateway, url)
}

fn generic() -> SmsProvider {
    SmsProvider::Generic { token: Some("s3cret".into()) }
}

/// The state of each text message and what is said of it, the latest first.
async fn states(app: &TestApp) -> Vec<(String, String)> {
    app.sign_in(network::ADMIN).await;
    let messages = app.get("/api/v1/messages?medium=sms").await.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    messages["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (text(&item["state"]), text(&item["error"])))
        .collect()
}

async fn ovh_is_asked_as_it_documents(app: TestApp) {
    let provider = SmsProvider::Ovh {
        service: "sms-ab12345-1".into(),
        key: "the-key".into(),
        secret: "the-secret".into(),
        consumer_key: "the-consumer".into(),
    };
    let (app, gateway, url) = behind(&app, provider, &["sms"]).await;
    book(&app, START).await;
    outbox::run_due(&app.app).await.unwrap();
    let [asked] = &gateway.taken()[..] else { panic!("one message") };
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/sms/sms-ab12345-1/jobs"));
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body["receivers"], json!(["+33639981234"]));
    assert_eq!(
        (&body["sender"], &body["coding"], &body["charset"]),
        (&json!("Creno"), &json!("7bit"), &json!("UTF-8"))
    );
    assert_eq!(body["noStopClause"], true);
    let message = body["message"].as_str().unwrap();
    assert!(
        message.starts_with("RDV confirmé : mardi 16 juin 2026 à 10 h 00, Paris. Réf. CRN-"),
        "{message}"
    );
    assert!(message.contains("https://rdv.example.fr/rdv#rendez-vous="), "{message}");
    let header = |name: &str| asked.headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header("x-ovh-application"), header("x-ovh-consumer")),
        ("the-key".into(), "the-consumer".into())
    );
    let time = header("x-ovh-timestamp");
    assert_eq!(time.parse::<i64>().unwrap() / 60, app.app.now().timestamp() / 60);
    let signed = format!("the-secret+the-consumer+POST+{url}/sms/sms-ab12345-1/jobs+{}+{time}", asked.body);
    let hash: String = Sha1::digest(signed).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(header("x-ovh-signature"), format!("$1${hash}"));

    // Taken, but by nobody.
    gateway.then(200, json!({ "ids": [], "validReceivers": [], "invalidReceivers": ["+33639981234"] }));
    book(&app, "2026-06-16T11:00:00+02:00").await;
    outbox::run_due(&app.app).await.unwrap();
    let states = states(&app).await;
    assert_eq!((states[0].0.as_str(), states[1].0.as_str()), ("failed", "sent"), "{states:?}");
    assert!(!states[0].1.contains("639981234"), "numbers stay where they may be masked: {states:?}");
}

async fn twilio_is_asked_as_it_documents(app: TestApp) {
    let provider = SmsProvider::Twilio { account: "AC123".into(), token: "the-token".into() };
    let (app, gateway, _) = behind(&app, provider, &["sms"]).await;
    book(&app, START).await;
    outbox::run_due(&app.app).await.unwrap();
    let [asked] = &gateway.taken()[..] else { panic!("one message") };
    assert_eq!(
        (asked.method.as_str(), asked.path.as_str()),
        ("POST", "/2010-04-01/Accounts/AC123/Messages.json")
    );
    assert_eq!(asked.headers["content-type"], "application/x-www-form-urlencoded");
    // `AC123:the-token`
    assert_eq!(asked.headers["authorization"], "Basic QUMxMjM6dGhlLXRva2Vu");
    assert!(asked.body.starts_with("To=%2B33639981234&From=Creno&Body=RDV+confirm%C3%A9+%3A+mardi+16+juin+2026+%C3%A0+10+h+00%2C+Paris."), "{}", asked.body);
}

async fn a_gateway_of_ones_own_is_asked_in_json(app: TestApp) {
    let (app, gateway, _) = behind(&app, generic(), &["mail", "sms"]).await;
    book(&app, START).await;
    outbox::run_due(&app.app).await.unwrap();
    let [asked] = &gateway.taken()[..] else { panic!("one message, the other is a mail") };
    assert_eq!(asked.headers["authorization"], "Bearer s3cret");
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!((&body["to"], &body["from"]), (&json!("+33639981234"), &json!("Creno")));
    assert_eq!(body.as_object().unwrap().len(), 3, "{body}");
    app.sign_in(network::ADMIN).await;
    let message = app.get("/api/v1/messages?medium=sms").await.json()["items"][0].clone();
    assert_eq!((&message["state"], &message["recipient"]), (&json!("sent"), &json!("+33639981234")));
    assert!(message.get("subject").is_none(), "{message}");
    let body = message["body"].as_str().unwrap();
    assert!(body.contains("[lien personnel]") && !body.contains("#rendez-vous="), "{body}");
    app.sign_in(network::DESK).await;
    assert!(!app.get("/api/v1/messages?medium=sms").await.text.contains("639981234"), "masked");
}

async fn refusals_are_told_apart(app: TestApp) {
    let (app, gateway, _) = behind(&app, generic(), &["sms"]).await;
    for status in [503, 429, 401] {
        gateway.then(status, json!({ "error": "later" }));
    }
    book(&app, START).await;
    for pause in [0, 15, 90, 400] {
        app.clock.advance(TimeDelta::seconds(pause));
        outbox::run_due(&app.app).await.unwrap();
    }
    let asked = gateway.taken();
    assert_eq!(asked.len(), 4, "until it is taken");
    assert!(
        asked.iter().all(|again| again.headers["idempotency-key"] == asked[0].headers["idempotency-key"])
    );
    assert_eq!(states(&app).await[0].0, "sent");

    gateway.then(422, json!({ "error": "no such number" }));
    book(&app, "2026-06-16T11:00:00+02:00").await;
    outbox::run_due(&app.app).await.unwrap();
    assert_eq!(states(&app).await[0], ("failed".into(), "422 {\"error\":\"no such number\"}".into()));
    app.clock.advance(TimeDelta::hours(1));
    outbox::run_due(&app.app).await.unwrap();
    assert_eq!(gateway.taken().len(), 1, "again, it would be the same");
}

async fn reminders_go_by_both_media(app: TestApp) {
    let (app, gateway, _) = behind(&app, generic(), &["mail"]).await;
    let reminders = json!([{ "before_min": 60, "media": ["sms", "mail"] }]);
    let settings = json!({ "media": ["mail"], "reminders": reminders });
    assert_eq!(app.put("/api/v1/themes/conseil/messages", &settings).await.status, 200);
    book(&app, START).await;
    app.clock.set("2026-06-16T07:00:10Z".parse().unwrap());
    assert_eq!(look(&app.app).await.unwrap(), 2);
    outbox::run_due(&app.app).await.unwrap();
    let [asked] = &gateway.taken()[..] else { panic!("one message") };
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    let text = body["text"].as_str().unwrap();
    assert!(text.starts_with("Rappel : RDV mardi 16 juin 2026") && text.ends_with("&presence=1"), "{text}");
}

async fn numbers_that_nobody_reads_are_not_written_to(app: TestApp) {
    let (app, gateway, _) = behind(&app, generic(), &["sms"]).await;
    for (start, phone) in
        [("2026-06-16T10:00:00+02:00", json!("01 42 34 56 78")), ("2026-06-16T11:00:00+02:00", Value::Null)]
    {
        let mut body = confirm_body(&hold(&app, start).await);
        match phone {
            Value::Null => drop(body["client"].as_object_mut().unwrap().remove("phone")),
            phone => body["client"]["phone"] = phone,
        }
        assert_eq!(app.post("/api/v1/public/appointments", &body).await.status, 201);
    }
    outbox::run_due(&app.app).await.unwrap();
    assert!(gateway.taken().is_empty());
    let expected =
        [("no_address".to_owned(), String::new()), ("no_address".into(), "not a mobile number".into())];
    assert_eq!(states(&app).await, expected);
    let backlog = creno::store::outbox::count_jobs(&app.app.db).await.unwrap();
    assert_eq!(backlog.waiting, 2, "only the mails to staff, which no server takes here");
}

async fn without_a_gateway_settings_refuse(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let settings = json!({ "media": ["mail", "sms"] });
    let refused = app.put("/api/v1/themes/conseil/messages", &settings).await;
    assert_eq!(refused.faults(), [("media".to_owned(), "sms_unavailable".to_owned())]);
    assert_eq!(app.get("/api/v1/themes/conseil/messages").await.json()["sms_available"], false);
}

async fn a_demonstration_keeps_messages(app: TestApp) {
    let app = app.configured(|config| config.demo = true);
    app.sign_in(network::SETTINGS).await;
    let put = app.put("/api/v1/themes/conseil/messages", &json!({ "media": ["sms"] })).await;
    assert_eq!((put.status.as_u16(), put.json()["sms_available"].clone()), (200, json!(true)));
    book(&app, START).await;
    outbox::run_due(&app.app).await.unwrap();
    assert_eq!(states(&app).await, [("kept".to_owned(), String::new())]);
}
