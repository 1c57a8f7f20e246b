//! What people are told: written with the change, sent after it, tried again when it fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use chrono::TimeDelta;
use creno::ics::Invitation;
use creno::notifications::SendError;
use creno::notifications::mail::{Envelope, Mailer};
use creno::notifications::render::Written;
use creno::outbox;
use creno_types::message::MessageState;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::booking::{START, book};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    a_booking_is_told_to_both,
    a_move_and_a_cancellation_are_told,
    what_fails_is_tried_again_in_order,
    what_can_not_succeed_is_given_up,
    links_that_were_sent_open_until_revoked,
    what_is_refused_is_not_told,
    the_journal_shows_what_a_profile_may_see,
);

const MESSAGES: &str = "/api/v1/messages";

/// A mail that was handed over.
#[derive(Clone, Debug)]
pub struct Sent {
    pub job: uuid::Uuid,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub calendar: String,
    pub method: &'static str,
}

/// Keeps mails, and refuses as many as it is told first.
#[derive(Debug, Default)]
pub struct Recorder {
    sent: Mutex<Vec<Sent>>,
    refusals: AtomicU32,
    permanent: bool,
}

#[async_trait]
impl Mailer for Recorder {
    async fn send(
        &self,
        envelope: &Envelope<'_>,
        written: &Written,
        invitation: Option<&Invitation>,
    ) -> Result<MessageState, SendError> {
        let left = self.refusals.load(Ordering::SeqCst);
        if left > 0 {
            self.refusals.store(left - 1, Ordering::SeqCst);
            return Err(SendError { permanent: self.permanent, text: "451 come back later".into() });
        }
        self.sent.lock().await.push(Sent {
            job: envelope.job,
            to: envelope.to.into(),
            subject: written.subject.clone(),
            text: written.text.clone(),
            html: written.html.clone(),
            calendar: invitation.map_or_else(String::new, |invitation| invitation.text.clone()),
            method: invitation.map_or("", |invitation| invitation.method),
        });
        Ok(MessageState::Sent)
    }
}

pub fn recorded(app: &mut TestApp, refusals: u32, permanent: bool) -> Arc<Recorder> {
    let recorder =
        Arc::new(Recorder { refusals: AtomicU32::new(refusals), permanent, ..Recorder::default() });
    app.app.mailer = recorder.clone();
    recorder
}

pub async fn told(app: &TestApp, recorder: &Recorder) -> Vec<Sent> {
    outbox::run_due(&app.app).await.unwrap();
    std::mem::take(&mut *recorder.sent.lock().await)
}

fn link(booked: &Value) -> String {
    let token = booked["manage_url"].as_str().unwrap().split_once("#rendez-vous=").unwrap().1;
    format!("/api/v1/public/appointments/{token}")
}

async fn a_booking_is_told_to_both(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let booked = book(&app, START).await;
    assert!(recorder.sent.lock().await.is_empty(), "nothing is sent inside a request");
    let [client, staff] = &told(&app, &recorder).await[..] else { panic!("two mails") };

    assert_eq!(client.to, "zoe@exemple.fr");
    assert_eq!(client.subject, "Rendez-vous confirmé : mardi 16 juin 2026 à 10\u{a0}h\u{a0}00, Paris");
    let reference = booked["reference"].as_str().unwrap();
    for part in ["Bonjour Zoé Durand,", "Avec ana", reference, "rdv#rendez-vous="] {
        assert!(
            client.text.contains(part) && client.html.replace("&#x2f;", "/").contains(part),
            "{part}: {client:?}"
        );
    }
    assert_eq!(client.method, "REQUEST");
    for line in [
        "METHOD:REQUEST",
        "SEQUENCE:0",
        "DTSTART;TZID=Europe/Paris:20260616T100000",
        "BEGIN:VTIMEZONE",
        "TZOFFSETTO:+0200",
    ] {
        assert!(client.calendar.contains(line), "{line}: {}", client.calendar);
    }

    assert_eq!(client.calendar.matches("PRODID").count(), 1, "{}", client.calendar);

    assert_eq!(staff.to, "ana@example.fr");
    assert!(staff.subject.starts_with("Nouveau rendez-vous : mardi 16 juin 2026"), "{staff:?}");
    assert!(!staff.text.contains("#rendez-vous="), "the link is the client's alone");
    assert!(told(&app, &recorder).await.is_empty(), "once");
}

