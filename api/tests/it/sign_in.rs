//! What people do at the door besides signing in with a password: forgotten ones, sessions, the sign-in service when it is out of
//! reach. With a provider that answers: `playwright/specs/sign-in.spec.ts`.

use axum::body::Body;
use axum::http::{Method, header};
use chrono::TimeDelta;
use creno::config::OidcConfig;
use serde_json::{Value, json};

use crate::messages::{Recorder, recorded, told};
use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(
    a_forgotten_password_is_changed_by_a_link,
    the_answer_does_not_tell_whose_address_it_is,
    links_are_few_short_and_used_once,
    weak_passwords_are_refused,
    a_new_password_opens_a_door_that_guessing_closed,
    sessions_are_listed_and_ended,
    unused_sessions_end,
    who_is_switched_off_is_out_at_once,
    without_a_service_there_is_none,
    a_service_that_is_down_stops_nobody_else,
    attempts_are_used_up_by_their_own_browser,
);

const RESETS: &str = "/api/v1/session/password-resets";
const PASSWORD: &str = "/api/v1/session/password";
const SESSIONS: &str = "/api/v1/session/sessions";
const NEW: &str = "cheval agrafe pile correcte";

async fn ask(app: &TestApp, email: &str) -> Response {
    let page = "/back-office/rendez-vous/CRN-7K3QXN?date=2026-06-16";
    app.post(RESETS, &json!({ "email": email, "return_to": page })).await
}

/// The token of the link that was mailed last.
async fn token(app: &TestApp, recorder: &Recorder) -> String {
    let mail = told(app, recorder).await.pop().expect("a mail");
    assert_eq!(mail.to, network::ANA);
    let base = "https://rdv.example.fr/back-office/nouveau-mot-de-passe#";
    let (_, rest) = mail.text.split_once(base).expect("a link");
    let token: String = rest.chars().take_while(|letter| !letter.is_whitespace()).collect();
    assert_eq!(token.len(), 43, "{token}");
    assert!(mail.html.contains(&token), "{mail:?}");
    token
}

async fn sign_in_with(app: &TestApp, password: &str) -> Response {
    app.post("/api/v1/session", &json!({ "email": network::ANA, "password": password })).await
}

async fn kinds(app: &TestApp) -> Vec<String> {
    let rows = app.app.db.query("SELECT kind FROM access_log ORDER BY at, id").fetch_all().await.unwrap();
    rows.iter().map(|row| row.get("kind").unwrap()).collect()
}

async fn a_forgotten_password_is_changed_by_a_link(mut app: TestApp) {
    let recorder = recorded(&mut app, 1, false);
    let elsewhere = app.fresh();
    elsewhere.sign_in(network::ANA).await;
    assert_eq!(ask(&app, "  Ana@Example.fr").await.status, 202);
    assert!(told(&app, &recorder).await.is_empty(), "the mail server refuses once");
    app.clock.advance(TimeDelta::minutes(1));
    let token = token(&app, &recorder).await;
    let rows = app.app.db.query("SELECT token_hash FROM password_reset").fetch_all().await.unwrap();
    let kept: Vec<u8> = rows[0].get("token_hash").unwrap();
    assert_eq!(kept.len(), 32, "a hash");
    let rows = app.app.db.query("SELECT body FROM message").fetch_all().await.unwrap();
    let journaled: String = rows[0].get("body").unwrap();
    assert!(journaled.contains("[lien personnel]") && !journaled.contains(&token), "{journaled}");

    let changed = app.put(PASSWORD, &json!({ "token": token, "password": NEW })).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(changed.json()["return_to"], "/back-office/rendez-vous/CRN-7K3QXN?date=2026-06-16");
    assert!(!changed.headers.contains_key(header::SET_COOKIE), "nobody is signed in by a link");
    assert_eq!(elsewhere.get("/api/v1/session").await.status, 401, "sessions have ended");
    assert_eq!(sign_in_with(&app, network::PASSWORD).await.refusal(), (401, "wrong_credentials".into()));
    assert_eq!(sign_in_with(&app, NEW).await.status, 200);
    let journal = kinds(&app).await;
    assert_eq!(
        journal,
        ["sign_in", "password_reset_asked", "password_changed", "sign_in_refused", "sign_in"]
    );
}

