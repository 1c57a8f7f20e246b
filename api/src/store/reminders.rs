//! Reminders that fall due, and those that are in hands.

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::ids::{AppointmentId, ThemeId};
use creno_types::message::Medium;
use uuid::Uuid;

use super::catalog::word;
use super::{Db, StoreError, Tx, statements};

statements! {
    LIST_RULES = "SELECT theme_id, before_min, medium, since FROM theme_reminder ORDER BY theme_id, before_min, medium";
    FIND_LOOK = "SELECT until FROM reminder_look WHERE id = 1";
    PUT_LOOK = "INSERT INTO reminder_look (id, until) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET until = excluded.until";
    // By the index of appointments to recall, however many appointments there are.
    LIST_DUE = "SELECT p.id, p.starts_at, coalesce(p.timed_at, p.created_at) AS timed_at FROM appointment p
        WHERE p.status = 'confirmed' AND p.theme_id = $1 AND (p.starts_at, p.id) > ($2, $3) AND p.starts_at <= $4
        AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.appointment_id = p.id AND r.starts_at = p.starts_at
            AND r.before_min = $5 AND r.medium = $6)
        ORDER BY p.starts_at, p.id LIMIT $7";
    INSERT_REMINDER = "INSERT INTO reminder (appointment_id, starts_at, before_min, medium) VALUES ($1, $2, $3, $4)
        ON CONFLICT (appointment_id, starts_at, before_min, medium) DO NOTHING";
}

/// When appointments of a theme are recalled, and by what.
#[derive(Clone, Copy, Debug)]
pub struct ReminderRule {
    /// The theme.
    pub theme: ThemeId,
    /// How long before the start.
    pub before: TimeDelta,
    /// By what.
    pub medium: Medium,
    /// Since when it holds.
    pub since: DateTime<Utc>,
}

/// An appointment at the time that it has.
#[derive(Clone, Copy, Debug)]
pub struct Timed {
    /// Which.
    pub id: AppointmentId,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// When it was given that start.
    pub timed_at: DateTime<Utc>,
}

/// Every reminder that is set.
///
/// # Errors
/// When the database fails.
pub async fn list_rules(db: &Db) -> Result<Vec<ReminderRule>, StoreError> {
    let rows = db.query(LIST_RULES).fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(ReminderRule {
                theme: ThemeId(row.get("theme_id")?),
                before: TimeDelta::minutes(row.get("before_min")?),
                medium: word(row, "medium")?,
                since: row.get("since")?,
            })
        })
        .collect()
}

/// Until when reminders were looked for; none when they never were.
///
/// # Errors
/// When the database fails.
pub async fn find_look(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    db.query(FIND_LOOK).fetch_optional().await?.map(|row| row.get("until")).transpose()
}

/// Notes until when reminders were looked for.
///
/// # Errors
/// When the database fails.
pub async fn put_look(tx: &mut Tx, until: DateTime<Utc>) -> Result<(), StoreError> {
    tx.query(PUT_LOOK).bind(until).execute().await.map(drop)
}

/// At most `limit` appointments that stand, start after the place `after` and until `until`, and whose reminder by `rule`
/// is in no hands yet; by start.
///
/// # Errors
/// When the database fails.
pub async fn list_due(
    db: &Db,
    rule: &ReminderRule,
    after: (DateTime<Utc>, Uuid),
    until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Timed>, StoreError> {
    let query = db.query(LIST_DUE).bind(rule.theme.0).bind(after.0).bind(after.1).bind(until);
    let query = query.bind(rule.before.num_minutes()).bind(rule.medium.as_str()).bind(i64::from(limit));
    let rows = query.fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(Timed {
                id: AppointmentId(row.get("id")?),
                starts_at: row.get("starts_at")?,
                timed_at: row.get("timed_at")?,
            })
        })
        .collect()
}

/// Takes the reminder by `rule` of an appointment in hands. False when it is in hands already.
///
/// # Errors
/// When the database fails.
pub async fn insert_reminder(tx: &mut Tx, rule: &ReminderRule, timed: &Timed) -> Result<bool, StoreError> {
    let query = tx.query(INSERT_REMINDER).bind(timed.id.0).bind(timed.starts_at);
    let query = query.bind(rule.before.num_minutes()).bind(rule.medium.as_str());
    Ok(query.execute().await? == 1)
}
