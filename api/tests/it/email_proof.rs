//! Themes that ask that the mail address be proved before the slot is firm.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::booking::{START, confirm_body, hold};
use crate::messages::{recorded, told};
use crate::support::{APPOINTMENTS, TestApp, on_both_engines};

on_both_engines!(
    a_code_makes_the_slot_firm,
    wrong_and_old_codes_are_refused,
    the_hold_is_kept_while_the_code_is_on_its_way,
    codes_are_few,
    nobody_is_written_to_for_nothing,
);

const PROOFS: &str = "/api/v1/public/email-proofs";
const BOOK: &str = "/api/v1/public/appointments";
const ASK: &str = "UPDATE theme SET prove_email = TRUE WHERE slug = 'conseil'";

async fn held(app: &TestApp) -> (String, Value) {
    app.write(ASK).await;
    let token = hold(app, START).await;
    (token.clone(), json!({ "hold": token, "email": "Zoe@exemple.fr", "lang": "fr" }))
}

/// The code of the last mail to be sent.
async fn code(app: &TestApp, recorder: &crate::messages::Recorder) -> String {
    let mail = told(app, recorder).await.pop().expect("a mail");
    assert_eq!((mail.to.as_str(), mail.method), ("zoe@exemple.fr", ""));
    let code: String = mail.subject.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(code.len(), 6, "{mail:?}");
    assert!(mail.text.contains(&code) && mail.html.contains(&code), "{mail:?}");
    code
}

fn body(token: &str, code: &str) -> Value {
    let mut body = confirm_body(token);
    body["email_code"] = json!(code);
    body
}

fn fault(code: &str) -> Vec<(String, String)> {
    vec![("email_code".into(), code.into())]
}

async fn a_code_makes_the_slot_firm(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let (token, ask) = held(&app).await;
    let catalog = app.get("/api/v1/public/catalog").await.json();
    let conseil =
        catalog["themes"].as_array().unwrap().iter().find(|theme| theme["slug"] == "conseil").unwrap();
    assert_eq!(conseil["prove_email"], true);
    assert_eq!(app.post(BOOK, &confirm_body(&token)).await.faults(), fault("required"));

    assert_eq!(app.post(PROOFS, &ask).await.status, 201);
    let code = code(&app, &recorder).await;
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let booked = app.post(BOOK, &body(&token, &spaced)).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    assert_eq!(told(&app, &recorder).await.len(), 2, "both are told");
    // The journal has the mail, not the code.
    app.sign_in(crate::support::network::ADMIN).await;
    let messages = app.get("/api/v1/messages").await.json();
    assert!(!messages.to_string().contains(&code), "{messages}");
}

async fn wrong_and_old_codes_are_refused(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let (token, ask) = held(&app).await;
    assert_eq!(
        app.post(BOOK, &body(&token, "123456")).await.faults(),
        fault("expired_code"),
        "none was sent"
    );
    app.post(PROOFS, &ask).await;
    let right = code(&app, &recorder).await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    // Another address than the one that was proved.
    let mut other = body(&token, &right);
    other["client"]["email"] = json!("lou@exemple.fr");
    assert_eq!(app.post(BOOK, &other).await.faults(), fault("expired_code"));
    for _ in 0..5 {
        assert_eq!(app.post(BOOK, &body(&token, wrong)).await.faults(), fault("wrong_code"));
    }
    assert_eq!(
        app.post(BOOK, &body(&token, &right)).await.faults(),
        fault("expired_code"),
        "too many were tried"
    );
    app.post(PROOFS, &ask).await;
    let newer = code(&app, &recorder).await;
    if newer != right {
        assert_eq!(
            app.post(BOOK, &body(&token, &right)).await.faults(),
            fault("wrong_code"),
            "the older one"
        );
    }
    assert_eq!(app.count(APPOINTMENTS).await, 0);
    assert_eq!(app.post(BOOK, &body(&token, &newer)).await.status, 201);
}

async fn the_hold_is_kept_while_the_code_is_on_its_way(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let (token, ask) = held(&app).await;
    app.clock.advance(TimeDelta::minutes(9));
    let asked = app.post(PROOFS, &ask).await;
    assert_eq!(
        asked.json()["expires_at"].as_str().unwrap()[..16],
        *"2026-06-15T08:18",
        "ten minutes from now"
    );
    let code = code(&app, &recorder).await;
    app.clock.advance(TimeDelta::minutes(8));
    assert_eq!(app.post(BOOK, &body(&token, &code)).await.status, 201);

    let late = hold(&app, "2026-06-16T11:00:00+02:00").await;
    app.clock.advance(TimeDelta::minutes(11));
    let ask = json!({ "hold": late, "email": "zoe@exemple.fr" });
    assert_eq!(app.post(PROOFS, &ask).await.refusal(), (410, "hold_expired".into()));
    let unknown = json!({ "hold": "nothing", "email": "zoe@exemple.fr" });
    assert_eq!(app.post(PROOFS, &unknown).await.refusal(), (404, "unknown_hold".into()));
}

async fn codes_are_few(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let (token, ask) = held(&app).await;
    let wrong = json!({ "hold": token, "email": "nobody" });
    assert_eq!(app.post(PROOFS, &wrong).await.faults(), [("email".to_owned(), "not_email".to_owned())]);
    for _ in 0..3 {
        assert_eq!(app.post(PROOFS, &ask).await.status, 201);
    }
    let refused = app.post(PROOFS, &ask).await;
    assert_eq!(refused.refusal(), (429, "rate_limited".into()));
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(told(&app, &recorder).await.len(), 3);

    // An address is not flooded through other holds either.
    for hour in ["09", "11"] {
        let token = hold(&app, &format!("2026-06-16T{hour}:00:00+02:00")).await;
        for _ in 0..2 {
            app.post(PROOFS, &json!({ "hold": token, "email": "zoe@exemple.fr" })).await;
        }
    }
    assert_eq!(told(&app, &recorder).await.len(), 3, "six in an hour");
}

/// Where the theme asks for no proof, a code would only write to strangers and keep slots from others.
async fn nobody_is_written_to_for_nothing(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let token = hold(&app, START).await;
    app.clock.advance(TimeDelta::minutes(9));
    let ask = json!({ "hold": token, "email": "stranger@exemple.fr" });
    assert_eq!(app.post(PROOFS, &ask).await.refusal(), (404, "not_found".into()));
    assert!(told(&app, &recorder).await.is_empty());
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(
        app.post(BOOK, &confirm_body(&token)).await.refusal(),
        (410, "hold_expired".into()),
        "not prolonged"
    );
}
