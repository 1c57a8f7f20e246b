//! Reminders: once, at their time, for what still stands.

use axum::http::Method;
use chrono::TimeDelta;
use creno::notifications::reminders::look;
use creno::outbox;
use serde_json::{Value, json};

use crate::booking::{START, book};
use crate::messages::{Recorder, Sent, recorded, told};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    reminders_come_once_and_at_their_time,
    two_instances_and_restarts_send_one,
    a_moved_appointment_gets_fresh_ones,
    a_cancelled_one_gets_none,
    what_was_never_due_is_not_sent,
    after_a_day_of_downtime_each_is_sent_or_dropped,
    a_setting_that_changes_counts_from_then_on,
    settings_are_checked,
    the_look_uses_the_index,
);

const SETTINGS: &str = "/api/v1/themes/conseil/messages";

/// Sets the reminders of `conseil`, in minutes before the start, by mail.
pub async fn set(app: &TestApp, minutes: &[i64]) {
    let reminders: Vec<_> =
        minutes.iter().map(|before| json!({ "before_min": before, "media": ["mail"] })).collect();
    // As a server does when it starts.
    look(&app.app).await.unwrap();
    app.sign_in(network::SETTINGS).await;
    let put = app.put(SETTINGS, &json!({ "media": ["mail"], "reminders": reminders })).await;
    assert_eq!(put.status, 200, "{put:?}");
}

/// Looks and sends: the subjects of what the client was told.
async fn recalled(app: &TestApp, recorder: &Recorder) -> Vec<Sent> {
    look(&app.app).await.unwrap();
    let mut sent = told(app, recorder).await;
    sent.retain(|sent| sent.to == "zoe@exemple.fr");
    sent
}

