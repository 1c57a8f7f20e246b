//! Journals: what is written there, by whom it is read and how, what goes with age and what nothing touches.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, header};
use chrono::{DateTime, TimeDelta, Utc};
use creno::anti_abuse;
use creno::store::access::{self, NewAccess};
use creno::store::all_statements;
use creno_types::journal::AccessKind;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::booking::{START, book};
use crate::support::{Response, Table, TestApp, network, on_both_engines};

on_both_engines!(
    accesses_are_found_by_kind_period_and_text,
    pages_follow_each_other_without_gap_or_double,
    changes_of_settings_tell_before_and_after,
    journals_are_taken_away_as_files,
    a_long_journal_is_sent_whole,
    only_administrators_read_journals,
    the_address_is_that_of_the_client,
    looks_at_clients_are_accesses,
    what_is_too_old_goes,
);

const ACCESSES: &str = "/api/v1/journals/accesses";
const SETTINGS: &str = "/api/v1/journals/settings";
const REFUSALS: &str = "/api/v1/journals/refusals";
const MESSAGES: &str = "/api/v1/messages";

/// Writes an access; `number` tells those of one millisecond apart.
async fn write(app: &TestApp, at: &str, number: u8, kind: AccessKind, who: &str, subject: &str) {
    let at: DateTime<Utc> = at.parse().unwrap();
    let millis = u64::try_from(at.timestamp_millis()).unwrap();
    let id =
        uuid::Builder::from_unix_timestamp_millis(millis, &[0, 0, 0, 0, 0, 0, 0, 0, 0, number]).into_uuid();
    let line = NewAccess {
        id,
        at,
        kind,
        staff: None,
        key: None,
        who: who.into(),
        account_hash: None,
        address: "192.0.2.7".into(),
        subject: subject.into(),
    };
    access::insert_access(&app.app.db, line).await.unwrap();
}

fn subjects(answer: &Response) -> Vec<String> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let journal = answer.json();
    let lines = journal["items"].as_array().unwrap();
    lines.iter().map(|line| line["subject"].as_str().unwrap().to_owned()).collect()
}

