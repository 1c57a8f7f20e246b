use axum::http::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use creno::anti_abuse;
use serde_json::{Value, json};

use crate::booking::{confirm_body, hold};
use crate::support::{APPOINTMENTS, TestApp, network, on_both_engines};

on_both_engines!(
    a_booking_takes_a_proof_of_work,
    each_wrong_proof_has_its_code,
    a_proof_serves_once_over_all_instances,
    what_else_is_refused_leaves_the_proof,
    a_confirmation_sent_again_needs_no_other_proof,
    a_question_stands_in_for_a_proof,
    a_question_takes_one_answer,
    robots_fill_what_is_hidden,
    refusals_are_journaled,
);

const CHALLENGE: &str = "/api/v1/public/challenge";
const APPOINTMENT: &str = "/api/v1/public/appointments";
const NINE: &str = "2026-06-16T09:00:00+02:00";
const TEN: &str = "2026-06-16T10:00:00+02:00";
const ELEVEN: &str = "2026-06-16T11:00:00+02:00";

/// An instance where challenges are on, and quickly solved.
pub fn guarded(app: &TestApp) -> TestApp {
    app.configured(|config| {
        config.challenge = true;
        config.anti_abuse.challenge_cost = 100;
        config.anti_abuse.challenge_attempts = 8;
    })
}

/// What an ALTCHA client sends for that challenge.
pub fn solve(challenge: &Value) -> String {
    payload(challenge, &solution(challenge))
}

pub fn solution(challenge: &Value) -> Value {
    let challenge: altcha::Challenge = serde_json::from_value(challenge.clone()).unwrap();
    let solution = altcha::solve_challenge(altcha::SolveChallengeOptions::new(&challenge)).unwrap();
    serde_json::to_value(solution.unwrap()).unwrap()
}

fn payload(challenge: &Value, solution: &Value) -> String {
    STANDARD.encode(json!({ "challenge": challenge, "solution": solution }).to_string())
}

pub async fn proof(app: &TestApp, query: &str) -> String {
    let response = app.get(&format!("{CHALLENGE}{query}")).await;
    assert_eq!(response.status, 200, "{response:?}");
    solve(&response.json())
}

fn with_challenge(hold: &str, challenge: Value) -> Value {
    let mut body = confirm_body(hold);
    body["challenge"] = challenge;
    body
}

async fn a_booking_takes_a_proof_of_work(app: TestApp) {
    let app = guarded(&app);
    let token = hold(&app, TEN).await;
    let missing = app.post(APPOINTMENT, &confirm_body(&token)).await;
    assert_eq!(missing.refusal(), (422, "challenge_missing".into()));

    let before = app.app.now().timestamp();
    let given = app.get(CHALLENGE).await;
    let after = app.app.now().timestamp();
    assert_eq!(given.headers[header::CACHE_CONTROL], "no-store");
    let challenge = given.json();
    assert_eq!(challenge["parameters"]["algorithm"], "PBKDF2/SHA-256");
    assert_eq!(
        challenge["parameters"]["data"],
        json!({ "for": "appointment", "site": "https://rdv.example.fr" })
    );
    let expires_at = challenge["parameters"]["expiresAt"].as_i64().unwrap();
    assert!((before + 300..=after + 300).contains(&expires_at), "{expires_at}");
    let booked = app.post(APPOINTMENT, &with_challenge(&token, solve(&challenge).into())).await;
    assert_eq!(booked.status, 201, "{booked:?}");
}

