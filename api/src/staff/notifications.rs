//! What a person is told of their own appointments, and what they set for themselves.

use creno_types::notification::{Notifications, Preferences};

use crate::app::App;
use crate::store::staff::Member;
use crate::store::{StoreError, notifications};

/// How many are told.
const MOST: i64 = 50;

/// The latest of what others did to the appointments of who is signed in.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member) -> Result<Notifications, StoreError> {
    let items = notifications::list_notifications(&app.db, member.staff.id, &member.sight, MOST).await?;
    let unread = items.iter().filter(|item| item.unread).count();
    Ok(Notifications { items, unread: unread.try_into().unwrap_or(u32::MAX) })
}

/// Notes that they were read.
///
/// # Errors
/// When the database fails.
pub async fn mark_read(app: &App, member: &Member) -> Result<(), StoreError> {
    notifications::mark_read(&app.db, member.staff.id, app.now()).await
}

/// What who is signed in set for themselves.
///
/// # Errors
/// When the database fails.
pub async fn preferences(app: &App, member: &Member) -> Result<Preferences, StoreError> {
    let notification_level = notifications::find_level(&app.db, member.staff.id).await?;
    Ok(Preferences { notification_level })
}

/// Sets it.
///
/// # Errors
/// When the database fails.
pub async fn set_preferences(app: &App, member: &Member, wanted: &Preferences) -> Result<(), StoreError> {
    notifications::update_level(&app.db, member.staff.id, wanted.notification_level).await
}
