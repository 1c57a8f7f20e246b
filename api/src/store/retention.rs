//! What journals drop with age: the only statements that touch their rows once written, but for emptying a whole
//! demonstration.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Db, StoreError, statements};

statements! {
    PURGE_ACCESSES = "DELETE FROM access_log WHERE id IN (
        SELECT id FROM access_log WHERE at < $1 ORDER BY at LIMIT $2)";
    PURGE_SETTINGS = "DELETE FROM settings_log WHERE id IN (
        SELECT id FROM settings_log WHERE at < $1 ORDER BY at LIMIT $2)";
    PURGE_MESSAGES = "DELETE FROM message WHERE id IN (
        SELECT id FROM message WHERE at < $1 AND state NOT IN ('written', 'delayed') ORDER BY at LIMIT $2)";
    PURGE_REFUSALS = "DELETE FROM refusal WHERE id IN (
        SELECT id FROM refusal WHERE day < $1 ORDER BY day LIMIT $2)";
}

/// Drops at most `limit` accesses from before `before`; how many were.
///
/// # Errors
/// When the database fails.
pub async fn delete_accesses(db: &Db, before: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
    delete_until(db, PURGE_ACCESSES, before, limit).await
}

/// Drops at most `limit` changes of settings from before `before`; how many were.
///
/// # Errors
/// When the database fails.
pub async fn delete_settings(db: &Db, before: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
    delete_until(db, PURGE_SETTINGS, before, limit).await
}

/// Drops at most `limit` messages from before `before` that wait for nothing; how many were.
///
/// # Errors
/// When the database fails.
pub async fn delete_messages(db: &Db, before: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
    delete_until(db, PURGE_MESSAGES, before, limit).await
}

/// Drops at most `limit` lines of refusals of the days before that of `before`; how many were.
///
/// # Errors
/// When the database fails.
pub async fn delete_refusals(db: &Db, before: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
    let day: NaiveDate = before.date_naive();
    let mut tx = db.begin().await?;
    let deleted = tx.query(PURGE_REFUSALS).bind(day).bind(i64::from(limit)).execute().await?;
    tx.commit().await?;
    Ok(deleted)
}

async fn delete_until(
    db: &Db,
    sql: &'static str,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<u64, StoreError> {
    let mut tx = db.begin().await?;
    let deleted = tx.query(sql).bind(before).bind(i64::from(limit)).execute().await?;
    tx.commit().await?;
    Ok(deleted)
}