/// The rows of a file, its titles first.
fn rows(file: &Response) -> Vec<Vec<String>> {
    assert_eq!(file.status, 200, "{file:?}");
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8; header=present");
    assert_eq!(file.headers[header::CACHE_CONTROL], "no-store");
    let text = file.text.strip_prefix('\u{feff}').expect("a byte-order mark");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn accesses_are_found_by_kind_period_and_text(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let read = AccessKind::Read;
    write(&app, "2026-05-09T23:59:59.999Z", 1, read, "Élodie Roux", "before").await;
    write(&app, "2026-05-10T00:00:00Z", 1, read, "Élodie Roux", "first instant").await;
    write(&app, "2026-05-10T12:00:00.5Z", 1, AccessKind::SignIn, "Bob", "noon").await;
    write(&app, "2026-05-10T23:59:59.999Z", 1, read, "Bob", "last instant").await;
    write(&app, "2026-05-11T00:00:00Z", 1, read, "Bob", "after 100%").await;
    for (query, expected) in [
        ("from=2026-05-10&to=2026-05-10", vec!["last instant", "noon", "first instant"]),
        ("to=2026-05-09", vec!["before"]),
        ("from=2026-05-11&to=2026-05-12", vec!["after 100%"]),
        ("to=2026-05-31&kind=sign_in", vec!["noon"]),
        ("to=2026-05-31&q=elODIE", vec!["first instant", "before"]),
        ("to=2026-05-31&q=%C3%89lodie", vec!["first instant", "before"]),
        ("to=2026-05-31&q=NOON", vec!["noon"]),
        ("to=2026-05-31&q=0%25", vec!["after 100%"]),
        ("to=2026-05-31&q=_", vec![]),
        ("to=2026-05-31&q=192.0.2.7&kind=sign_in", vec!["noon"]),
        ("to=2026-05-31&q=192.0.2.8", vec![]),
        ("from=-4000-01-01&to=1960-01-01", vec![]),
        ("to=2026-05-31&q=a%00fter", vec!["after 100%"]),
    ] {
        assert_eq!(subjects(&app.get(&format!("{ACCESSES}?{query}")).await), expected, "{query}");
    }
    let latest = app.get(&format!("{ACCESSES}?limit=1")).await.json();
    let line = &latest["items"][0];
    assert_eq!(
        [&line["kind"], &line["who"], &line["by_key"]],
        [&json!("sign_in"), &json!("reglages"), &json!(false)]
    );
    assert_eq!(line["address"], "unknown", "a test has no socket");
    let reversed = app.get(&format!("{ACCESSES}?from=2026-05-02&to=2026-05-01")).await;
    assert_eq!(reversed.refusal(), (422, "invalid_range".into()));
    for wrong in ["kind=rain", "from=yesterday", "cursor=1", "format=pdf", "limit=-1"] {
        let answer = app.get(&format!("{ACCESSES}?{wrong}")).await;
        assert_eq!(answer.refusal(), (400, "invalid_query".into()), "{wrong}");
    }
}

async fn pages_follow_each_other_without_gap_or_double(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    // Many of the very same instant: only their ids tell them apart.
    for number in 0..25 {
        let at = if number < 12 { "2026-05-10T08:00:00Z" } else { "2026-05-10T08:00:00.250Z" };
        write(&app, at, number, AccessKind::Read, "Ana", &format!("look {number}")).await;
    }
    let mut path = format!("{ACCESSES}?to=2026-05-31&q=LOOK&limit=7");
    let mut seen = Vec::new();
    loop {
        let page = app.get(&path).await;
        seen.extend(subjects(&page));
        // What is added meanwhile is later than all that is still to come.
        write(&app, "2026-05-11T08:00:00Z", seen.len() as u8, AccessKind::Read, "Ana", "look new").await;
        let Some(link) = page.headers.get(header::LINK) else { break };
        let link = link.to_str().unwrap();
        assert!(link.ends_with(">; rel=\"next\"") && page.json()["next"].is_string());
        path = link[1..link.find('>').unwrap()].to_owned();
        assert!(
            path.contains("q=LOOK") && path.contains("to=2026-05-31") && path.contains("limit=7"),
            "{path}"
        );
    }
    let expected: Vec<_> = (0..25).rev().map(|number| format!("look {number}")).collect();
    assert_eq!(seen, expected);
    for (limit, count) in [("0", 1), ("1000", 200), ("3", 3)] {
        for number in 0..200 {
            write(&app, "2026-04-01T08:00:00Z", number, AccessKind::Read, "x", "old").await;
        }
        let page = subjects(&app.get(&format!("{ACCESSES}?limit={limit}")).await);
        assert_eq!(page.len(), count, "{limit}");
        app.write("DELETE FROM access_log WHERE subject = 'old'").await;
    }
}

/// An API key made and revoked: two changes.
async fn change_settings(app: &TestApp, name: &str) -> Value {
    let new = json!({ "name": name, "scopes": ["appointments:read"] });
    let made = app.post("/api/v1/api-keys", &new).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.json()["key"]["id"].as_str().or(made.json()["id"].as_str()).unwrap().to_owned();
    assert_eq!(app.delete(&format!("/api/v1/api-keys/{id}")).await.status, 204);
    made.json()
}

async fn changes_of_settings_tell_before_and_after(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let made = change_settings(&app, "Comptabilité").await;
    let journal = app.get(SETTINGS).await;
    assert!(!journal.text.contains(made["secret"].as_str().unwrap()), "secrets are nowhere");
    let journal = journal.json();
    let [revoked, created] = &journal["items"].as_array().unwrap()[..] else { panic!("{journal}") };
    for change in [revoked, created] {
        assert_eq!(
            [&change["who"], &change["resource"], &change["subject"]],
            ["reglages", "api-keys", "Comptabilité"]
        );
        assert_eq!(change["by_key"], false);
    }
    assert_eq!((&created["action"], &created["before"]), (&json!("created"), &Value::Null));
    assert_eq!(created["after"]["scopes"], json!(["appointments:read"]));
    assert_eq!(revoked["action"], "updated");
    assert!(revoked["before"].get("revoked_at").is_none_or(Value::is_null), "{revoked}");
    assert!(revoked["after"]["revoked_at"].is_string(), "{revoked}");

    change_settings(&app, "Site").await;
    for (query, count) in [
        ("resource=api-keys", 4),
        ("resource=themes", 0),
        ("resource=a%00pi-keys", 4),
        ("q=comptabilite", 2),
        ("q=REGLAGES", 4),
        ("from=2026-06-15&to=2026-06-15", 4),
        ("to=2026-06-14", 0),
        ("from=2026-06-16", 0),
    ] {
        let found = app.get(&format!("{SETTINGS}?{query}")).await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{query}");
    }
    let page = app.get(&format!("{SETTINGS}?limit=3&q=regl")).await;
    let link = page.headers[header::LINK].to_str().unwrap();
    let rest = app.get(&link[1..link.find('>').unwrap()]).await.json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    assert_eq!(rest["items"][0]["id"], created["id"]);
    assert!(rest.get("next").is_none());
    let reversed = app.get(&format!("{SETTINGS}?from=2026-05-02&to=2026-05-01")).await;
    assert_eq!(reversed.refusal(), (422, "invalid_range".into()));
}

async fn journals_are_taken_away_as_files(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    write(&app, "2026-05-10T08:00:00Z", 1, AccessKind::Read, "=1+cmd|' /C calc'!A0", "a;b \"c\"").await;
    let file = app.get(&format!("{ACCESSES}?format=csv&from=2026-05-01&to=2026-05-31&limit=1")).await;
    let name = "attachment; filename=\"creno-acces-2026-05-01-2026-05-31.csv\"";
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], name);
    let expected = ["2026-05-10 08:00:00", "read", "'=1+cmd|' /C calc'!A0", "non", "192.0.2.7", "a;b \"c\""];
    assert_eq!(rows(&file)[0], ["Instant (UTC)", "Nature", "Qui", "Clé d’API", "Adresse réseau", "Objet"]);
    assert_eq!(rows(&file)[1..], [expected.map(str::to_owned).to_vec()]);
    assert!(file.text.ends_with("\r\n"));
    for format in ["json", ""] {
        let parameter = if format.is_empty() { String::new() } else { format!("&format={format}") };
        let page = app.get(&format!("{ACCESSES}?to=2026-05-31{parameter}")).await;
        assert_eq!(page.json()["items"].as_array().unwrap().len(), 1);
    }

    change_settings(&app, "-Site").await;
    let changes = rows(&app.get(&format!("{SETTINGS}?format=csv&resource=api-keys")).await);
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[1][4..7], ["api-keys", "'-Site", "updated"]);
    let after: Value = serde_json::from_str(&changes[1][8]).unwrap();
    assert_eq!(after["name"], "-Site");

    anti_abuse::refusals::note(
        &app.app,
        creno_types::ProblemCode::RateLimited,
        anti_abuse::Resource::Holds,
        None,
    );
    let refusals = rows(&app.get(&format!("{REFUSALS}?format=csv")).await);
    assert_eq!(refusals[1][1..], ["rate_limited", "holds", "", "1"]);

    // What was taken away is told, and by whom.
    let exports = app.get(&format!("{ACCESSES}?kind=export&limit=200")).await;
    assert_eq!(subjects(&exports), ["journal of refusals", "journal of settings", "journal of accesses"]);
    assert_eq!(exports.json()["items"][0]["who"], "reglages");
    for path in [SETTINGS, REFUSALS, ACCESSES] {
        let refused = app.get(&format!("{path}?format=csv&from=2026-05-02&to=2026-05-01")).await;
        assert_eq!(refused.refusal(), (422, "invalid_range".into()));
    }

    app.sign_in(network::DESK).await;
    let booked = book(&app, START).await;
    creno::outbox::run_due(&app.app).await.unwrap();
    let masked = rows(&app.get(&format!("{MESSAGES}?format=csv")).await);
    assert_eq!(masked.len(), 3);
    let reference = booked["reference"].as_str().unwrap();
    assert!(masked[1..].iter().all(|row| row[1] == reference && row[6..9] == ["", "", ""]), "{masked:?}");
    app.sign_in(network::ADMIN).await;
    let whole = rows(&app.get(&format!("{MESSAGES}?format=csv&reference={reference}")).await);
    assert!(whole[1..].iter().any(|row| row[6] == "zoe@exemple.fr" && row[8].contains('\n')), "{whole:?}");
}

