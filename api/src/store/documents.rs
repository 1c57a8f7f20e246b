//! Documents of appointments, and those that themes ask.

use chrono::{DateTime, Utc};
use creno_types::document::{AskedDocument, ThemeDocuments};
use creno_types::ids::{AppointmentId, DocumentId, StaffId, ThemeId};
use creno_types::staff::StaffName;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, Queries, Row, StoreError, Tx, statements, theme_messages};
use crate::documents::SealedKey;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.asked, d.label, d.name, d.media_type, d.size, d.object, d.key_id, d.sealed_key, d.actor,
            d.created_at, s.id AS staff_id, s.slug AS staff_slug, s.name AS staff_name
            FROM document d LEFT JOIN staff s ON s.id = d.staff_id ",
            $rest
        )
    };
}

statements! {
    FIND_ASKED = "SELECT asked FROM theme_documents WHERE theme_id = $1";
    // Waits for who changes the same.
    LOCK_ASKED = "INSERT INTO theme_documents (theme_id, asked) VALUES ($1, $2)
        ON CONFLICT (theme_id) DO UPDATE SET asked = theme_documents.asked";
    PUT_ASKED = "UPDATE theme_documents SET asked = $2 WHERE theme_id = $1";
    LOCK_APPOINTMENT = "UPDATE appointment SET version = version + 1 WHERE id = $1";
    LIST = select!("WHERE d.appointment_id = $1 ORDER BY d.created_at, d.id");
    FIND = select!("WHERE d.appointment_id = $1 AND d.id = $2");
    COUNT = "SELECT count(*) AS documents FROM document WHERE appointment_id = $1";
    INSERT = "INSERT INTO document (id, appointment_id, asked, label, name, media_type, size, object, key_id, sealed_key,
        actor, staff_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    DELETE = "DELETE FROM document WHERE id = $1 RETURNING object, asked";
    IS_USED = "SELECT id FROM document WHERE object = $1";
    CONCERN = "SELECT (EXISTS (SELECT 1 FROM theme_documents WHERE theme_id = $1 AND asked <> '[]')
        OR EXISTS (SELECT 1 FROM document WHERE appointment_id = $2)) AS concern";
    LIST_OLD = "SELECT d.id, d.appointment_id FROM document d JOIN appointment p ON p.id = d.appointment_id
        WHERE p.ends_at < $1 ORDER BY d.id LIMIT $2";
    LIST_BY_OTHER_KEYS = "SELECT id, key_id, sealed_key FROM document WHERE key_id <> $1 AND id > $2 ORDER BY id LIMIT $3";
    UPDATE_KEY = "UPDATE document SET key_id = $2, sealed_key = $3 WHERE id = $1 AND key_id = $4";
}

/// A document as it is kept.
#[derive(Clone, Debug)]
pub struct KeptDocument {
    /// Its id.
    pub id: DocumentId,
    /// Which of those asked, by slug.
    pub asked: Option<String>,
    /// What was asked, as it was called then.
    pub label: Option<String>,
    /// The file's name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: i64,
    /// Name of its object.
    pub object: String,
    /// The key that opens it.
    pub key: SealedKey,
    /// Who gave it, in the words of journals.
    pub actor: String,
    /// Which staff member, when it was one.
    pub staff: Option<StaffName>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What a theme asks.
///
/// # Errors
/// When the database fails.
pub async fn find_asked(mut source: impl Queries, theme: ThemeId) -> Result<ThemeDocuments, StoreError> {
    let row = source.query(FIND_ASKED).bind(theme.0).fetch_optional().await?;
    let documents: Option<Vec<AskedDocument>> = row.map(|row| row.json("asked")).transpose()?;
    Ok(ThemeDocuments { documents: documents.unwrap_or_default() })
}

/// The theme of that slug or id, and its slug; what it asks is ours alone until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock_theme(tx: &mut Tx, name: &str) -> Result<Option<(ThemeId, String)>, StoreError> {
    let Some(theme) = theme_messages::find_theme(&mut *tx, name).await? else { return Ok(None) };
    tx.query(LOCK_ASKED).bind(theme.0).bind(Json(Value::Array(Vec::new()))).execute().await?;
    Ok(Some((theme, theme_messages::find_slug(tx, theme).await?)))
}

/// Replaces what a theme asks, which is locked.
///
/// # Errors
/// When the database fails.
pub async fn put_asked(tx: &mut Tx, theme: ThemeId, asked: &ThemeDocuments) -> Result<(), StoreError> {
    let documents = serde_json::to_value(&asked.documents).unwrap_or(Value::Null);
    tx.query(PUT_ASKED).bind(theme.0).bind(Json(documents)).execute().await?;
    Ok(())
}

/// Keeps others from changing the documents of an appointment, and the appointment, until the end of the transaction. Its
/// version grows: what happens to its documents has its place among what happens to it.
///
/// # Errors
/// When the database fails.
pub async fn lock_appointment(tx: &mut Tx, appointment: AppointmentId) -> Result<(), StoreError> {
    tx.query(LOCK_APPOINTMENT).bind(appointment.0).execute().await?;
    Ok(())
}