async fn each_wrong_proof_has_its_code(app: TestApp) {
    let app = guarded(&app);
    let token = hold(&app, TEN).await;
    let challenge = app.get(CHALLENGE).await.json();
    let solved = solution(&challenge);
    let altered = |pointer: &str, value: Value| {
        let mut whole = json!({ "challenge": challenge, "solution": solved });
        *whole.pointer_mut(pointer).unwrap() = value;
        json!(STANDARD.encode(whole.to_string()))
    };
    let other_key = json!("00".repeat(32));
    let of_another_site = app.configured(|config| config.public_url = "https://autre.example.fr".into());
    let of_another_secret = app.configured(|config| {
        config.anti_abuse.secret = Some("another secret, which only they know".into());
    });
    let rows = [
        (json!(""), "challenge_invalid"),
        (json!("not base64!"), "challenge_invalid"),
        (json!(STANDARD.encode("{}")), "challenge_invalid"),
        (altered("/challenge/signature", json!("00".repeat(32))), "challenge_invalid"),
        (altered("/challenge/signature", Value::Null), "challenge_invalid"),
        (altered("/challenge/parameters/keyPrefix", json!("")), "challenge_invalid"),
        (altered("/challenge/parameters/expiresAt", json!(4_000_000_000_u64)), "challenge_invalid"),
        (altered("/challenge/parameters/data/site", json!("https://autre.example.fr")), "challenge_invalid"),
        (altered("/solution/derivedKey", other_key), "challenge_invalid"),
        (altered("/solution/derivedKey", json!("é".repeat(32))), "challenge_invalid"),
        (proof(&app, "?for=slots").await.into(), "challenge_invalid"),
        (proof(&of_another_site, "").await.into(), "challenge_wrong_site"),
        (proof(&of_another_secret, "").await.into(), "challenge_invalid"),
    ];
    for (challenge, code) in rows {
        let refusal = app.post(APPOINTMENT, &with_challenge(&token, challenge.clone())).await.refusal();
        assert_eq!(refusal, (422, code.to_owned()), "{challenge}");
    }
    let nonsense = app.post(APPOINTMENT, &with_challenge(&token, json!(12))).await;
    assert_eq!(nonsense.refusal(), (400, "invalid_json".into()));
    app.clock.advance(TimeDelta::minutes(5));
    let late = app.post(APPOINTMENT, &with_challenge(&token, payload(&challenge, &solved).into())).await;
    assert_eq!(late.refusal(), (422, "challenge_expired".into()));
    assert_eq!(app.count(APPOINTMENTS).await, 0);
}

async fn a_proof_serves_once_over_all_instances(app: TestApp) {
    let here = guarded(&app);
    let there = here.elsewhere().await;
    let solved = json!(proof(&here, "").await);
    let booked = there.post(APPOINTMENT, &with_challenge(&hold(&here, NINE).await, solved.clone())).await;
    assert_eq!(booked.status, 201, "made here, used there: {booked:?}");
    let body = with_challenge(&hold(&here, TEN).await, solved);
    for instance in [&here, &there] {
        assert_eq!(instance.post(APPOINTMENT, &body).await.refusal(), (422, "challenge_replayed".into()));
    }

    // At the same instant, with two holds: one books.
    let solved = json!(proof(&there, "").await);
    let (left, right) = (hold(&here, ELEVEN).await, body["hold"].as_str().unwrap().to_owned());
    let (left, right) = (with_challenge(&left, solved.clone()), with_challenge(&right, solved));
    let (left, right) = tokio::join!(here.post(APPOINTMENT, &left), there.post(APPOINTMENT, &right));
    let mut codes = [left.status.as_u16(), right.status.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [201, 422], "{left:?} {right:?}");
    assert_eq!(app.count(APPOINTMENTS).await, 2);

    assert_eq!(uses(&app).await, 2);
    app.clock.advance(TimeDelta::minutes(7));
    anti_abuse::sweep(&here.app).await.unwrap();
    assert_eq!(uses(&app).await, 0, "forgotten once they have lapsed");
}

async fn uses(app: &TestApp) -> i64 {
    let row = app.app.db.query("SELECT count(*) AS rows FROM challenge_use").fetch_one().await.unwrap();
    row.get("rows").unwrap()
}

async fn what_else_is_refused_leaves_the_proof(app: TestApp) {
    let app = guarded(&app);
    let solved = json!(proof(&app, "").await);
    let token = hold(&app, TEN).await;
    let mut body = with_challenge(&token, solved.clone());
    body["client"]["email"] = json!("nobody");
    assert_eq!(app.post(APPOINTMENT, &body).await.refusal(), (422, "invalid_fields".into()));
    let given_back = hold(&app, ELEVEN).await;
    app.delete(&format!("/api/v1/public/holds/{given_back}")).await;
    let refused = app.post(APPOINTMENT, &with_challenge(&given_back, solved.clone())).await;
    assert_eq!(refused.refusal(), (404, "unknown_hold".into()));
    assert_eq!(app.post(APPOINTMENT, &with_challenge(&token, solved)).await.status, 201);
}