async fn a_move_and_a_cancellation_are_told(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let booked = book(&app, START).await;
    let first = told(&app, &recorder).await;
    let moved = app.patch(&link(&booked), &json!({ "start": "2026-06-16T11:00:00+02:00" })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    let second = told(&app, &recorder).await;
    let [client, _staff] = &second[..] else { panic!("two mails: {second:?}") };
    assert!(client.subject.starts_with("Rendez-vous déplacé : mardi 16 juin 2026 à 11"), "{client:?}");
    assert!(client.text.contains("du mardi 16 juin 2026 à 10"), "what it was: {client:?}");
    assert!(client.calendar.contains("SEQUENCE:1"), "{}", client.calendar);

    assert_eq!(app.delete(&link(&booked)).await.status, 204);
    let third = told(&app, &recorder).await;
    let [client, staff] = &third[..] else { panic!("two mails: {third:?}") };
    assert_eq!((client.method, staff.method), ("CANCEL", "CANCEL"));
    assert!(client.calendar.contains("STATUS:CANCELLED") && client.calendar.contains("SEQUENCE:2"));
    assert!(!client.text.contains("#rendez-vous="), "nothing is left to move: {client:?}");
    let uid = |sent: &Sent| sent.calendar.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned();
    assert_eq!(uid(&first[0]), uid(client), "the same event for a calendar");
}

async fn what_fails_is_tried_again_in_order(mut app: TestApp) {
    let recorder = recorded(&mut app, 4, false);
    let booked = book(&app, START).await;
    assert_eq!(app.delete(&link(&booked)).await.status, 204, "booking does not wait for mails");
    // The first of each audience fails, and those behind it wait.
    assert!(told(&app, &recorder).await.is_empty());
    app.clock.advance(TimeDelta::seconds(5));
    assert!(told(&app, &recorder).await.is_empty(), "not before its time");
    app.clock.advance(TimeDelta::seconds(15));
    assert!(told(&app, &recorder).await.is_empty(), "the second attempt fails too");
    app.clock.advance(TimeDelta::minutes(2));
    let sent = told(&app, &recorder).await;
    let of_client: Vec<_> =
        sent.iter().filter(|sent| sent.to == "zoe@exemple.fr").map(|sent| &sent.subject).collect();
    let [confirmed, cancelled] = of_client[..] else { panic!("two mails: {sent:?}") };
    assert!(confirmed.starts_with("Rendez-vous confirmé"), "{sent:?}");
    assert!(cancelled.starts_with("Rendez-vous annulé"), "{sent:?}");
    assert_eq!(sent.len(), 4, "{sent:?}");

    // A worker that dies leaves its job to the next one.
    book(&app, "2026-06-16T11:00:00+02:00").await;
    let now = app.app.now();
    let claimed =
        creno::store::outbox::claim_job(&app.app.db, now, now + TimeDelta::minutes(2)).await.unwrap();
    let claimed = claimed.expect("a job is due");
    let others = told(&app, &recorder).await;
    assert!(others.len() == 1 && others[0].job != claimed.id, "{others:?}");
    app.clock.advance(TimeDelta::minutes(3));
    let sent = told(&app, &recorder).await;
    assert_eq!((sent.len(), sent[0].job), (1, claimed.id));
}

async fn what_can_not_succeed_is_given_up(mut app: TestApp) {
    let recorder = recorded(&mut app, 1, true);
    book(&app, START).await;
    assert_eq!(told(&app, &recorder).await.len(), 1, "the other one is sent all the same");
    app.sign_in(network::ADMIN).await;
    let states = |messages: &Value| -> Vec<String> {
        let items = messages["items"].as_array().unwrap().iter();
        items.map(|item| item["state"].as_str().unwrap().to_owned()).collect()
    };
    let messages = app.get(MESSAGES).await.json();
    assert_eq!(states(&messages), ["sent", "failed"], "{messages}");
    assert_eq!(messages["items"][1]["error"], "451 come back later");
    let backlog = creno::store::outbox::count_jobs(&app.app.db).await.unwrap();
    assert_eq!((backlog.waiting, backlog.dead), (0, 1));

    // One that fails for a day is given up too, and says so.
    let recorder = recorded(&mut app, 1_000, false);
    book(&app, "2026-06-16T11:00:00+02:00").await;
    for _ in 0..12 {
        assert!(told(&app, &recorder).await.is_empty());
        app.clock.advance(TimeDelta::hours(12));
    }
    // The session ended meanwhile.
    app.sign_in(network::ADMIN).await;
    let messages = app.get(MESSAGES).await.json();
    assert!(states(&messages)[..2].iter().all(|state| state == "failed"), "{messages}");
}

async fn links_that_were_sent_open_until_revoked(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let booked = book(&app, START).await;
    let mail = told(&app, &recorder).await.remove(0);
    let token =
        mail.text.split_once("#rendez-vous=").unwrap().1.split_whitespace().next().unwrap().to_owned();
    let sent = format!("/api/v1/public/appointments/{token}");
    assert_ne!(sent, link(&booked), "each has its own");
    let opened = app.get(&sent).await;
    assert_eq!(
        (opened.status.as_u16(), opened.json()["reference"].clone()),
        (200, booked["reference"].clone())
    );

    app.write("UPDATE profile SET permissions = '[\"view_appointments\", \"manage_appointments\"]' WHERE slug = 'administrateur'").await;
    app.sign_in(network::ADMIN).await;
    let reference = booked["reference"].as_str().unwrap();
    let revoked = app.delete(&format!("/api/v1/appointments/{reference}/manage-link")).await;
    assert_eq!(revoked.status, 204, "{revoked:?}");
    for closed in [&sent, &link(&booked)] {
        assert_eq!(app.get(closed).await.status, 404, "{closed}");
    }
}

async fn what_is_refused_is_not_told(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let token = crate::booking::hold(&app, START).await;
    let mut body = crate::booking::confirm_body(&token);
    body["client"]["email"] = json!("not an address");
    assert_eq!(app.post("/api/v1/public/appointments", &body).await.status, 422);
    assert!(told(&app, &recorder).await.is_empty());
}

async fn the_journal_shows_what_a_profile_may_see(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let booked = book(&app, START).await;
    told(&app, &recorder).await;
    assert_eq!(app.get(MESSAGES).await.refusal(), (401, "unauthenticated".into()));

    app.sign_in(network::ADMIN).await;
    let path = format!("{MESSAGES}?reference={}", booked["reference"].as_str().unwrap().to_lowercase());
    let messages = app.get(&path).await.json();
    assert_eq!(messages["items"].as_array().unwrap().len(), 2);
    assert_eq!(messages["items"][1]["recipient"], "zoe@exemple.fr");
    assert!(!messages.to_string().contains("#rendez-vous="), "links are the clients' alone: {messages}");
    let page = app.get(&format!("{MESSAGES}?limit=1")).await.json();
    let rest = app.get(&format!("{MESSAGES}?limit=1&cursor={}", page["next"].as_str().unwrap())).await.json();
    assert_eq!([&page["items"][0], &rest["items"][0]], [&messages["items"][0], &messages["items"][1]]);
    assert_eq!(app.get(&format!("{MESSAGES}?reference=CRN-AAAAAA")).await.json()["items"], json!([]));

    app.sign_in(network::DESK).await;
    let masked = app.get(MESSAGES).await.json();
    assert_eq!(masked["items"].as_array().unwrap().len(), 2);
    for hidden in ["zoe@", "Durand", "subject", "body"] {
        assert!(!masked.to_string().contains(hidden), "{hidden}: {masked}");
    }
    app.sign_in(network::BEA).await;
    assert_eq!(app.get(MESSAGES).await.json()["items"], json!([]), "somebody else's");
    app.sign_in(network::NOBODY).await;
    assert_eq!(app.get(MESSAGES).await.refusal(), (403, "forbidden".into()));
}
