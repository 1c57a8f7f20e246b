//! Servers that are told what happens to appointments.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;
use creno_types::staff::Permission;
use creno_types::webhook::{CheckedWebhook, EventType, PauseReason};
use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::catalog::word as read_word;
use super::schedule::id_or_nil;
use super::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($waiting:literal, $rest:literal) => {
        concat!(
            "SELECT w.id, w.slug, w.url, w.description, w.events, w.paused, w.paused_at, w.failing_since, w.secret,
            w.previous_secret, w.previous_until, w.published, w.version, w.created_at, w.updated_at, ",
            $waiting,
            " AS waiting FROM webhook_endpoint w ",
            $rest
        )
    };
    ($rest:literal) => {
        select!("(SELECT count(*) FROM delivery d WHERE d.endpoint_id = w.id AND d.state = 'waiting')", $rest)
    };
}

statements! {
    LIST_ENDPOINTS = select!("ORDER BY w.slug");
    FIND_ENDPOINT = select!("WHERE w.slug = $1 OR w.id = $2");
    // For an attempt: many may wait.
    FIND_TARGET = select!("CAST(0 AS BIGINT)", "WHERE w.id = $1");
    INSERT_ENDPOINT = "INSERT INTO webhook_endpoint (id, slug, url, description, events, secret, published, version,
        created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)";
    UPDATE_ENDPOINT = "UPDATE webhook_endpoint SET url = $3, description = $4, events = $5, version = version + 1,
        updated_at = $6 WHERE id = $1 AND version = $2";
    DELETE_ENDPOINT = "DELETE FROM webhook_endpoint WHERE id = $1";
    ROTATE_SECRET = "UPDATE webhook_endpoint SET secret = $2, previous_secret = secret, previous_until = $3,
        version = version + 1, updated_at = $4 WHERE id = $1";
    PAUSE = "UPDATE webhook_endpoint SET paused = $2, paused_at = $3, version = version + 1, updated_at = $3
        WHERE id = $1 AND paused IS NULL";
    RESUME = "UPDATE webhook_endpoint SET paused = NULL, paused_at = NULL, failing_since = NULL, version = version + 1,
        updated_at = $2 WHERE id = $1 AND paused IS NOT NULL";
    FAILS = "UPDATE webhook_endpoint SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL";
    SUCCEEDS = "UPDATE webhook_endpoint SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL";
    // Whose turn it is: those that are active, with when their next delivery is due.
    LIST_ACTIVE = "SELECT w.id, w.events, w.published, w.failing_since,
        (SELECT min(d.due_at) FROM delivery d WHERE d.endpoint_id = w.id AND d.state = 'waiting') AS due
        FROM webhook_endpoint w WHERE w.paused IS NULL ORDER BY w.id";
    SET_PUBLISHED = "UPDATE webhook_endpoint SET published = $2 WHERE id = $1";
    LIST_STAFF = "SELECT s.id, p.permissions FROM staff s JOIN profile p ON p.id = s.profile_id
        WHERE s.active AND p.scope = 'network' ORDER BY s.id";
}

/// A server, its secrets still sealed.
#[derive(Clone)]
pub struct Endpoint {
    /// Its id.
    pub id: Uuid,
    /// What it is, as it was last checked.
    pub settings: CheckedWebhook,
    /// Why it is not told, and since when.
    pub paused: Option<(PauseReason, DateTime<Utc>)>,
    /// Since when no attempt succeeded.
    pub failing_since: Option<DateTime<Utc>>,
    /// The secret.
    pub secret: Vec<u8>,
    /// The one before, and until when it signs as well.
    pub previous: Option<(Vec<u8>, DateTime<Utc>)>,
    /// The last position that deliveries were written for.
    pub published: i64,
    /// Deliveries that wait, unless read for an attempt.
    pub waiting: i64,
    /// Moves with each change by hand.
    pub version: i64,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was changed.
    pub updated_at: DateTime<Utc>,
}

/// A server about to be added.
pub struct NewEndpoint {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub settings: CheckedWebhook,
    /// Its secret, sealed.
    pub secret: Vec<u8>,
    /// The last position that it is not told of.
    pub published: i64,
    /// When it is added.
    pub at: DateTime<Utc>,
}

/// A server that is told.
#[derive(Clone, Debug)]
pub struct ActiveEndpoint {
    /// Its id.
    pub id: Uuid,
    /// What it is told of; everything when empty.
    pub events: Vec<EventType>,
    /// The last position that deliveries were written for.
    pub published: i64,
    /// Whether its last attempt failed.
    pub failing: bool,
    /// When its next delivery is due.
    pub due: Option<DateTime<Utc>>,
}

/// Every server, by slug.
///
/// # Errors
/// When the database fails.
pub async fn list_endpoints(db: &Db) -> Result<Vec<Endpoint>, StoreError> {
    db.query(LIST_ENDPOINTS).fetch_all().await?.iter().map(endpoint).collect()
}

/// The server of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find_endpoint(mut source: impl Queries, name: &str) -> Result<Option<Endpoint>, StoreError> {
    let query = source.query(FIND_ENDPOINT).bind(name.to_owned()).bind(id_or_nil(name));
    query.fetch_optional().await?.as_ref().map(endpoint).transpose()
}