/// More lines than are read at once, some of the same instant.
async fn a_long_journal_is_sent_whole(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let mut tx = app.app.db.begin().await.unwrap();
    for number in 0..2_345_u128 {
        let at: DateTime<Utc> = "2026-05-10T08:00:00Z".parse().unwrap();
        let id = Uuid::from_u128((0x019e_1000_0000_u128 << 80) + number);
        tx.query("INSERT INTO access_log (id, at, kind, address, subject) VALUES ($1, $2, 'read', '192.0.2.7', $3)")
            .bind(id).bind(at).bind(number.to_string()).execute().await.unwrap();
    }
    tx.commit().await.unwrap();
    let file = rows(&app.get(&format!("{ACCESSES}?format=csv&to=2026-05-31")).await);
    let numbers: Vec<u128> = file[1..].iter().map(|row| row[5].parse().unwrap()).collect();
    assert_eq!(numbers, (0..2_345).rev().collect::<Vec<_>>());
}

async fn only_administrators_read_journals(app: TestApp) {
    for path in [ACCESSES, SETTINGS, REFUSALS] {
        for format in ["", "?format=csv"] {
            let path = format!("{path}{format}");
            assert_eq!(app.fresh().get(&path).await.refusal(), (401, "unauthenticated".into()), "{path}");
        }
    }
    use network::{ADMIN, ANA, BEA, DESK, IVO, MANAGER, NOBODY};
    for account in [ANA, BEA, DESK, ADMIN, IVO, MANAGER, NOBODY] {
        app.sign_in(account).await;
        for path in [ACCESSES, SETTINGS, REFUSALS] {
            for format in ["", "?format=csv"] {
                let path = format!("{path}{format}");
                assert_eq!(app.get(&path).await.refusal(), (403, "forbidden".into()), "{account} {path}");
            }
        }
    }
    app.sign_in(NOBODY).await;
    assert_eq!(app.get(&format!("{MESSAGES}?format=csv")).await.refusal(), (403, "forbidden".into()));
    app.sign_in(network::SETTINGS).await;
    for path in [ACCESSES, SETTINGS, REFUSALS] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
    assert_eq!(subjects(&app.get(&format!("{ACCESSES}?kind=export")).await), Vec::<String>::new());
}

