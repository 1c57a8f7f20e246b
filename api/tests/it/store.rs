use std::collections::BTreeSet;
use std::task::Poll;
use std::time::Duration;

use chrono::{DateTime, Utc};
use creno::store::{Db, StoreError, all_statements};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::booking::{START, book};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    every_statement_is_understood,
    the_second_net_catches_overlaps,
    transactions_leave_nothing_behind,
    transactions_side_by_side_keep_apart,
);

async fn every_statement_is_understood(app: TestApp) {
    let mut count = 0;
    for (name, sql) in all_statements() {
        app.app.db.prepare(sql).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        count += 1;
    }
    assert!(count > 30, "{count}");
}

/// Writes a second stretch of the same person, as a program without the lock would.
async fn write_over(db: &Db, from: &str, until: &str) -> Result<(), StoreError> {
    let read = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let mut tx = db.begin().await?;
    tx.query(
        "INSERT INTO occupancy (id, staff_id, starts_at, ends_at, busy_until, agency_id, theme_id, channel, expires_at, hold_token_hash)
         SELECT $1, staff_id, $2, $3, $3, agency_id, theme_id, channel, $3, $4 FROM occupancy LIMIT 1",
    )
    .bind(Uuid::now_v7())
    .bind(read(from))
    .bind(read(until))
    .bind(from.as_bytes().to_vec())
    .execute()
    .await?;
    tx.commit().await
}

async fn the_second_net_catches_overlaps(app: TestApp) {
    book(&app, START).await;
    let db = &app.app.db;
    for (from, until) in [
        ("2026-06-16T08:59:00Z", "2026-06-16T09:30:00Z"),
        ("2026-06-16T07:00:00Z", "2026-06-16T08:01:00Z"),
        ("2026-06-16T08:15:00Z", "2026-06-16T08:30:00Z"),
        ("2026-06-16T07:00:00Z", "2026-06-16T12:00:00Z"),
    ] {
        let refused = write_over(db, from, until).await;
        assert!(refused.as_ref().is_err_and(StoreError::is_overlap), "{from}: {refused:?}");
    }
    write_over(db, "2026-06-16T09:00:00Z", "2026-06-16T09:30:00Z").await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let moved = tx
        .query("UPDATE occupancy SET starts_at = $1 WHERE appointment_id IS NULL")
        .bind("2026-06-16T08:30:00Z".parse::<DateTime<Utc>>().unwrap())
        .execute()
        .await;
    assert!(moved.as_ref().is_err_and(StoreError::is_overlap), "{moved:?}");
}

async fn transactions_leave_nothing_behind(app: TestApp) {
    let db = &app.app.db;
    let mut tx = db.begin().await.unwrap();
    tx.query("DELETE FROM theme_field").execute().await.unwrap();
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    tx.query("DELETE FROM theme_field WHERE field_key = 'phone'").execute().await.unwrap();
    tx.rollback().await.unwrap();
    let row = db.query("SELECT count(*) AS rows FROM theme_field").fetch_one().await.unwrap();
    assert_eq!(row.get::<i64>("rows").unwrap(), 8);
}