async fn a_confirmation_sent_again_needs_no_other_proof(app: TestApp) {
    let app = guarded(&app);
    let body = with_challenge(&hold(&app, TEN).await, proof(&app, "").await.into());
    let first = app.post_with_key(APPOINTMENT, "key", &body).await;
    assert_eq!(first.status, 201, "{first:?}");
    let again = app.post_with_key(APPOINTMENT, "key", &body).await;
    assert_eq!((again.status.as_u16(), again.json()), (201, first.json()), "its proof is spent");
    app.clock.advance(TimeDelta::minutes(6));
    let late = app.post_with_key(APPOINTMENT, "key", &body).await;
    assert_eq!((late.status.as_u16(), late.json()), (201, first.json()), "its proof has lapsed");
    let other = with_challenge(body["hold"].as_str().unwrap(), proof(&app, "").await.into());
    let other = app.post_with_key(APPOINTMENT, "key", &other).await;
    assert_eq!((other.status.as_u16(), other.json()), (201, first.json()), "another proof, the same request");
    assert_eq!(app.count(APPOINTMENTS).await, 1);
}

const NUMBERS: [&str; 19] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit",
];

/// A question, asked until it is one that this test can answer; its token, and the answer.
async fn question(app: &TestApp) -> (String, String) {
    for _ in 0..500 {
        let asked = app.get(&format!("{CHALLENGE}?kind=question&lang=fr")).await;
        assert_eq!(
            (asked.status.as_u16(), &asked.headers[header::CACHE_CONTROL]),
            (200, &"no-store".parse().unwrap())
        );
        let asked = asked.json();
        let sum = asked["question"].as_str().unwrap().strip_prefix("Combien font ");
        let Some((a, b)) = sum.and_then(|sum| sum.strip_suffix(" ?")?.split_once(" plus ")) else { continue };
        let value = |word| NUMBERS.iter().position(|number| *number == word).unwrap();
        let answer = (value(a) + value(b)).to_string();
        return (asked["token"].as_str().unwrap().to_owned(), answer);
    }
    panic!("no sum in 500 questions");
}

fn answered(token: &str, answer: &str) -> Value {
    json!({ "token": token, "answer": answer })
}

async fn a_question_stands_in_for_a_proof(app: TestApp) {
    let app = guarded(&app);
    let english = app.get(&format!("{CHALLENGE}?kind=question&lang=en")).await.json();
    assert!(
        english["question"].as_str().unwrap().is_ascii() || english["question"].to_string().contains('“')
    );
    let (token, answer) = question(&app).await;
    assert!(!token.contains(&answer) || token.len() > 100, "the token does not tell the answer");
    let held = hold(&app, TEN).await;
    let mut body = with_challenge(&held, answered(&token, &format!("  {answer}. ")));
    body["client"]["email"] = json!("nobody");
    assert_eq!(app.post(APPOINTMENT, &body).await.refusal(), (422, "invalid_fields".into()));
    body["client"]["email"] = json!("zoe@exemple.fr");
    assert_eq!(app.post(APPOINTMENT, &body).await.status, 201, "the same answer still counts");
    let again = with_challenge(&hold(&app, ELEVEN).await, body["challenge"].clone());
    assert_eq!(app.post(APPOINTMENT, &again).await.refusal(), (422, "challenge_replayed".into()));
}

