//! Keys of the API. Only hashes of their secrets are kept.

use chrono::{DateTime, Utc};
use creno_types::api_key::ApiKey;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, Queries, Row, StoreError, Tx, statements};

statements! {
    LIST_KEYS = "SELECT id, name, prefix, scopes, masks_contact, created_by, created_at, expires_at, last_used_at, revoked_at
        FROM api_key ORDER BY id DESC";
    FIND_KEY = "SELECT id, name, prefix, scopes, masks_contact, created_by, created_at, expires_at, last_used_at, revoked_at
        FROM api_key WHERE id = $1";
    FIND_LIVE_KEY = "SELECT id, name, prefix, scopes, masks_contact, created_by, created_at, expires_at, last_used_at, revoked_at
        FROM api_key WHERE secret_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
    INSERT_KEY = "INSERT INTO api_key (id, name, prefix, secret_hash, scopes, masks_contact, created_by, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    NOTE_USE = "UPDATE api_key SET last_used_at = $2 WHERE id = $1";
    REVOKE_KEY = "UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
}

/// Every key, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn list_keys(db: &Db) -> Result<Vec<ApiKey>, StoreError> {
    db.query(LIST_KEYS).fetch_all().await?.iter().map(key).collect()
}

/// The key of that id.
///
/// # Errors
/// When the database fails.
pub async fn find_key(mut source: impl Queries, id: Uuid) -> Result<Option<ApiKey>, StoreError> {
    source.query(FIND_KEY).bind(id).fetch_optional().await?.as_ref().map(key).transpose()
}

/// The key of a secret, when it is good at `now`.
///
/// # Errors
/// When the database fails.
pub async fn find_live_key(
    db: &Db,
    secret_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Option<ApiKey>, StoreError> {
    let query = db.query(FIND_LIVE_KEY).bind(secret_hash).bind(now);
    query.fetch_optional().await?.as_ref().map(key).transpose()
}

/// Adds a key.
///
/// # Errors
/// When the database fails.
pub async fn insert_key(tx: &mut Tx, key: &ApiKey, secret_hash: Vec<u8>) -> Result<(), StoreError> {
    tx.query(INSERT_KEY)
        .bind(key.id)
        .bind(key.name.clone())
        .bind(key.prefix.clone())
        .bind(secret_hash)
        .bind(Json(key.scopes.iter().map(ToString::to_string).collect::<Vec<_>>()))
        .bind(key.masks_contact)
        .bind(key.created_by.clone())
        .bind(key.created_at)
        .bind(key.expires_at)
        .execute()
        .await
        .map(drop)
}

/// Notes that a key was used.
///
/// # Errors
/// When the database fails.
pub async fn note_use(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(NOTE_USE).bind(id).bind(now).execute().await?;
    tx.commit().await
}

/// Makes a key open nothing any more. False when it did not.
///
/// # Errors
/// When the database fails.
pub async fn revoke_key(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(tx.query(REVOKE_KEY).bind(id).bind(now).execute().await? > 0)
}

fn key(row: &Row) -> Result<ApiKey, StoreError> {
    Ok(ApiKey {
        id: row.get("id")?,
        name: row.get("name")?,
        prefix: row.get("prefix")?,
        scopes: row.json("scopes")?,
        masks_contact: row.get("masks_contact")?,
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        last_used_at: row.get("last_used_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}
