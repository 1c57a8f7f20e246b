//! The journal of changes of settings. Rows are added, never changed.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;
use creno_types::journal::SettingsAction;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StoreError, Tx, statements};

statements! {
    INSERT_CHANGE = "INSERT INTO settings_log
        (id, at, staff_id, api_key_id, who, address, resource, subject, action, before, after)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LOCK = "INSERT INTO settings_lock (resource, changes) VALUES ($1, 1)
        ON CONFLICT (resource) DO UPDATE SET changes = settings_lock.changes + 1";
}

/// A change about to be written down.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Which staff member; none when it was a key.
    pub staff: Option<StaffId>,
    /// Which key.
    pub key: Option<Uuid>,
    /// What they are called.
    pub who: String,
    /// Network address.
    pub address: String,
    /// Kind of setting.
    pub resource: &'static str,
    /// Which one.
    pub subject: String,
    /// What is done.
    pub action: SettingsAction,
    /// The setting before.
    pub before: Option<Value>,
    /// The setting after.
    pub after: Option<Value>,
}

/// Writes a change down, in its own transaction.
///
/// # Errors
/// When the database fails.
pub async fn insert_change(tx: &mut Tx, change: NewChange) -> Result<(), StoreError> {
    let action = match change.action {
        SettingsAction::Created => "created",
        SettingsAction::Updated => "updated",
        SettingsAction::Deleted => "deleted",
    };
    tx.query(INSERT_CHANGE)
        .bind(change.id)
        .bind(change.at)
        .bind(change.staff.map(|staff| staff.0))
        .bind(change.key)
        .bind(change.who)
        .bind(change.address)
        .bind(change.resource)
        .bind(change.subject)
        .bind(action)
        .bind(change.before.map(Json))
        .bind(change.after.map(Json))
        .execute()
        .await
        .map(drop)
}

/// Waits for whoever is changing a setting of that kind, until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, resource: &'static str) -> Result<(), StoreError> {
    tx.query(LOCK).bind(resource).execute().await.map(drop)
}