async fn a_question_takes_one_answer(app: TestApp) {
    let app = guarded(&app);
    let held = hold(&app, TEN).await;
    let refused = async |challenge: Value| {
        let refusal = app.post(APPOINTMENT, &with_challenge(&held, challenge)).await.refusal();
        assert_eq!(refusal.0, 422);
        refusal.1
    };
    let (token, answer) = question(&app).await;
    assert_eq!(refused(answered(&token, "30")).await, "challenge_invalid");
    assert_eq!(refused(answered(&token, &answer)).await, "challenge_replayed", "no second guess");
    assert_eq!(refused(answered("nonsense", &answer)).await, "challenge_invalid");
    let (token, answer) = question(&app).await;
    let (_, signature) = token.split_once('.').unwrap();
    assert_eq!(refused(answered(&format!("e30.{signature}"), &answer)).await, "challenge_invalid");
    let other = app.configured(|config| config.public_url = "https://autre.example.fr".into());
    let (of_another_site, its_answer) = question(&other).await;
    assert_eq!(refused(answered(&of_another_site, &its_answer)).await, "challenge_wrong_site");
    app.clock.advance(TimeDelta::minutes(5));
    assert_eq!(refused(answered(&token, &answer)).await, "challenge_expired");
}

async fn robots_fill_what_is_hidden(app: TestApp) {
    // Without challenges as well.
    let token = hold(&app, TEN).await;
    for member in ["website", "fax"] {
        let mut body = confirm_body(&token);
        body[member] = json!("https://robot.example");
        assert_eq!(
            app.post(APPOINTMENT, &body).await.refusal(),
            (422, "refused_as_robot".into()),
            "{member}"
        );
    }
    let mut body = confirm_body(&token);
    body["website"] = json!("");
    assert_eq!(app.post(APPOINTMENT, &body).await.status, 201, "people leave it empty");
}

async fn refusals_are_journaled(app: TestApp) {
    let app = guarded(&app);
    let token = hold(&app, TEN).await;
    let journal = "/api/v1/journals/refusals";
    for _ in 0..3 {
        app.post(APPOINTMENT, &confirm_body(&token)).await;
    }
    app.post(APPOINTMENT, &with_challenge(&token, json!("e30="))).await;
    assert_eq!(app.get(journal).await.refusal(), (401, "unauthenticated".into()));
    app.sign_in(network::ANA).await;
    assert_eq!(app.get(journal).await.refusal(), (403, "forbidden".into()));
    app.sign_in(network::SETTINGS).await;

    let whole = app.get(journal).await.json();
    assert_eq!(
        whole["counts"],
        json!([
            { "day": "2026-06-15", "reason": "challenge_invalid", "occurrences": 1 },
            { "day": "2026-06-15", "reason": "challenge_missing", "occurrences": 3 },
        ])
    );
    assert_eq!(whole["items"].as_array().unwrap().len(), 2);
    assert_eq!(whole["items"][0]["resource"], "appointments");
    assert_eq!(whole["items"][0]["prefix"], "", "no socket, no network");

    let first = app.get(&format!("{journal}?limit=1&from=2026-06-15")).await;
    let link = first.headers[header::LINK].to_str().unwrap();
    let next = link.strip_prefix('<').unwrap().split_once(">; rel=\"next\"").unwrap().0;
    let second = app.get(next).await;
    assert!(!second.headers.contains_key(header::LINK), "{second:?}");
    assert_eq!(json!([first.json()["items"][0], second.json()["items"][0]]), whole["items"]);
    let missing = app.get(&format!("{journal}?reason=challenge_missing")).await.json();
    assert_eq!(
        (missing["items"].as_array().unwrap().len(), &missing["items"][0]["occurrences"]),
        (1, &json!(3))
    );
    let before = app.get(&format!("{journal}?to=2026-06-14")).await.json();
    assert_eq!((&before["items"], &before["counts"]), (&json!([]), &json!([])));
    assert_eq!(app.get(&format!("{journal}?reason=weather")).await.refusal(), (400, "invalid_query".into()));
    let backwards = app.get(&format!("{journal}?from=2026-06-15&to=2026-06-14")).await;
    assert_eq!(backwards.refusal(), (422, "invalid_range".into()));

    app.clock.advance(TimeDelta::days(31));
    anti_abuse::sweep(&app.app).await.unwrap();
    let row = app.app.db.query("SELECT count(*) AS rows FROM refusal").fetch_one().await.unwrap();
    assert_eq!(row.get::<i64>("rows").unwrap(), 0, "kept for thirty days");
}
