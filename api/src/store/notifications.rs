//! What others did to somebody's appointments, and how much of it they want by mail.

use chrono::{DateTime, Utc};
use creno_types::ZonedInstant;
use creno_types::ids::StaffId;
use creno_types::notification::{Notification, NotificationEvent, NotificationLevel};
use serde_json::Value;

use super::catalog::word;
use super::journal::Snapshot;
use super::{Db, Row, StoreError, statements};
use crate::sight::Sight;
use creno_types::appointment::ClientSummary;

statements! {
    // Of those who received and those who do, the latest of each: two walks along an index.
    LIST_NOTIFICATIONS = "SELECT e.id, e.at, e.kind, e.changes, e.snapshot, e.former_id, c.name AS client_name,
            (r.notifications_read_at IS NULL OR e.at > r.notifications_read_at) AS unread
        FROM (SELECT * FROM (SELECT id, at FROM appointment_event WHERE receiver_id = $1
                AND kind IN ('created', 'moved', 'cancelled', 'document_added', 'document_replaced', 'document_deleted') AND (staff_id IS NULL OR staff_id <> $1)
                ORDER BY at DESC LIMIT $2) AS received
            UNION SELECT * FROM (SELECT id, at FROM appointment_event WHERE former_id = $1
                AND kind = 'moved' AND (staff_id IS NULL OR staff_id <> $1) ORDER BY at DESC LIMIT $2) AS gave) AS latest
        JOIN appointment_event e ON e.id = latest.id JOIN appointment p ON p.id = e.appointment_id
        JOIN client c ON c.id = p.client_id JOIN staff r ON r.id = $1
        WHERE e.snapshot IS NOT NULL ORDER BY e.at DESC, e.id DESC LIMIT $2";
    MARK_READ = "UPDATE staff SET notifications_read_at = $2 WHERE id = $1";
    FIND_LEVEL = "SELECT notification_level FROM staff WHERE id = $1";
    UPDATE_LEVEL = "UPDATE staff SET notification_level = $2 WHERE id = $1";
}

/// The latest of what others did to a person's appointments, at most `limit`, the latest first, as they see it.
///
/// # Errors
/// When the database fails.
pub async fn list_notifications(
    db: &Db,
    staff: StaffId,
    sight: &Sight,
    limit: i64,
) -> Result<Vec<Notification>, StoreError> {
    let rows = db.query(LIST_NOTIFICATIONS).bind(staff.0).bind(limit).fetch_all().await?;
    rows.iter().map(|row| notification(row, staff, sight)).collect()
}

/// Notes that a person has read all that happened until now.
///
/// # Errors
/// When the database fails.
pub async fn mark_read(db: &Db, staff: StaffId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(MARK_READ).bind(staff.0).bind(now).execute().await?;
    tx.commit().await
}

/// What a person wants to be told by mail.
///
/// # Errors
/// When the database fails.
pub async fn find_level(db: &Db, staff: StaffId) -> Result<NotificationLevel, StoreError> {
    match db.query(FIND_LEVEL).bind(staff.0).fetch_optional().await? {
        Some(row) => word(&row, "notification_level"),
        None => Ok(NotificationLevel::default()),
    }
}

/// Sets it.
///
/// # Errors
/// When the database fails.
pub async fn update_level(db: &Db, staff: StaffId, level: NotificationLevel) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(UPDATE_LEVEL).bind(staff.0).bind(level.as_str()).execute().await?;
    tx.commit().await
}

fn notification(row: &Row, staff: StaffId, sight: &Sight) -> Result<Notification, StoreError> {
    let snapshot: Snapshot = row.json("snapshot")?;
    let changes: Value = row.json("changes")?;
    let zone: chrono_tz::Tz = snapshot.timezone.parse().unwrap_or(chrono_tz::UTC);
    let gave = snapshot.staff.id != staff;
    let changed = |name: &str| changes[name].as_array().filter(|both| both.first() != both.last()).is_some();
    let kind: String = row.get("kind")?;
    let event = match kind.as_str() {
        "created" => NotificationEvent::Confirmed,
        "cancelled" => NotificationEvent::Cancelled,
        "document_added" | "document_replaced" => NotificationEvent::DocumentAdded,
        "document_deleted" => NotificationEvent::DocumentDeleted,
        _ if gave => NotificationEvent::Cancelled,
        _ if changed("staff") => NotificationEvent::Transferred,
        _ => NotificationEvent::Moved,
    };
    // Who gave it away had it at its former time.
    let former = changes["start"].as_array().and_then(|both| both.first()?.as_str()?.parse().ok());
    let start = match former.filter(|_| gave) {
        Some(former) => ZonedInstant::new(former, &zone),
        None => snapshot.start,
    };
    let mut client = ClientSummary { name: row.get("client_name")?, email: None, phone: None };
    sight.dim(&mut client);
    Ok(Notification {
        id: row.get("id")?,
        at: ZonedInstant::new(row.get("at")?, &zone),
        event,
        reference: snapshot.reference,
        start,
        theme: snapshot.theme.name,
        client: client.name,
        unread: row.get("unread")?,
    })
}
