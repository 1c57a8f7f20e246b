//! Sessions of the back-office, under the hash of their id: who reads the table can't sign in.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, StoreError, statements};

statements! {
    INSERT_SESSION = "INSERT INTO session (id_hash, staff_id, data, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id_hash) DO NOTHING";
    UPSERT_SESSION = "INSERT INTO session (id_hash, staff_id, data, expires_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id_hash) DO UPDATE SET staff_id = excluded.staff_id, data = excluded.data,
        expires_at = excluded.expires_at";
    FIND_SESSION = "SELECT data, expires_at FROM session WHERE id_hash = $1 AND expires_at > $2";
    DELETE_SESSION = "DELETE FROM session WHERE id_hash = $1";
    DELETE_EXPIRED = "DELETE FROM session WHERE expires_at <= $1";
}

/// A session as it is kept.
pub struct SessionRow {
    /// SHA-256 of its id.
    pub id_hash: Vec<u8>,
    /// Whose it is.
    pub staff: Option<Uuid>,
    /// What it remembers.
    pub data: Value,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Writes a session. With `replace`, over the one of the same id; without, false when there is one.
///
/// # Errors
/// When the database fails.
pub async fn write_session(db: &Db, session: SessionRow, replace: bool) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let written = tx
        .query(if replace { UPSERT_SESSION } else { INSERT_SESSION })
        .bind(session.id_hash)
        .bind(session.staff)
        .bind(Json(session.data))
        .bind(session.expires_at)
        .execute()
        .await?;
    tx.commit().await?;
    Ok(written == 1)
}

/// What the live session of that id remembers, and when it ends.
///
/// # Errors
/// When the database fails.
pub async fn find_session(
    db: &Db,
    id_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Option<(Value, DateTime<Utc>)>, StoreError> {
    let row = db.query(FIND_SESSION).bind(id_hash).bind(now).fetch_optional().await?;
    row.map(|row| Ok((row.json("data")?, row.get("expires_at")?))).transpose()
}

/// Ends a session, and drops those that are over.
///
/// # Errors
/// When the database fails.
pub async fn delete_session(db: &Db, id_hash: Vec<u8>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(DELETE_SESSION).bind(id_hash).execute().await?;
    tx.query(DELETE_EXPIRED).bind(now).execute().await?;
    tx.commit().await
}
