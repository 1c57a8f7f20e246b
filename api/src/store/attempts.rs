//! What each server was told and answered, attempt by attempt.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use creno_types::ZonedInstant;
use creno_types::webhook::Attempt;
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, StoreError, Tx, statements};

statements! {
    INSERT_ATTEMPT = "INSERT INTO delivery_attempt (id, delivery_id, at, duration_ms, url, request_headers, request_body,
        status, answer_headers, answer_body, error) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LIST_ATTEMPTS = "SELECT at, duration_ms, url, request_headers, request_body, status, answer_headers, answer_body, error
        FROM delivery_attempt WHERE delivery_id = $1 ORDER BY id";
    DELETE_ATTEMPTS = "DELETE FROM delivery_attempt WHERE at < $1";
}

/// Adds to what a server was told.
///
/// # Errors
/// When the database fails.
pub async fn insert_attempt(
    tx: &mut Tx,
    id: Uuid,
    delivery: Uuid,
    at: DateTime<Utc>,
    attempt: Attempt,
) -> Result<(), StoreError> {
    tx.query(INSERT_ATTEMPT)
        .bind(id)
        .bind(delivery)
        .bind(at)
        .bind(attempt.duration_ms)
        .bind(attempt.url)
        .bind(Json(json!(attempt.request_headers)))
        .bind(attempt.request_body)
        .bind(attempt.status)
        .bind(Json(json!(attempt.answer_headers)))
        .bind(attempt.answer_body)
        .bind(attempt.error)
        .execute()
        .await?;
    Ok(())
}

/// The attempts of a delivery, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list_attempts(db: &Db, delivery: Uuid) -> Result<Vec<Attempt>, StoreError> {
    let rows = db.query(LIST_ATTEMPTS).bind(delivery).fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(Attempt {
                at: ZonedInstant::new(row.get("at")?, &Utc),
                duration_ms: row.get("duration_ms")?,
                url: row.get("url")?,
                request_headers: row.json::<BTreeMap<_, _>>("request_headers")?,
                request_body: row.get("request_body")?,
                status: row.get("status")?,
                answer_headers: row.json::<BTreeMap<_, _>>("answer_headers")?,
                answer_body: row.get("answer_body")?,
                error: row.get("error")?,
            })
        })
        .collect()
}

/// Forgets the attempts made before `before`; their deliveries stay.
///
/// # Errors
/// When the database fails.
pub async fn delete_attempts(db: &Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(DELETE_ATTEMPTS).bind(before).execute().await?;
    tx.commit().await
}
