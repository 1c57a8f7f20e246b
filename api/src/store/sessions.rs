//! Sessions of the back-office, under the hash of their id: who reads the table can't sign in.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, Row, StoreError, Tx, statements};

statements! {
    INSERT_SESSION = "INSERT INTO session (id_hash, staff_id, data, expires_at, id, created_at, last_used_at, address)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7) ON CONFLICT (id_hash) DO NOTHING";
    // It began when it began: writing to it does not make it last longer.
    UPSERT_SESSION = "INSERT INTO session (id_hash, staff_id, data, expires_at, id, created_at, last_used_at, address)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
        ON CONFLICT (id_hash) DO UPDATE SET staff_id = excluded.staff_id, data = excluded.data";
    FIND_SESSION = "SELECT data, expires_at, last_used_at, address FROM session
        WHERE id_hash = $1 AND expires_at > $2 AND (last_used_at IS NULL OR last_used_at > $3)";
    TOUCH_SESSION = "UPDATE session SET last_used_at = $2, address = $3 WHERE id_hash = $1";
    LIST_SESSIONS = "SELECT id_hash, id, data, created_at, last_used_at, expires_at, address FROM session
        WHERE staff_id = $1 AND expires_at > $2 AND last_used_at > $3 AND id IS NOT NULL
        ORDER BY last_used_at DESC, id DESC";
    DELETE_SESSION = "DELETE FROM session WHERE id_hash = $1";
    DELETE_OWN_SESSION = "DELETE FROM session WHERE staff_id = $1 AND id = $2";
    DELETE_OTHER_SESSIONS = "DELETE FROM session WHERE staff_id = $1 AND id_hash <> $2";
    DELETE_ALL_SESSIONS = "DELETE FROM session WHERE staff_id = $1";
    DELETE_EXPIRED = "DELETE FROM session WHERE expires_at <= $1";
}

/// A session as it is kept.
pub struct SessionRow {
    /// SHA-256 of its id.
    pub id_hash: Vec<u8>,
    /// What people name it by, for a new one.
    pub id: Uuid,
    /// Whose it is.
    pub staff: Option<Uuid>,
    /// What it remembers.
    pub data: Value,
    /// When it is written.
    pub now: DateTime<Utc>,
    /// When it ends, used or not.
    pub expires_at: DateTime<Utc>,
    /// Network address that it begins from.
    pub address: String,
}

/// A session that lives.
pub struct LiveSession {
    /// What it remembers.
    pub data: Value,
    /// When it ends, used or not.
    pub expires_at: DateTime<Utc>,
    /// When it was last seen in use; none for one that began before that was noted.
    pub last_used_at: Option<DateTime<Utc>>,
    /// From where.
    pub address: Option<String>,
}

/// A session as its owner is shown it.
pub struct ListedSession {
    /// SHA-256 of its id.
    pub id_hash: Vec<u8>,
    /// What it is named by.
    pub id: Uuid,
    /// What it remembers.
    pub data: Value,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last seen in use.
    pub last_used_at: DateTime<Utc>,
    /// When it ends, used or not.
    pub expires_at: DateTime<Utc>,
    /// From where it was last used.
    pub address: String,
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
        .bind(session.id)
        .bind(session.now)
        .bind(session.address)
        .execute()
        .await?;
    tx.commit().await?;
    Ok(written == 1)
}

/// The session of that id, if it lives and was used after `used_after`.
///
/// # Errors
/// When the database fails.
pub async fn find_session(
    db: &Db,
    id_hash: Vec<u8>,
    now: DateTime<Utc>,
    used_after: DateTime<Utc>,
) -> Result<Option<LiveSession>, StoreError> {
    let row = db.query(FIND_SESSION).bind(id_hash).bind(now).bind(used_after).fetch_optional().await?;
    row.map(|row| {
        Ok(LiveSession {
            data: row.json("data")?,
            expires_at: row.get("expires_at")?,
            last_used_at: row.get("last_used_at")?,
            address: row.get("address")?,
        })
    })
    .transpose()
}

/// Notes that a session is in use, and from where.
///
/// # Errors
/// When the database fails.
pub async fn touch_session(
    db: &Db,
    id_hash: Vec<u8>,
    now: DateTime<Utc>,
    address: String,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(TOUCH_SESSION).bind(id_hash).bind(now).bind(address).execute().await?;
    tx.commit().await
}

/// The live sessions of somebody, the last used first.
///
/// # Errors
/// When the database fails.
pub async fn list_sessions(
    db: &Db,
    staff: StaffId,
    now: DateTime<Utc>,
    used_after: DateTime<Utc>,
) -> Result<Vec<ListedSession>, StoreError> {
    let query = db.query(LIST_SESSIONS).bind(staff.0).bind(now).bind(used_after);
    query.fetch_all().await?.iter().map(listed).collect()
}

fn listed(row: &Row) -> Result<ListedSession, StoreError> {
    Ok(ListedSession {
        id_hash: row.get("id_hash")?,
        id: row.get("id")?,
        data: row.json("data")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        expires_at: row.get("expires_at")?,
        address: row.get::<Option<String>>("address")?.unwrap_or_default(),
    })
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

/// Ends one session of somebody; whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn delete_own_session(db: &Db, staff: StaffId, id: Uuid) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let ended = tx.query(DELETE_OWN_SESSION).bind(staff.0).bind(id).execute().await?;
    tx.commit().await?;
    Ok(ended == 1)
}

/// Ends every session of somebody but one; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_other_sessions(db: &Db, staff: StaffId, but: Vec<u8>) -> Result<u64, StoreError> {
    let mut tx = db.begin().await?;
    let ended = tx.query(DELETE_OTHER_SESSIONS).bind(staff.0).bind(but).execute().await?;
    tx.commit().await?;
    Ok(ended)
}

/// Ends every session of somebody.
///
/// # Errors
/// When the database fails.
pub async fn delete_all_sessions(tx: &mut Tx, staff: StaffId) -> Result<(), StoreError> {
    tx.query(DELETE_ALL_SESSIONS).bind(staff.0).execute().await?;
    Ok(())
}
