//! Settings of which there is one: colours, texts.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::types::Json;

use crate::store::{Queries, StoreError, Tx, statements};

statements! {
    FIND = "SELECT value FROM setting WHERE key = $1";
    PUT = "INSERT INTO setting (key, value, revision) VALUES ($1, $2, 1)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, revision = setting.revision + 1";
}

/// The setting of that key, if it was ever set.
///
/// # Errors
/// When the database fails.
pub async fn find<T: DeserializeOwned + 'static>(
    mut source: impl Queries,
    key: &'static str,
) -> Result<Option<T>, StoreError> {
    source.query(FIND).bind(key).fetch_optional().await?.map(|row| row.json("value")).transpose()
}

/// Sets it.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Tx, key: &'static str, value: &impl Serialize) -> Result<(), StoreError> {
    let value: Value = serde_json::to_value(value)
        .map_err(|error| StoreError::Corrupt { column: "value", value: error.to_string() })?;
    tx.query(PUT).bind(key).bind(Json(value)).execute().await.map(drop)
}
