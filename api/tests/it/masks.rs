//! What a profile masks is masked everywhere: fields one by one.

use serde_json::{Value, json};

use crate::booking::{START, book};
use crate::support::network::{ADMIN, SETTINGS};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    masked_fields_are_known_ones,
    a_masked_field_is_seen_nowhere,
    names_from_before_are_searched
);

async fn mask(app: &TestApp, fields: Value) {
    app.sign_in(SETTINGS).await;
    let patched = app.patch("/api/v1/profiles/administrateur", &json!({ "masked_fields": fields })).await;
    assert_eq!((patched.status.as_u16(), &patched.json()["masked_fields"]), (200, &fields), "{patched:?}");
    app.sign_in(ADMIN).await;
}

async fn masked_fields_are_known_ones(app: TestApp) {
    app.sign_in(SETTINGS).await;
    let path = "/api/v1/profiles/administrateur";
    assert_eq!(app.get(path).await.json()["masked_fields"], json!([]));
    let wrong = app.patch(path, &json!({ "masked_fields": ["email", "email", "shoes"] })).await;
    assert_eq!(
        wrong.faults(),
        [("masked_fields[1]".into(), "duplicate".into()), ("masked_fields[2]".into(), "not_choice".into())]
    );
    mask(&app, json!(["email", "phone"])).await;
}

async fn a_masked_field_is_seen_nowhere(app: TestApp) {
    let booked = book(&app, START).await;
    let reference = booked["reference"].as_str().unwrap().to_owned();
    creno::outbox::run_due(&app.app).await.unwrap();
    let one = format!("/api/v1/appointments/{reference}");
    let paths = [
        "/api/v1/appointments?date=2026-06-16".to_owned(),
        "/api/v1/appointments/agenda?from=2026-06-15&to=2026-06-21".to_owned(),
        one.clone(),
        format!("{one}/history"),
        "/api/v1/messages".to_owned(),
        "/api/v1/messages?format=csv".to_owned(),
        "/api/v1/events".to_owned(),
        "/api/v1/appointments?q=zoe%40".to_owned(),
    ];
    let seen = async || {
        let mut text = String::new();
        for path in &paths {
            let answer = app.get(path).await;
            assert!(answer.status == 200 || answer.status == 403, "{path} {answer:?}");
            text.push_str(&answer.text);
        }
        text
    };
    let (name, email) = ("Durand", "zoe@exemple.fr");
    app.sign_in(ADMIN).await;
    let all = seen().await;
    assert!(all.contains(name) && all.contains(email), "{all}");

    mask(&app, json!(["email"])).await;
    let masked = seen().await;
    assert!(!masked.contains(email) && masked.contains(name), "{masked}");
    let file = app.get(&one).await.json();
    assert_eq!(file["client"]["email"], json!(null));
    let answers = file["answers"].as_array().unwrap();
    let of = |key: &str| answers.iter().find(|answer| answer["key"] == key).unwrap()["value"].clone();
    assert_eq!((of("email"), of("last_name")), (json!(null), json!("Durand")));
    let found = async |q: &str| {
        let page = app.get(&format!("/api/v1/appointments?q={q}")).await.json();
        page["items"].as_array().unwrap().len()
    };
    assert_eq!((found("zoe%40").await, found("durand").await), (0, 1));

    mask(&app, json!(["last_name"])).await;
    let masked = seen().await;
    assert!(!masked.contains(name) && masked.contains(email), "{masked}");
    assert_eq!(app.get(&one).await.json()["client"]["name"], "Z. D.");
    assert_eq!((found("zoe%40").await, found("durand").await), (1, 0));

    mask(&app, json!([])).await;
    assert_eq!(found("durand").await, 1);
}

async fn names_from_before_are_searched(app: TestApp) {
    book(&app, START).await;
    app.write("UPDATE client SET name = 'Élodie Ñandú', name_folded = NULL").await;
    app.sign_in(ADMIN).await;
    let found =
        async || app.get("/api/v1/appointments?q=nandu").await.json()["items"].as_array().unwrap().len();
    assert_eq!(found().await, 0);
    app.app.db.migrate().await.unwrap();
    assert_eq!(found().await, 1);
}