async fn the_answer_does_not_tell_whose_address_it_is(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    app.write("UPDATE staff SET active = FALSE WHERE slug = 'bea'").await;
    let known = ask(&app, network::ANA).await;
    for email in ["who@example.fr", network::BEA] {
        let other = ask(&app, email).await;
        assert_eq!((other.status, &other.text), (known.status, &known.text));
        let names = |response: &Response| {
            let mut names: Vec<_> = response.headers.keys().map(ToString::to_string).collect();
            names.sort();
            names
        };
        assert_eq!(names(&other), names(&known));
    }
    // The same is written for each: the same work, the same time.
    let rows = app.app.db.query("SELECT count(*) AS jobs FROM outbox").fetch_one().await.unwrap();
    assert_eq!(rows.get::<i64>("jobs").unwrap(), 3);
    let mails = told(&app, &recorder).await;
    let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, [network::ANA]);
    let rows = app
        .app
        .db
        .query("SELECT count(*) AS dead FROM outbox WHERE state = 'dead'")
        .fetch_one()
        .await
        .unwrap();
    assert_eq!(rows.get::<i64>("dead").unwrap(), 0, "an unknown address is no failure to look into");
    assert_eq!(
        app.post(RESETS, &json!({ "email": "nobody" })).await.faults(),
        [("email".to_owned(), "not_email".to_owned())]
    );
}

async fn links_are_few_short_and_used_once(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    let over = (410, "reset_link_over".to_owned());
    let choose = async |token: &str| app.put(PASSWORD, &json!({ "token": token, "password": NEW })).await;
    for nothing in ["", "no token", &"A".repeat(43)] {
        assert_eq!(choose(nothing).await.refusal(), over, "{nothing}");
    }
    ask(&app, network::ANA).await;
    let first = token(&app, &recorder).await;
    app.clock.advance(TimeDelta::minutes(31));
    assert_eq!(choose(&first).await.refusal(), over, "too old");
    ask(&app, network::ANA).await;
    let second = token(&app, &recorder).await;
    ask(&app, network::ANA).await;
    let third = token(&app, &recorder).await;
    for _ in 0..3 {
        assert_eq!(ask(&app, network::ANA).await.status, 202);
    }
    assert!(told(&app, &recorder).await.is_empty(), "three an hour");
    assert_eq!(choose(&second).await.status, 200);
    assert_eq!(choose(&second).await.refusal(), over, "used");
    assert_eq!(choose(&third).await.refusal(), over, "the others go with it");

    app.clock.advance(TimeDelta::hours(1));
    ask(&app, network::ANA).await;
    let late = token(&app, &recorder).await;
    app.write("UPDATE staff SET active = FALSE WHERE slug = 'ana'").await;
    assert_eq!(choose(&late).await.refusal(), over, "switched off meanwhile");
}

async fn weak_passwords_are_refused(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    ask(&app, network::ANA).await;
    let token = token(&app, &recorder).await;
    for (password, code) in [
        ("", "required"),
        ("onze lettre", "too_short"),
        ("ana@example.fr", "too_guessable"),
        ("Mot de passe 2026", "too_guessable"),
        (&"x y z ".repeat(60), "too_long"),
    ] {
        let refused = app.put(PASSWORD, &json!({ "token": token, "password": password })).await;
        assert_eq!(refused.faults(), [("password".to_owned(), code.to_owned())], "{password}");
    }
    // None of that used the link up.
    assert_eq!(app.put(PASSWORD, &json!({ "token": token, "password": NEW })).await.status, 200);
}

async fn a_new_password_opens_a_door_that_guessing_closed(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    for _ in 0..5 {
        sign_in_with(&app, "guess").await;
    }
    assert_eq!(sign_in_with(&app, network::PASSWORD).await.refusal(), (429, "rate_limited".into()));
    ask(&app, network::ANA).await;
    let token = token(&app, &recorder).await;
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(app.put(PASSWORD, &json!({ "token": token, "password": NEW })).await.status, 200);
    assert_eq!(sign_in_with(&app, NEW).await.status, 200);
}

/// A client of its own, that says which browser it is.
async fn signed_in(app: &TestApp, agent: &'static str) -> TestApp {
    let other = app.fresh();
    let body = json!({ "email": network::ANA, "password": network::PASSWORD });
    let mut request = other.json("/api/v1/session", &body);
    request.headers_mut().insert(header::USER_AGENT, agent.parse().unwrap());
    assert_eq!(other.send(request).await.status, 200);
    other
}

