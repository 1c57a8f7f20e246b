//! What goes with age.

use chrono::TimeDelta;
use creno::anti_abuse;

use super::change_settings;
use crate::booking::{START, book};
use crate::support::{Table, TestApp, network, on_both_engines};

on_both_engines!(what_is_too_old_goes);

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