async fn the_address_is_that_of_the_client(first: TestApp) {
    let app = first.configured(|config| {
        config.anti_abuse.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    });
    let through = |method: Method, path: &str, body: Body, peer: &str, forwarded: &str| {
        let mut request = app
            .request(method, path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-forwarded-for", forwarded)
            .body(body)
            .unwrap();
        let peer: IpAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 40_000))));
        request
    };
    let sign_in = async |password: &str, peer: &str, forwarded: &str| {
        let credentials = json!({ "email": network::SETTINGS, "password": password });
        let body = Body::from(credentials.to_string());
        app.send(through(Method::POST, "/api/v1/session", body, peer, forwarded)).await
    };
    // The proxy's word counts, what the client itself says to the left of it does not, nor does a stranger's.
    assert_eq!(sign_in("wrong password", "10.0.0.1", "203.0.113.9, 198.51.100.7").await.status, 401);
    assert_eq!(sign_in(network::PASSWORD, "192.0.2.9", "198.51.100.8").await.status, 200);
    let new = json!({ "name": "Site", "scopes": ["appointments:read"] });
    let made =
        through(Method::POST, "/api/v1/api-keys", Body::from(new.to_string()), "10.0.0.1", "198.51.100.7");
    assert_eq!(app.send(made).await.status, 201);
    let file = format!("{SETTINGS}?format=csv");
    assert_eq!(
        app.send(through(Method::GET, &file, Body::empty(), "10.0.0.1", "2001:db8::7")).await.status,
        200
    );

    let accesses = app.get(ACCESSES).await.json();
    let told: Vec<_> = accesses["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| ["kind", "who", "address"].map(|member| line[member].as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        ["export", "reglages", "2001:db8::7"],
        ["sign_in", "reglages", "192.0.2.9"],
        ["sign_in_refused", "reglages", "198.51.100.7"],
    ];
    assert_eq!(told, expected.map(|line| line.map(str::to_owned)));
    assert_eq!(app.get(SETTINGS).await.json()["items"][0]["address"], "198.51.100.7");
    let found = app.get(&format!("{ACCESSES}?q=198.51.100.7")).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