/// Many at once: some commit, some undo what they did, some fail, some are given up while they wait or write. Those that
/// were told that they are committed are there, and no other.
async fn transactions_side_by_side_keep_apart(app: TestApp) {
    let mut make = app.app.db.begin().await.unwrap();
    make.query("CREATE TABLE side (number BIGINT PRIMARY KEY)").execute().await.unwrap();
    make.commit().await.unwrap();
    let mut tasks = JoinSet::new();
    for number in 0..120_i64 {
        let db = app.app.db.clone();
        tasks.spawn(async move {
            let write = async {
                let mut tx = db.begin().await?;
                tx.query("INSERT INTO side (number) VALUES ($1)").bind(number).execute().await?;
                match number % 4 {
                    0 => tx.rollback().await.map(|()| false),
                    // The same number again: the statement is refused, the transaction dropped.
                    1 => {
                        let again = tx.query("INSERT INTO side (number) VALUES ($1)").bind(number);
                        again.execute().await.map(|_| true)
                    }
                    _ => {
                        tx.commit().await?;
                        let row =
                            db.query("SELECT count(*) AS seen FROM side WHERE number = $1").bind(number);
                        assert_eq!(row.fetch_one().await?.get::<i64>("seen")?, 1, "committed, and not seen");
                        Ok::<_, StoreError>(true)
                    }
                }
            };
            if number % 5 == 4 {
                // Given up somewhere on the way.
                let steps = usize::try_from(number / 5).unwrap();
                return (
                    number,
                    given_up_after(steps, write).await.is_some_and(|done| done.unwrap_or(false)),
                    true,
                );
            }
            (number, write.await.unwrap_or(false), false)
        });
    }
    let all =
        tokio::time::timeout(Duration::from_secs(30), tasks.join_all()).await.expect("nobody waits for ever");
    let rows = app.app.db.query("SELECT number FROM side").fetch_all().await.unwrap();
    let written: BTreeSet<i64> = rows.iter().map(|row| row.get("number").unwrap()).collect();
    for (number, told, given_up) in all {
        let there = written.contains(&number);
        if given_up && !told {
            assert!(!there || number % 4 > 1, "{number} was neither committed nor given up");
        } else {
            assert_eq!(there, told && number % 4 > 1, "{number}");
        }
    }
}

/// Polls a future some times, and drops it unless it is done.
async fn given_up_after<T>(steps: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = std::pin::pin!(future);
    let mut polls = 0;
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if polls == steps => Poll::Ready(None),
        Poll::Pending => {
            polls += 1;
            Poll::Pending
        }
    })
    .await
}

/// Tables, their columns, and which of them may be null.
async fn columns(db: &Db, sql: &'static str) -> BTreeSet<(String, String, bool)> {
    let rows = db.query(sql).fetch_all().await.unwrap();
    let columns = rows.iter().map(|row| {
        let nullable: i64 = row.get("nullable").unwrap();
        (row.get("table_name").unwrap(), row.get("column_name").unwrap(), nullable == 1)
    });
    columns.filter(|(table, _, _): &(String, String, bool)| !table.starts_with("_sqlx")).collect()
}

#[tokio::test]
async fn both_schemas_are_the_same() {
    let (sqlite, postgres) = (TestApp::sqlite().await, TestApp::postgres().await);
    let in_sqlite = columns(
        &sqlite.app.db,
        "SELECT m.name AS table_name, c.name AS column_name,
            CASE WHEN c.\"notnull\" = 0 AND c.pk = 0 THEN 1 ELSE 0 END AS nullable
         FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
    )
    .await;
    let in_postgres = columns(
        &postgres.app.db,
        "SELECT CAST(table_name AS TEXT) AS table_name, CAST(column_name AS TEXT) AS column_name,
            CAST(CASE WHEN is_nullable = 'YES' THEN 1 ELSE 0 END AS BIGINT) AS nullable
         FROM information_schema.columns WHERE table_schema = current_schema()",
    )
    .await;
    assert!(in_sqlite.len() > 100, "{}", in_sqlite.len());
    assert_eq!(in_sqlite.symmetric_difference(&in_postgres).collect::<Vec<_>>(), Vec::<&_>::new());
}

#[tokio::test]
async fn sqlite_is_durable() {
    let app = TestApp::sqlite().await;
    let mut tx = app.app.db.begin().await.unwrap();
    for (pragma, column, value) in [
        ("PRAGMA synchronous", "synchronous", "2"),
        ("PRAGMA journal_mode", "journal_mode", "wal"),
        ("PRAGMA foreign_keys", "foreign_keys", "1"),
    ] {
        let row = tx.query(pragma).fetch_one().await.unwrap();
        let found =
            row.get::<i64>(column).map(|number| number.to_string()).or_else(|_| row.get::<String>(column));
        assert_eq!(found.unwrap(), value, "{pragma}");
    }
}
