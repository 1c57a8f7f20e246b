//! Fields of forms.

use creno_types::settings::field::FieldSettings;
use sqlx::types::Json;

use super::Listing;
use crate::store::catalog::word;
use crate::store::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT key, label, help, format, required, options, translations FROM field WHERE ",
            $condition
        )
    };
}

statements! {
    LIST = select!("key > $1 AND (lower(label) LIKE $2 OR key LIKE $2) ORDER BY key LIMIT $3");
    FIND = select!("key = $1");
    PUT = "INSERT INTO field (key, label, help, format, required, options, translations)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO UPDATE SET label = excluded.label,
        help = excluded.help, format = excluded.format, required = excluded.required, options = excluded.options,
        translations = excluded.translations";
    DELETE = "DELETE FROM field WHERE key = $1";
}

/// Some of the fields, by key.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, asked: Listing) -> Result<Vec<FieldSettings>, StoreError> {
    let query = db.query(LIST).bind(asked.after).bind(asked.like).bind(asked.limit);
    query.fetch_all().await?.iter().map(field).collect()
}

/// The field of that key.
///
/// # Errors
/// When the database fails.
pub async fn find(mut source: impl Queries, key: &str) -> Result<Option<FieldSettings>, StoreError> {
    source.query(FIND).bind(key.to_owned()).fetch_optional().await?.as_ref().map(field).transpose()
}

/// Adds a field, or replaces the one of its key.
///
/// # Errors
/// When the database fails.
pub async fn write(tx: &mut Tx, field: &FieldSettings) -> Result<(), StoreError> {
    tx.query(PUT)
        .bind(field.key.clone())
        .bind(field.label.clone())
        .bind(field.help.clone())
        .bind(field.format.as_str())
        .bind(field.required)
        .bind(Json(field.options.clone()))
        .bind(Json(field.translations.clone()))
        .execute()
        .await
        .map(drop)
}

/// Removes a field.
///
/// # Errors
/// When the database fails, or themes ask it.
pub async fn delete(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    tx.query(DELETE).bind(key.to_owned()).execute().await.map(drop)
}

fn field(row: &Row) -> Result<FieldSettings, StoreError> {
    Ok(FieldSettings {
        key: row.get("key")?,
        label: row.get("label")?,
        help: row.get("help")?,
        format: word(row, "format")?,
        required: row.get("required")?,
        options: row.json("options")?,
        translations: row.json("translations")?,
    })
}