async fn looks_at_clients_are_accesses(app: TestApp) {
    let booked = book(&app, START).await;
    let reference = booked["reference"].as_str().unwrap();
    app.sign_in(network::ADMIN).await;
    app.write("UPDATE staff SET active = FALSE WHERE slug = 'ana'").await;
    for path in [
        "/api/v1/appointments?date=2026-06-16".to_owned(),
        format!("/api/v1/appointments/{reference}"),
        format!("/api/v1/appointments/{reference}/history"),
        "/api/v1/appointments/attention".into(),
        MESSAGES.into(),
    ] {
        assert_eq!(app.get(&path).await.status, 200, "{path}");
    }
    // Nothing is shown of what is not there.
    assert_eq!(app.get("/api/v1/appointments/CRN-AAAAAA/history").await.status, 404);
    app.sign_in(network::SETTINGS).await;
    let read = app.get(&format!("{ACCESSES}?kind=read&q=ADMIN")).await;
    assert_eq!(
        subjects(&read),
        [
            "messages".to_owned(),
            "appointments that need attention".into(),
            format!("history of {reference}"),
            format!("appointment {reference}"),
            "appointments of 2026-06-16".into(),
        ]
    );

    // A program is told apart.
    let new = json!({ "name": "Entrepôt", "scopes": ["appointments:read"] });
    let made = app.post("/api/v1/api-keys", &new).await.json();
    let secret = made["secret"].as_str().unwrap();
    let request = app.fresh().request(Method::GET, &format!("/api/v1/appointments/{reference}"));
    let request =
        request.header(header::AUTHORIZATION, format!("Bearer {secret}")).body(Body::empty()).unwrap();
    assert_eq!(app.fresh().send(request).await.status, 200);
    let by_key = app.get(&format!("{ACCESSES}?q=entrepot")).await.json();
    assert_eq!(by_key["items"][0]["by_key"], true, "{by_key}");
    assert_eq!([&by_key["items"][0]["who"], &by_key["items"][0]["kind"]], ["Entrepôt", "read"]);
}

const ACCESS_ROWS: Table = Table::of("SELECT count(*) AS rows FROM access_log");
const CHANGE_ROWS: Table = Table::of("SELECT count(*) AS rows FROM settings_log");
const MESSAGE_ROWS: Table = Table::of("SELECT count(*) AS rows FROM message");
const REFUSAL_ROWS: Table = Table::of("SELECT count(*) AS rows FROM refusal");

