//! How the clients of each theme are written to.

use chrono::{DateTime, Utc};
use creno_types::ids::{AppointmentId, ThemeId};
use creno_types::message::Medium;
use creno_types::theme_messages::{Discretion, Reminder, ThemeMessages};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::catalog::word;
use super::schedule::id_or_nil;
use super::{Db, Queries, StoreError, Tx, statements};

statements! {
    // Waits for who changes the same, without changing the theme, which would move the slots of every agency.
    INSERT_THEME_MESSAGE = "INSERT INTO theme_message (theme_id, discretion, media) VALUES ($1, $2, $3)
        ON CONFLICT (theme_id) DO UPDATE SET discretion = theme_message.discretion";
    FIND_SLUG = "SELECT slug FROM theme WHERE id = $1";
    FIND_THEME = "SELECT id FROM theme WHERE slug = $1 OR id = $2";
    FIND_THEME_MESSAGE = "SELECT discretion, media FROM theme_message WHERE theme_id = $1";
    LIST_REMINDERS = "SELECT before_min, medium FROM theme_reminder WHERE theme_id = $1 ORDER BY before_min DESC, medium";
    LIST_DISCREET = "SELECT theme_id FROM theme_message WHERE discretion <> 'full'";
    FIND_OF_APPOINTMENT = "SELECT p.theme_id, t.discretion FROM appointment p
        LEFT JOIN theme_message t ON t.theme_id = p.theme_id WHERE p.id = $1";
    PUT_THEME_MESSAGE = "INSERT INTO theme_message (theme_id, discretion, media) VALUES ($1, $2, $3)
        ON CONFLICT (theme_id) DO UPDATE SET discretion = excluded.discretion, media = excluded.media";
    DELETE_REMINDER = "DELETE FROM theme_reminder WHERE theme_id = $1 AND before_min = $2 AND medium = $3";
    // One that is there already goes on since it was.
    INSERT_REMINDER = "INSERT INTO theme_reminder (theme_id, before_min, medium, since) VALUES ($1, $2, $3, $4)
        ON CONFLICT (theme_id, before_min, medium) DO NOTHING";
}

/// The theme of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find_theme(mut source: impl Queries, name: &str) -> Result<Option<ThemeId>, StoreError> {
    let row = source.query(FIND_THEME).bind(name.to_owned()).bind(id_or_nil(name)).fetch_optional().await?;
    row.map(|row| Ok(ThemeId(row.get("id")?))).transpose()
}

/// The theme of that slug or id, and its slug; its settings of messages are ours alone until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock_theme(tx: &mut Tx, name: &str) -> Result<Option<(ThemeId, String)>, StoreError> {
    let Some(theme) = find_theme(&mut *tx, name).await? else { return Ok(None) };
    let default = ThemeMessages::default();
    let media = serde_json::to_value(&default.media).unwrap_or(Value::Null);
    let lock = tx.query(INSERT_THEME_MESSAGE).bind(theme.0).bind(default.discretion.as_str());
    lock.bind(Json(media)).execute().await?;
    Ok(Some((theme, find_slug(tx, theme).await?)))
}

/// The slug of a theme.
///
/// # Errors
/// When the database fails.
pub async fn find_slug(tx: &mut Tx, theme: ThemeId) -> Result<String, StoreError> {
    tx.query(FIND_SLUG).bind(theme.0).fetch_one().await?.get("slug")
}

/// How the clients of a theme are written to.
///
/// # Errors
/// When the database fails.
pub async fn find_messages(mut source: impl Queries, theme: ThemeId) -> Result<ThemeMessages, StoreError> {
    let mut messages = ThemeMessages::default();
    if let Some(row) = source.query(FIND_THEME_MESSAGE).bind(theme.0).fetch_optional().await? {
        messages.discretion = word(&row, "discretion")?;
        messages.media = row.json("media")?;
    }
    for row in source.query(LIST_REMINDERS).bind(theme.0).fetch_all().await? {
        let (before_min, medium): (i64, Medium) = (row.get("before_min")?, word(&row, "medium")?);
        match messages.reminders.last_mut().filter(|last| last.before_min == before_min) {
            Some(last) => last.media.push(medium),
            None => messages.reminders.push(Reminder { before_min, media: vec![medium] }),
        }
    }
    Ok(messages)
}

/// By what the clients of a theme are told of changes.
///
/// # Errors
/// When the database fails.
pub async fn find_media(mut source: impl Queries, theme: ThemeId) -> Result<Vec<Medium>, StoreError> {
    match source.query(FIND_THEME_MESSAGE).bind(theme.0).fetch_optional().await? {
        Some(row) => row.json("media"),
        None => Ok(ThemeMessages::default().media),
    }
}

/// The theme of an appointment, and how much its messages tell.
///
/// # Errors
/// When the database fails.
pub async fn find_of_appointment(
    db: &Db,
    appointment: AppointmentId,
) -> Result<Option<(ThemeId, Discretion)>, StoreError> {
    let row = db.query(FIND_OF_APPOINTMENT).bind(appointment.0).fetch_optional().await?;
    row.map(|row| {
        let discretion = match row.get::<Option<String>>("discretion")? {
            Some(_) => word(&row, "discretion")?,
            None => Discretion::Full,
        };
        Ok((ThemeId(row.get::<Uuid>("theme_id")?), discretion))
    })
    .transpose()
}

/// The themes whose messages tell little or nothing.
///
/// # Errors
/// When the database fails.
pub async fn list_discreet(db: &Db) -> Result<Vec<ThemeId>, StoreError> {
    let rows = db.query(LIST_DISCREET).fetch_all().await?;
    rows.iter().map(|row| Ok(ThemeId(row.get("theme_id")?))).collect()
}

/// Replaces how the clients of a theme are written to. A reminder that is new counts from `now` on.
///
/// # Errors
/// When the database fails.
pub async fn put_messages(
    tx: &mut Tx,
    theme: ThemeId,
    messages: &ThemeMessages,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let media = serde_json::to_value(&messages.media).unwrap_or(Value::Null);
    let put = tx.query(PUT_THEME_MESSAGE).bind(theme.0).bind(messages.discretion.as_str()).bind(Json(media));
    put.execute().await?;
    let wanted: Vec<_> = messages
        .reminders
        .iter()
        .flat_map(|reminder| reminder.media.iter().map(|medium| (reminder.before_min, *medium)))
        .collect();
    for row in tx.query(LIST_REMINDERS).bind(theme.0).fetch_all().await? {
        let (before_min, medium): (i64, Medium) = (row.get("before_min")?, word(&row, "medium")?);
        if !wanted.contains(&(before_min, medium)) {
            let delete = tx.query(DELETE_REMINDER).bind(theme.0).bind(before_min).bind(medium.as_str());
            delete.execute().await?;
        }
    }
    for (before_min, medium) in wanted {
        let insert = tx.query(INSERT_REMINDER).bind(theme.0).bind(before_min).bind(medium.as_str());
        insert.bind(now).execute().await?;
    }
    Ok(())
}