async fn states(app: &TestApp) -> Vec<(String, String)> {
    app.sign_in(network::ADMIN).await;
    let messages = app.get("/api/v1/messages?event=reminder").await.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    messages["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (text(&item["state"]), text(&item["error"])))
        .collect()
}

pub fn link(booked: &Value) -> String {
    let token = booked["manage_url"].as_str().unwrap().split_once("#rendez-vous=").unwrap().1;
    format!("/api/v1/public/appointments/{token}")
}

pub fn to(app: &TestApp, instant: &str) {
    app.clock.set(instant.parse().unwrap());
}

async fn reminders_come_once_and_at_their_time(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    set(&app, &[60, 1_200]).await;
    // Tuesday at 10:00, in Paris: 8:00 in UTC.
    let booked = book(&app, START).await;
    assert_eq!(recalled(&app, &recorder).await.len(), 1, "the confirmation alone");
    to(&app, "2026-06-15T11:58:00Z");
    assert!(recalled(&app, &recorder).await.is_empty(), "not before its time");
    to(&app, "2026-06-15T12:00:01Z");
    let [mail] = &recalled(&app, &recorder).await[..] else { panic!("one reminder") };
    assert_eq!(mail.subject, "Rappel : votre rendez-vous mardi 16 juin 2026 à 10\u{a0}h\u{a0}00, Paris");
    assert_eq!(mail.method, "", "calendars have it already");
    let token = mail.text.split_once("Confirmer ma présence : ").expect("a link to confirm").1;
    let token = token.split_whitespace().next().unwrap();
    assert!(
        token.starts_with("https://rdv.example.fr/rdv#rendez-vous=") && token.ends_with("&presence=1"),
        "{token}"
    );
    assert!(
        mail.html.contains("Je confirme ma présence") && mail.html.contains("&amp;presence=1"),
        "{}",
        mail.html
    );

    for _ in 0..3 {
        app.clock.advance(TimeDelta::minutes(3));
        assert!(recalled(&app, &recorder).await.is_empty(), "once");
    }
    to(&app, "2026-06-16T07:00:01Z");
    assert_eq!(recalled(&app, &recorder).await.len(), 1, "the second one");
    to(&app, "2026-06-16T09:00:00Z");
    assert!(recalled(&app, &recorder).await.is_empty());
    assert_eq!(states(&app).await.len(), 2);
    let messages =
        app.get(&format!("/api/v1/messages?reference={}", booked["reference"].as_str().unwrap())).await;
    assert!(!messages.text.contains("#rendez-vous="), "links are the clients' alone");
}

async fn two_instances_and_restarts_send_one(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    set(&app, &[60]).await;
    book(&app, START).await;
    book(&app, "2026-06-16T11:15:00+02:00").await;
    told(&app, &recorder).await;
    to(&app, "2026-06-16T08:20:00Z");
    let others = [app.elsewhere().await, app.elsewhere().await, app.fresh()];
    let looks =
        tokio::join!(look(&app.app), look(&others[0].app), look(&others[1].app), look(&others[2].app));
    let written = [looks.0, looks.1, looks.2, looks.3].map(Result::unwrap);
    assert_eq!(written.iter().sum::<u64>(), 2, "{written:?}");
    // What the look wrote outlives the process that looked.
    let mut restarted = app.fresh();
    restarted.app.mailer = app.app.mailer.clone();
    assert_eq!(look(&restarted.app).await.unwrap(), 0);
    outbox::run_due(&restarted.app).await.unwrap();
    let sent = told(&app, &recorder).await;
    assert_eq!(sent.len(), 1, "the other is past: {sent:?}");
    assert_eq!(states(&app).await.len(), 2);
}

async fn a_moved_appointment_gets_fresh_ones(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    set(&app, &[60]).await;
    let booked = book(&app, START).await;
    to(&app, "2026-06-16T07:01:00Z");
    assert_eq!(recalled(&app, &recorder).await.len(), 2, "confirmed, recalled");
    app.post(&format!("{}/presence", link(&booked)), &json!({})).await;
    let moved = app.patch(&link(&booked), &json!({ "start": "2026-06-17T10:00:00+02:00" })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert!(moved.json().get("presence_confirmed_at").is_none(), "said of another time: {moved:?}");
    assert_eq!(recalled(&app, &recorder).await.len(), 1, "the move");
    to(&app, "2026-06-17T07:00:30Z");
    let [fresh] = &recalled(&app, &recorder).await[..] else { panic!("a fresh one") };
    assert!(fresh.subject.contains("mercredi 17 juin"), "{fresh:?}");
    assert!(recalled(&app, &recorder).await.is_empty());
}

async fn a_cancelled_one_gets_none(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    set(&app, &[60, 120]).await;
    let booked = book(&app, START).await;
    told(&app, &recorder).await;
    to(&app, "2026-06-16T06:00:30Z");
    // Written to the outbox, then cancelled before it is sent.
    assert_eq!(look(&app.app).await.unwrap(), 1);
    assert_eq!(app.delete(&link(&booked)).await.status, 204);
    let sent = told(&app, &recorder).await;
    assert!(sent.iter().all(|sent| sent.subject.contains("annulé")), "{sent:?}");
    assert_eq!(
        states(&app).await,
        [("dropped".into(), "the appointment is cancelled, or marked".to_owned())]
    );
    to(&app, "2026-06-16T07:00:30Z");
    assert_eq!(look(&app.app).await.unwrap(), 0);
}

async fn what_was_never_due_is_not_sent(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    set(&app, &[1_440, 2_880]).await;
    look(&app.app).await.unwrap();
    // Booked 26 hours before: the one of two days never was due, the other one is.
    let booked = book(&app, START).await;
    told(&app, &recorder).await;
    to(&app, "2026-06-15T08:00:30Z");
    assert_eq!(recalled(&app, &recorder).await.len(), 1);
    // Moved to a start 25 hours away, then to one that is nearer than a day.
    for (start, expected) in [("2026-06-16T11:00:00+02:00", 1), ("2026-06-16T09:15:00+02:00", 0)] {
        let moved = app.patch(&link(&booked), &json!({ "start": start })).await;
        assert_eq!(moved.status, 200, "{moved:?}");
        told(&app, &recorder).await;
        app.clock.advance(TimeDelta::hours(1));
        assert_eq!(recalled(&app, &recorder).await.len(), expected, "{start}");
    }
    assert_eq!(states(&app).await.len(), 2, "nothing is dropped that was never due");
}

async fn after_a_day_of_downtime_each_is_sent_or_dropped(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    set(&app, &[60, 1_440, 4_320]).await;
    // Thursday and Friday, at 10:00.
    let starts = ["2026-06-18T10:00:00+02:00", "2026-06-19T10:00:00+02:00"];
    for start in starts {
        book(&app, start).await;
    }
    told(&app, &recorder).await;
    look(&app.app).await.unwrap();
    // Down from Monday, 8:00, to Wednesday, 15:00 in Paris.
    to(&app, "2026-06-17T13:00:00Z");
    let sent = recalled(&app, &recorder).await;
    let subjects: Vec<_> = sent.iter().map(|sent| sent.subject.clone()).collect();
    assert!(sent.len() == 1 && subjects[0].contains("jeudi 18 juin"), "{subjects:?}");
    // Thursday's of one day is five hours late; those of three days were due on Monday and Tuesday.
    let states = states(&app).await;
    let late = |minutes: &str| {
        let why = format!("due {minutes} minutes earlier");
        states.iter().filter(|(state, told)| state == "dropped" && told.contains(&why)).count()
    };
    assert_eq!((states.len(), late("3180"), late("1740")), (3, 1, 1), "{states:?}");
}

async fn a_setting_that_changes_counts_from_then_on(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    set(&app, &[60]).await;
    book(&app, START).await;
    told(&app, &recorder).await;
    // Twenty-five hours before; what would have been due yesterday is not.
    set(&app, &[60, 1_440, 4_320]).await;
    to(&app, "2026-06-15T08:00:30Z");
    assert_eq!(recalled(&app, &recorder).await.len(), 1);
    // Removed: nothing more comes of it.
    set(&app, &[1_440]).await;
    to(&app, "2026-06-16T07:00:30Z");
    assert!(recalled(&app, &recorder).await.is_empty());
    assert_eq!(states(&app).await.len(), 1);
}

async fn settings_are_checked(app: TestApp) {
    assert_eq!(app.get(SETTINGS).await.status, 401);
    app.sign_in(network::ADMIN).await;
    assert_eq!(app.get(SETTINGS).await.refusal(), (403, "forbidden".into()));
    app.sign_in(network::SETTINGS).await;
    let default = json!({ "discretion": "full", "media": ["mail"], "reminders": [], "sms_available": false });
    assert_eq!(app.get(SETTINGS).await.json(), default);
    let none = app.get("/api/v1/themes/nothing/messages").await;
    assert_eq!(none.refusal(), (404, "not_found".into()));
    let wrong = json!({ "media": [], "reminders": [
        { "before_min": 0, "media": ["mail"] }, { "before_min": 60, "media": ["mail", "sms"] },
        { "before_min": 60, "media": ["mail"] },
    ]});
    let faults = app.put(SETTINGS, &wrong).await.faults();
    let faults: Vec<_> = faults.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect();
    assert_eq!(
        faults,
        [
            ("media", "required"),
            ("reminders[0].before_min", "out_of_range"),
            ("reminders[1].media", "sms_unavailable"),
            ("reminders[2].before_min", "duplicate"),
        ]
    );
    assert_eq!(app.get(SETTINGS).await.json(), default, "nothing is written");
    let before = app
        .get("/api/v1/public/slots?agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-17")
        .await;
    set(&app, &[60, 1_440]).await;
    let after = app
        .get("/api/v1/public/slots?agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-17")
        .await;
    assert_eq!(before.headers["etag"], after.headers["etag"], "messages move no slot");
    let set = app.get(SETTINGS).await.json();
    assert_eq!(set["reminders"][0], json!({ "before_min": 1_440, "media": ["mail"] }), "the earliest first");
    assert_eq!(app.put(SETTINGS, &set).await.status, 200, "what is read may be written");
    // What another changed meanwhile is not written over, and who did it is told.
    let mut stale = app.json_by(Method::PUT, SETTINGS, &json!({ "media": ["mail"] }));
    stale.headers_mut().insert("if-match", "\"other\"".parse().unwrap());
    assert_eq!(app.send(stale).await.status, 412);
    let journal = app.get("/api/v1/journals/settings").await.json();
    let line = &journal["items"][1];
    assert_eq!(
        (&line["resource"], &line["subject"]),
        (&json!("themes"), &json!("conseil/messages")),
        "{journal}"
    );
    assert_eq!(line["after"]["reminders"], set["reminders"], "{journal}");
}

/// The statement that looks reads an index, whatever the number of appointments.
async fn the_look_uses_the_index(app: TestApp) {
    let sqlite = app.app.config.database_url.as_str().starts_with("sqlite:");
    let (_, sql) = creno::store::all_statements().find(|(name, _)| *name == "LIST_DUE").unwrap();
    let explain = if sqlite { "EXPLAIN QUERY PLAN " } else { "EXPLAIN " };
    let now = app.app.now();
    let mut tx = app.app.db.begin().await.unwrap();
    if !sqlite {
        // Few rows are read whole by choice: this asks whether the index could serve.
        tx.query("SET LOCAL enable_seqscan = off").execute().await.unwrap();
    }
    let rows = tx
        .query_made(format!("{explain}{sql}"))
        .bind(network::staff_id(4))
        .bind(now)
        .bind(network::staff_id(1))
        .bind(now)
        .bind(60_i64)
        .bind("mail")
        .bind(200_i64)
        .fetch_all()
        .await
        .unwrap();
    let column = if sqlite { "detail" } else { "QUERY PLAN" };
    let plan: Vec<String> = rows.iter().map(|row| row.get::<String>(column).unwrap()).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("appointment_to_recall"), "{plan}");
    assert!(!plan.contains("SCAN p"), "{plan}");
}