/// The documents of an appointment, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, appointment: AppointmentId) -> Result<Vec<KeptDocument>, StoreError> {
    db.query(LIST).bind(appointment.0).fetch_all().await?.iter().map(kept).collect()
}

/// A document of an appointment.
///
/// # Errors
/// When the database fails.
pub async fn find(
    mut source: impl Queries,
    appointment: AppointmentId,
    document: DocumentId,
) -> Result<Option<KeptDocument>, StoreError> {
    let row = source.query(FIND).bind(appointment.0).bind(document.0).fetch_optional().await?;
    row.as_ref().map(kept).transpose()
}

/// Whether a theme asks documents, or its appointment has some.
///
/// # Errors
/// When the database fails.
pub async fn concern(db: &Db, theme: ThemeId, appointment: AppointmentId) -> Result<bool, StoreError> {
    db.query(CONCERN).bind(theme.0).bind(appointment.0).fetch_one().await?.get("concern")
}

/// How many documents an appointment has.
///
/// # Errors
/// When the database fails.
pub async fn count(mut source: impl Queries, appointment: AppointmentId) -> Result<i64, StoreError> {
    source.query(COUNT).bind(appointment.0).fetch_one().await?.get("documents")
}

/// Adds a document to an appointment.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    tx: &mut Tx,
    appointment: AppointmentId,
    document: &KeptDocument,
) -> Result<(), StoreError> {
    tx.query(INSERT)
        .bind(document.id.0)
        .bind(appointment.0)
        .bind(document.asked.clone())
        .bind(document.label.clone())
        .bind(document.name.clone())
        .bind(document.media_type.clone())
        .bind(document.size)
        .bind(document.object.clone())
        .bind(document.key.key_id.clone())
        .bind(document.key.bytes.clone())
        .bind(document.actor.clone())
        .bind(document.staff.as_ref().map(|staff| staff.id.0))
        .bind(document.created_at)
        .execute()
        .await?;
    Ok(())
}

/// Removes a document: the name of its object, and which of those asked it was. None when there is none any more.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    tx: &mut Tx,
    document: DocumentId,
) -> Result<Option<(String, Option<String>)>, StoreError> {
    let row = tx.query(DELETE).bind(document.0).fetch_optional().await?;
    row.map(|row| Ok((row.get("object")?, row.get("asked")?))).transpose()
}

/// Whether an object is that of a document.
///
/// # Errors
/// When the database fails.
pub async fn is_used(db: &Db, object: &str) -> Result<bool, StoreError> {
    Ok(db.query(IS_USED).bind(object.to_owned()).fetch_optional().await?.is_some())
}

/// At most `limit` documents of appointments that ended before `before`.
///
/// # Errors
/// When the database fails.
pub async fn list_old(
    db: &Db,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<(AppointmentId, DocumentId)>, StoreError> {
    let rows = db.query(LIST_OLD).bind(before).bind(i64::from(limit)).fetch_all().await?;
    rows.iter()
        .map(|row| Ok((AppointmentId(row.get("appointment_id")?), DocumentId(row.get("id")?))))
        .collect()
}

/// At most `limit` documents after that of id `after` whose keys are sealed under another key than that of name `key_id`.
///
/// # Errors
/// When the database fails.
pub async fn list_by_other_keys(
    db: &Db,
    key_id: &str,
    after: Uuid,
    limit: u32,
) -> Result<Vec<(DocumentId, SealedKey)>, StoreError> {
    let query = db.query(LIST_BY_OTHER_KEYS).bind(key_id.to_owned()).bind(after).bind(i64::from(limit));
    let rows = query.fetch_all().await?;
    rows.iter().map(|row| Ok((DocumentId(row.get("id")?), sealed(row)?))).collect()
}

/// Keeps a document's key as it is sealed now, unless another process was quicker.
///
/// # Errors
/// When the database fails.
pub async fn update_key(
    tx: &mut Tx,
    document: DocumentId,
    before: &SealedKey,
    after: SealedKey,
) -> Result<(), StoreError> {
    let query = tx.query(UPDATE_KEY).bind(document.0).bind(after.key_id).bind(after.bytes);
    query.bind(before.key_id.clone()).execute().await?;
    Ok(())
}

fn sealed(row: &Row) -> Result<SealedKey, StoreError> {
    Ok(SealedKey { key_id: row.get("key_id")?, bytes: row.get("sealed_key")? })
}

fn kept(row: &Row) -> Result<KeptDocument, StoreError> {
    let staff = match row.get::<Option<Uuid>>("staff_id")? {
        None => None,
        Some(id) => {
            Some(StaffName { id: StaffId(id), slug: row.parse("staff_slug")?, name: row.get("staff_name")? })
        }
    };
    Ok(KeptDocument {
        id: DocumentId(row.get("id")?),
        asked: row.get("asked")?,
        label: row.get("label")?,
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        size: row.get("size")?,
        object: row.get("object")?,
        key: sealed(row)?,
        actor: row.get("actor")?,
        staff,
        created_at: row.get("created_at")?,
    })
}
