//! Journals taken away as files.

use axum::http::header;
use chrono::{DateTime, Utc};
use creno::anti_abuse;
use creno_types::journal::AccessKind;
use serde_json::Value;
use uuid::Uuid;

use super::{ACCESSES, MESSAGES, REFUSALS, SETTINGS, change_settings, subjects, write};
use crate::booking::{START, book};
use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(journals_are_taken_away_as_files, a_long_journal_is_sent_whole);

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