async fn what_is_too_old_goes(first: TestApp) {
    let app = first.configured(|config| {
        config.retention.accesses = 10;
        config.retention.settings = 20;
        config.retention.messages = 30;
        config.retention.refusals = 5;
    });
    let start = app.app.now();
    app.sign_in(network::SETTINGS).await;
    change_settings(&app, "Site").await;
    book(&app, START).await;
    creno::outbox::run_due(&app.app).await.unwrap();
    anti_abuse::refusals::note(
        &app.app,
        creno_types::ProblemCode::RateLimited,
        anti_abuse::Resource::Holds,
        None,
    );
    anti_abuse::refusals::flush(&app.app).await.unwrap();
    // More than one batch.
    let mut tx = app.app.db.begin().await.unwrap();
    for _ in 0..1_500 {
        tx.query(
            "INSERT INTO access_log (id, at, kind, address, subject) VALUES ($1, $2, 'read', '', 'old')",
        )
        .bind(app.app.new_id())
        .bind(start - TimeDelta::days(11))
        .execute()
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let rows = async || {
        [
            app.count(ACCESS_ROWS).await,
            app.count(CHANGE_ROWS).await,
            app.count(MESSAGE_ROWS).await,
            app.count(REFUSAL_ROWS).await,
        ]
    };
    let sweep = async |days: i64| {
        first.clock.set(start + TimeDelta::days(days) + TimeDelta::hours(1));
        anti_abuse::sweep(&app.app).await.unwrap();
    };
    assert_eq!(rows().await, [1_501, 2, 2, 1]);
    sweep(0).await;
    assert_eq!(rows().await, [1, 2, 2, 1], "the old ones went, all of them");
    sweep(5).await;
    assert_eq!(rows().await, [1, 2, 2, 1], "a day is kept until it is over");
    sweep(6).await;
    assert_eq!(rows().await, [1, 2, 2, 0]);
    sweep(10).await;
    assert_eq!(rows().await, [0, 2, 2, 0]);
    sweep(20).await;
    assert_eq!(rows().await, [0, 0, 2, 0]);
    // One that waits to be sent is kept.
    app.write("UPDATE message SET state = 'sent' WHERE audience = 'client'").await;
    app.write("UPDATE message SET state = 'delayed' WHERE audience = 'staff'").await;
    sweep(30).await;
    assert_eq!(rows().await, [0, 0, 1, 0]);
}

/// Tables whose rows tell what happened.
const JOURNALS: [&str; 4] = ["access_log", "settings_log", "refusal", "appointment_event"];
/// What drops old rows, what empties a demonstration, and what numbers.
const REMOVALS: [&str; 9] = [
    // Gives events their place in the order in which they are told: nothing that they hold.
    "NUMBER",
    "PURGE_ACCESSES",
    "PURGE_SETTINGS",
    "PURGE_REFUSALS",
    "DELETE_ACCESSES",
    "DELETE_SETTINGS_LOG",
    "DELETE_REFUSALS",
    "DELETE_EVENTS",
    // Rows of messages, which are no journal of this kind: their state changes.
    "PURGE_MESSAGES",
];

/// Where an event stands among the others is told once they are committed: nothing of what it tells changes.
const NUMBERING: &str = "update appointment_event set position = $2 where id = $1";

/// What a statement does to the rows of a journal that are there, if it does.
fn touches(sql: &str) -> Option<String> {
    let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace(NUMBERING, "");
    let verbs =
        ["update", "delete from", "truncate", "truncate table", "replace into", "insert or replace into"];
    for (table, verb) in JOURNALS.iter().flat_map(|table| verbs.map(|verb| (table, verb))) {
        let words = format!("{verb} {table}");
        let whole =
            |at: usize| !sql[at + words.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if sql.match_indices(&words).any(|(at, _)| whole(at)) {
            return Some(words);
        }
    }
    let inserts = JOURNALS.iter().any(|table| sql.contains(&format!("insert into {table} ")));
    (inserts && sql.contains("on conflict")).then(|| "on conflict".into())
}

#[test]
fn nothing_changes_what_journals_hold() {
    let touching: Vec<_> =
        all_statements().filter(|(name, sql)| !REMOVALS.contains(name) && touches(sql).is_some()).collect();
    assert!(touching.is_empty(), "{touching:?}");
    let removals = all_statements().filter(|(name, sql)| REMOVALS.contains(name) && touches(sql).is_some());
    assert_eq!(removals.count(), 8, "this test sees those that it allows");

    // Nor does SQL that is made as it goes.
    let mut files = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("store/maintenance.rs")
            && !path.ends_with("store/retention.rs")
        {
            read += 1;
            // Events are given their place once: nothing that they hold.
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace("UPDATE appointment_event SET position", "");
            let touched = touches(&text).filter(|how| how != "on conflict");
            assert_eq!(touched, None, "{}", path.display());
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn what_changes_a_journal_is_seen() {
    for sql in [
        "UPDATE access_log SET who = ''",
        "DELETE\n FROM  refusal WHERE day < $1",
        "INSERT INTO settings_log (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET who = excluded.who",
    ] {
        assert!(touches(sql).is_some(), "{sql}");
    }
    for sql in
        ["INSERT INTO access_log (id) VALUES ($1)", "DELETE FROM refusals_of_others", "SELECT 1 FROM refusal"]
    {
        assert_eq!(touches(sql), None, "{sql}");
    }
}
