//! Journals: what is written there, by whom it is read and how, what goes with age and what nothing touches.

mod accesses;
mod append_only;
mod files;
mod order;
mod retention;

use axum::http::header;
use chrono::{DateTime, Utc};
use creno::store::access::{self, NewAccess};
use creno_types::journal::AccessKind;
use serde_json::{Value, json};

use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(changes_of_settings_tell_before_and_after, only_administrators_read_journals);

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