/// The server of that id, without how many deliveries wait for it: for an attempt.
///
/// # Errors
/// When the database fails.
pub async fn find_target(db: &Db, id: Uuid) -> Result<Option<Endpoint>, StoreError> {
    db.query(FIND_TARGET).bind(id).fetch_optional().await?.as_ref().map(endpoint).transpose()
}

/// Adds a server.
///
/// # Errors
/// When the database fails, or another has its slug.
pub async fn insert_endpoint(tx: &mut Tx, new: NewEndpoint) -> Result<(), StoreError> {
    tx.query(INSERT_ENDPOINT)
        .bind(new.id)
        .bind(new.settings.slug.to_string())
        .bind(new.settings.url)
        .bind(new.settings.description)
        .bind(Json(json!(new.settings.events)))
        .bind(new.secret)
        .bind(new.published)
        .bind(new.at)
        .execute()
        .await?;
    Ok(())
}

/// Changes a server. False when it is no longer at `version`.
///
/// # Errors
/// When the database fails.
pub async fn update_endpoint(
    tx: &mut Tx,
    id: Uuid,
    version: i64,
    settings: &CheckedWebhook,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let query = tx.query(UPDATE_ENDPOINT).bind(id).bind(version);
    let query = query.bind(settings.url.clone()).bind(settings.description.clone());
    Ok(query.bind(Json(json!(settings.events))).bind(now).execute().await? == 1)
}

/// Removes a server, and what it was told. False when there is none.
///
/// # Errors
/// When the database fails.
pub async fn delete_endpoint(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(tx.query(DELETE_ENDPOINT).bind(id).execute().await? == 1)
}

/// Gives a server another secret; the one before signs as well until `until`.
///
/// # Errors
/// When the database fails.
pub async fn rotate_secret(
    tx: &mut Tx,
    id: Uuid,
    secret: Vec<u8>,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.query(ROTATE_SECRET).bind(id).bind(secret).bind(until).bind(now).execute().await?;
    Ok(())
}

/// Pauses a server. False when it was paused already.
///
/// # Errors
/// When the database fails.
pub async fn pause(
    tx: &mut Tx,
    id: Uuid,
    reason: PauseReason,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(tx.query(PAUSE).bind(id).bind(reason.as_str()).bind(now).execute().await? == 1)
}

/// Resumes a server. False when it was not paused.
///
/// # Errors
/// When the database fails.
pub async fn resume(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(tx.query(RESUME).bind(id).bind(now).execute().await? == 1)
}

/// Notes that an attempt failed.
///
/// # Errors
/// When the database fails.
pub async fn set_failing(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.query(FAILS).bind(id).bind(now).execute().await?;
    Ok(())
}

/// Notes that an attempt succeeded. Whether those before had failed.
///
/// # Errors
/// When the database fails.
pub async fn clear_failing(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(tx.query(SUCCEEDS).bind(id).execute().await? == 1)
}

/// The servers that are told.
///
/// # Errors
/// When the database fails.
pub async fn list_active(mut source: impl Queries) -> Result<Vec<ActiveEndpoint>, StoreError> {
    let rows = source.query(LIST_ACTIVE).fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(ActiveEndpoint {
                id: row.get("id")?,
                events: row.json("events")?,
                published: row.get("published")?,
                failing: row.get::<Option<DateTime<Utc>>>("failing_since")?.is_some(),
                due: row.get("due")?,
            })
        })
        .collect()
}

/// Notes up to which position deliveries are written.
///
/// # Errors
/// When the database fails.
pub async fn set_published(tx: &mut Tx, id: Uuid, position: i64) -> Result<(), StoreError> {
    tx.query(SET_PUBLISHED).bind(id).bind(position).execute().await?;
    Ok(())
}

/// Who administers the whole network.
///
/// # Errors
/// When the database fails.
pub async fn list_administrators(tx: &mut Tx) -> Result<Vec<StaffId>, StoreError> {
    let mut administrators = Vec::new();
    for row in tx.query(LIST_STAFF).fetch_all().await? {
        let permissions: Vec<Permission> = row.json("permissions")?;
        if permissions.contains(&Permission::Administer) {
            administrators.push(StaffId(row.get("id")?));
        }
    }
    Ok(administrators)
}

fn endpoint(row: &Row) -> Result<Endpoint, StoreError> {
    let paused = match row.get::<Option<String>>("paused")? {
        Some(_) => Some((read_word(row, "paused")?, row.get("paused_at")?)),
        None => None,
    };
    let previous: (Option<Vec<u8>>, Option<DateTime<Utc>>) =
        (row.get("previous_secret")?, row.get("previous_until")?);
    Ok(Endpoint {
        id: row.get("id")?,
        settings: CheckedWebhook {
            slug: row.parse("slug")?,
            url: row.get("url")?,
            description: row.get("description")?,
            events: row.json("events")?,
        },
        paused,
        failing_since: row.get("failing_since")?,
        secret: row.get("secret")?,
        previous: previous.0.zip(previous.1),
        published: row.get("published")?,
        waiting: row.get("waiting")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}