async fn sessions_are_listed_and_ended(app: TestApp) {
    assert_eq!(app.get(SESSIONS).await.refusal(), (401, "unauthenticated".into()));
    let firefox =
        signed_in(&app, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0").await;
    app.clock.advance(TimeDelta::minutes(5));
    let edge = signed_in(&app, "Mozilla/5.0 (Windows NT 10.0) Chrome/149.0 Safari/537.36 Edg/149.0").await;
    app.clock.advance(TimeDelta::minutes(5));
    let third = signed_in(&app, "").await;
    app.sign_in(network::DESK).await;

    let listed = edge.get(SESSIONS).await.json();
    let items = listed["items"].as_array().unwrap();
    assert_eq!(listed["idle_min"], 240);
    let browsers: Vec<_> = items.iter().map(|item| item["browser"].as_str().unwrap()).collect();
    assert!(browsers.contains(&"Firefox sur Linux") && browsers.contains(&"Navigateur inconnu"), "{listed}");
    assert_eq!(browsers[0], "Edge sur Windows", "it was used last, just now");
    let current: Vec<_> = items.iter().map(|item| item["current"].as_bool().unwrap()).collect();
    assert_eq!(current, [true, false, false]);
    assert!(items.iter().all(|item| item["address"] == "unknown" && item["signed_in_by"] == "password"));
    let used = |item: &Value| item["last_used_at"].as_str().unwrap()[..16].to_owned();
    assert_eq!(
        (used(&items[0]), used(&items[2])),
        ("2026-06-15T06:09".to_owned(), "2026-06-15T05:59".to_owned())
    );

    let one = |browser: &str| {
        let item = items.iter().find(|item| item["browser"] == browser).unwrap();
        format!("{SESSIONS}/{}", item["id"].as_str().unwrap())
    };
    let firefoxs = one("Firefox sur Linux");
    assert_eq!(app.delete(&firefoxs).await.refusal(), (404, "not_found".into()), "somebody else's");
    assert_eq!(firefox.get("/api/v1/session").await.status, 200);
    assert_eq!(edge.delete(&firefoxs).await.status, 204);
    assert_eq!(firefox.get("/api/v1/session").await.status, 401);
    assert_eq!(edge.delete(&firefoxs).await.refusal(), (404, "not_found".into()));
    assert_eq!(edge.delete(SESSIONS).await.status, 204);
    assert_eq!(third.get("/api/v1/session").await.status, 401);
    assert_eq!(edge.get("/api/v1/session").await.status, 200);
    assert_eq!(app.get("/api/v1/session").await.status, 200, "somebody else's stays");
    assert_eq!(edge.get(SESSIONS).await.json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(kinds(&app).await.iter().filter(|kind| *kind == "sessions_ended").count(), 2);

    // Keys of the API have no session to see.
    let mut request = app.request(Method::GET, SESSIONS).body(Body::empty()).unwrap();
    request.headers_mut().insert(header::AUTHORIZATION, "Bearer creno_nothing".parse().unwrap());
    assert_eq!(app.send(request).await.refusal(), (403, "insufficient_scope".into()));
}

async fn unused_sessions_end(app: TestApp) {
    app.sign_in(network::ANA).await;
    app.clock.advance(TimeDelta::minutes(239));
    assert_eq!(app.get("/api/v1/session").await.status, 200);
    app.clock.advance(TimeDelta::minutes(239));
    assert_eq!(app.get("/api/v1/session").await.status, 200, "it was used meanwhile");
    app.clock.advance(TimeDelta::minutes(121));
    assert_eq!(app.get("/api/v1/session").await.status, 200);
    // Ten hours after it began, used or not.
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(app.get("/api/v1/session").await.refusal(), (401, "unauthenticated".into()));

    app.sign_in(network::ANA).await;
    app.clock.advance(TimeDelta::minutes(241));
    assert_eq!(app.get("/api/v1/session").await.refusal(), (401, "unauthenticated".into()));
}

async fn who_is_switched_off_is_out_at_once(app: TestApp) {
    let ana = app.fresh();
    ana.sign_in(network::ANA).await;
    app.sign_in(network::SETTINGS).await;
    assert_eq!(app.patch("/api/v1/users/ana", &json!({ "active": false })).await.status, 200);
    assert_eq!(ana.get("/api/v1/session").await.refusal(), (401, "unauthenticated".into()));
    assert_eq!(app.patch("/api/v1/users/ana", &json!({ "active": true })).await.status, 200);
    assert_eq!(ana.get("/api/v1/session").await.status, 401, "the session does not come back");
}

async fn without_a_service_there_is_none(app: TestApp) {
    let methods = app.get("/api/v1/session/methods").await.json();
    assert_eq!(methods, json!({ "password_is_rescue": false, "reset": false }));
    for path in ["", "/callback?code=x&state=y", "/sign-out"] {
        let refused = app.get(&format!("/api/v1/session/oidc{path}")).await;
        assert_eq!(refused.refusal(), (404, "not_found".into()), "{path}");
    }
}

/// On the same database, with a service at an address where nobody listens.
async fn with_service(app: &TestApp) -> TestApp {
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", socket.local_addr().unwrap());
    drop(socket);
    app.configured(|config| {
        config.oidc = Some(OidcConfig {
            issuer,
            client_id: "creno".into(),
            client_secret: None,
            label: "Compte Exemple".into(),
            scopes: vec!["email".into()],
            create: None,
            allowed_domains: Vec::new(),
            trust_email: false,
            password_is_rescue: false,
        });
    })
}

fn location(response: &Response) -> &str {
    assert_eq!(response.status, 303, "{response:?}");
    response.headers[header::LOCATION].to_str().unwrap()
}

async fn a_service_that_is_down_stops_nobody_else(app: TestApp) {
    let app = with_service(&app).await;
    let methods = app.get("/api/v1/session/methods").await.json();
    assert_eq!(methods["sso"], json!({ "label": "Compte Exemple", "start": "/api/v1/session/oidc" }));
    let sent = app.get("/api/v1/session/oidc?return_to=/back-office/journaux?du=2026-06-01").await;
    assert_eq!(location(&sent), "/back-office/journaux?du=2026-06-01#connexion=unreachable");
    for elsewhere in
        ["https://evil.example/back-office/", "//evil.example/back-office/", "/%5Cevil.example/", "/rdv"]
    {
        let sent = app.get(&format!("/api/v1/session/oidc?return_to={elsewhere}")).await;
        assert_eq!(location(&sent), "/back-office/#connexion=unreachable", "{elsewhere}");
    }
    assert_eq!(location(&app.get("/api/v1/session/oidc/sign-out").await), "/back-office/");
    app.sign_in(network::ANA).await;
}

async fn attempts_are_used_up_by_their_own_browser(app: TestApp) {
    let app = with_service(&app).await;
    let stale = "/back-office/#connexion=stale";
    let callback = async |cookie: Option<&str>, query: &str| {
        let mut request = app.request(Method::GET, &format!("/api/v1/session/oidc/callback{query}"));
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, format!("__Host-creno-sign-in={cookie}"));
        }
        let response = app.send(request.body(Body::empty()).unwrap()).await;
        location(&response).to_owned()
    };
    assert_eq!(callback(None, "?code=x&state=y").await, stale);
    assert_eq!(callback(Some("browser"), "?code=x&state=y").await, stale);
    assert_eq!(callback(Some("browser"), "").await, stale);

    let attempt = async |state: &str, minutes: i64| {
        let hash = |purpose: &[u8], text: &str| {
            ring::digest::digest(&ring::digest::SHA256, &[purpose, &[0], text.as_bytes()].concat())
                .as_ref()
                .to_vec()
        };
        let mut tx = app.app.db.begin().await.unwrap();
        let sql = "INSERT INTO sign_in_attempt (state_hash, browser_hash, return_to, expires_at) VALUES ($1, $2, $3, $4)";
        let query =
            tx.query(sql).bind(hash(b"sign-in state", state)).bind(hash(b"sign-in browser", "browser"));
        let query = query.bind("/back-office/a-traiter".to_owned());
        query.bind(app.app.now() + TimeDelta::minutes(minutes)).execute().await.unwrap();
        tx.commit().await.unwrap();
    };
    attempt("one", 10).await;
    assert_eq!(callback(Some("another"), "?code=x&state=one").await, stale, "another browser");
    let first = callback(Some("browser"), "?error=access_denied&state=one").await;
    assert_eq!(first, "/back-office/a-traiter#connexion=denied");
    assert_eq!(callback(Some("browser"), "?error=access_denied&state=one").await, stale, "replayed");
    attempt("two", 10).await;
    let other = callback(Some("browser"), "?code=x&state=two&iss=https://evil.example").await;
    assert_eq!(other, "/back-office/a-traiter#connexion=wrong_issuer");
    attempt("three", 10).await;
    let down = callback(Some("browser"), "?code=x&state=three").await;
    assert_eq!(down, "/back-office/a-traiter#connexion=unreachable");
    attempt("four", -1).await;
    assert_eq!(callback(Some("browser"), "?code=x&state=four").await, stale, "too old");
}
