//! The journal of changes of settings. Rows are added, never changed, and go with their age.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;
use creno_types::journal::{SettingsAction, SettingsChange};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::catalog::word;
use super::search::{folded, pattern};
use super::walk::{Walk, walk};
use super::{Db, Row, StoreError, Tx, statements};

macro_rules! changes {
    ($order:tt) => {
        walk!(
            $order,
            "SELECT id, at, api_key_id, who, address, resource, subject, action, before, after FROM settings_log
            WHERE at >= $1 AND at < $2 AND ($3 = '' OR resource = $3) AND ($4 = '' OR search LIKE $4 ESCAPE '!')",
            "id",
            "$5",
            "$6"
        )
    };
}

statements! {
    INSERT_CHANGE = "INSERT INTO settings_log
        (id, at, staff_id, api_key_id, who, address, resource, subject, action, before, after, search)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    LIST_CHANGES = changes!(latest);
    LIST_OLDEST_CHANGES = changes!(oldest);
    LIST_LATEST = "SELECT at, who, before, after FROM settings_log
        WHERE resource = $1 AND subject = $2 ORDER BY id DESC LIMIT 20";
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
    let search = folded(&[&change.who, &change.address, &change.subject]);
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
        .bind(search)
        .execute()
        .await
        .map(drop)
}

/// Who changed something last, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// What they were called then.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who last changed the thing of that id, among the latest changes of a subject.
///
/// # Errors
/// When the database fails.
pub async fn find_last_change(
    tx: &mut Tx,
    resource: &'static str,
    subject: String,
    id: Uuid,
) -> Result<Option<LastChange>, StoreError> {
    let id = Value::String(id.to_string());
    for row in tx.query(LIST_LATEST).bind(resource).bind(subject).fetch_all().await? {
        let (before, after): (Option<Json<Value>>, Option<Json<Value>>) =
            (row.get("before")?, row.get("after")?);
        if after.or(before).is_some_and(|Json(value)| value.get("id") == Some(&id)) {
            return Ok(Some(LastChange { who: row.get("who")?, at: row.get("at")? }));
        }
    }
    Ok(None)
}

/// Waits for whoever is changing a setting of that kind, until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, resource: &'static str) -> Result<(), StoreError> {
    tx.query(LOCK).bind(resource).execute().await.map(drop)
}

/// Which changes.
#[derive(Clone, Debug)]
pub struct ChangeFilter {
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// Before this one.
    pub until: DateTime<Utc>,
    /// Only of that kind of setting.
    pub resource: Option<String>,
    /// Only those that hold this text.
    pub q: Option<String>,
}

/// At most `limit` changes from there on.
///
/// # Errors
/// When the database fails.
pub async fn list_changes(
    db: &Db,
    filter: &ChangeFilter,
    walk: Walk,
    limit: u32,
) -> Result<Vec<SettingsChange>, StoreError> {
    let resource = filter.resource.clone().unwrap_or_default();
    let query = db
        .query(walk.statement(LIST_CHANGES, LIST_OLDEST_CHANGES))
        .bind(filter.from)
        .bind(filter.until)
        .bind(resource);
    let query = query.bind(pattern(filter.q.as_deref())).bind(walk.after());
    query.bind(i64::from(limit)).fetch_all().await?.iter().map(change).collect()
}

fn change(row: &Row) -> Result<SettingsChange, StoreError> {
    let json = |column| Ok::<_, StoreError>(row.get::<Option<Json<Value>>>(column)?.map(|value| value.0));
    Ok(SettingsChange {
        id: row.get("id")?,
        at: row.get("at")?,
        who: row.get("who")?,
        by_key: row.get::<Option<Uuid>>("api_key_id")?.is_some(),
        address: row.get("address")?,
        resource: row.get("resource")?,
        subject: row.get("subject")?,
        action: word(row, "action")?,
        before: json("before")?,
        after: json("after")?,
    })
}
