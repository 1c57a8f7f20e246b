//! The journal of appointments: what happened to each, in order.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use creno_types::appointment::{HistoryItem, LastChange};
use creno_types::ids::{AppointmentId, StaffId};
use creno_types::staff::StaffName;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::appointments::FullAppointment;
use super::journal::Snapshot;
use super::{Db, Row, StoreError, Tx, statements};

statements! {
    INSERT_EVENT = "INSERT INTO appointment_event (id, appointment_id, at, kind, actor, staff_id, changes, version, snapshot,
        receiver_id, former_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LIST_EVENTS = "SELECT e.at, e.kind, e.actor, e.changes, s.id AS staff_id, s.slug AS staff_slug, s.name AS staff_name
        FROM appointment_event e LEFT JOIN staff s ON s.id = e.staff_id
        WHERE e.appointment_id = $1 ORDER BY e.at, e.id";
    FIND_NAME = "SELECT name FROM staff WHERE id = $1 UNION ALL SELECT name FROM agency WHERE id = $1";
    FIND_LAST = "SELECT e.at, e.kind, e.actor, s.id AS staff_id, s.slug AS staff_slug, s.name AS staff_name
        FROM appointment_event e LEFT JOIN staff s ON s.id = e.staff_id
        WHERE e.appointment_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT 1";
}

/// What happened to an appointment.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its id.
    pub id: Uuid,
    /// The appointment.
    pub appointment: AppointmentId,
    /// When.
    pub at: DateTime<Utc>,
    /// What: `created`, `cancelled`…
    pub kind: &'static str,
    /// Who: `client`, `staff`, `system`.
    pub actor: &'static str,
    /// Which staff member, when it was one.
    pub staff: Option<StaffId>,
    /// Before and after, without personal data.
    pub changes: Value,
    /// The appointment just after, for those outside who follow; none for what only staff are to know.
    pub snapshot: Option<Snapshot>,
}

/// Adds to an appointment's journal.
///
/// # Errors
/// When the database fails.
pub async fn insert_event(tx: &mut Tx, event: NewEvent) -> Result<(), StoreError> {
    let receiver = event.snapshot.as_ref().map(|snapshot| snapshot.staff.id);
    let former = former(&event.changes).filter(|former| Some(*former) != receiver);
    let version = event.snapshot.as_ref().map_or(0, |snapshot| snapshot.version);
    let snapshot = event.snapshot.map(serde_json::to_value).transpose();
    let snapshot =
        snapshot.map_err(|error| StoreError::Corrupt { column: "snapshot", value: error.to_string() })?;
    tx.query(INSERT_EVENT)
        .bind(event.id)
        .bind(event.appointment.0)
        .bind(event.at)
        .bind(event.kind)
        .bind(event.actor)
        .bind(event.staff.map(|staff| staff.0))
        .bind(Json(event.changes))
        .bind(version)
        .bind(snapshot.map(Json))
        .bind(receiver.map(|staff| staff.0))
        .bind(former.map(|staff| staff.0))
        .execute()
        .await?;
    Ok(())
}

/// Who received before a change, when the change is of that.
fn former(changes: &Value) -> Option<StaffId> {
    let before = changes["staff"].as_array()?.first()?.as_str()?;
    Uuid::try_parse(before).ok().map(StaffId)
}

/// What happened to an appointment, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list_events(db: &Db, full: &FullAppointment) -> Result<Vec<HistoryItem>, StoreError> {
    let rows = db.query(LIST_EVENTS).bind(full.appointment.id.0).fetch_all().await?;
    rows.iter()
        .map(|row| {
            let staff = author(row)?;
            let changes: BTreeMap<String, Value> = row.json("changes")?;
            Ok(HistoryItem {
                at: full.read(row.get("at")?),
                kind: row.get("kind")?,
                actor: row.get("actor")?,
                staff,
                changes: changes.into_iter().map(|(name, value)| (name, told(full, texts(value)))).collect(),
            })
        })
        .collect()
}

/// Names of the people and agencies that changes name by id.
///
/// # Errors
/// When the database fails.
pub async fn list_names(db: &Db, items: &[HistoryItem]) -> Result<BTreeMap<String, String>, StoreError> {
    let mut names = BTreeMap::new();
    let values = items.iter().flat_map(|item| [item.changes.get("staff"), item.changes.get("agency")]);
    for text in values.flatten().flatten() {
        let Ok(id) = text.parse::<Uuid>() else { continue };
        if names.contains_key(text) {
            continue;
        }
        if let Some(row) = db.query(FIND_NAME).bind(id).fetch_optional().await? {
            names.insert(text.clone(), row.get("name")?);
        }
    }
    Ok(names)
}

/// What happened to an appointment last.
///
/// # Errors
/// When the database fails.
pub async fn find_last(db: &Db, full: &FullAppointment) -> Result<Option<LastChange>, StoreError> {
    let row = db.query(FIND_LAST).bind(full.appointment.id.0).fetch_optional().await?;
    row.map(|row| {
        let (at, staff) = (full.read(row.get("at")?), author(&row)?);
        Ok(LastChange { at, kind: row.get("kind")?, actor: row.get("actor")?, staff })
    })
    .transpose()
}

/// The staff member who did it, when it was one.
fn author(row: &Row) -> Result<Option<StaffName>, StoreError> {
    let Some(id) = row.get::<Option<Uuid>>("staff_id")? else { return Ok(None) };
    Ok(Some(StaffName { id: StaffId(id), slug: row.parse("staff_slug")?, name: row.get("staff_name")? }))
}

/// Instants at the offset of the zone that the client was told; what is no instant as it is.
fn told(full: &FullAppointment, texts: Vec<String>) -> Vec<String> {
    let read = |text: String| match text.parse::<DateTime<Utc>>() {
        Ok(at) => full.read(at).to_string(),
        Err(_) => text,
    };
    texts.into_iter().map(read).collect()
}

/// A value, or several, as texts.
fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.into_iter().flat_map(texts).collect(),
        Value::String(text) => vec![text],
        Value::Null => Vec::new(),
        other => vec![other.to_string()],
    }
}
