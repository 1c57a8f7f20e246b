//! Recurring windows: who may see and change them, and what is refused at entry.

use creno_types::api_key::ApiResource;
use creno_types::ids::WindowId;
use creno_types::journal::SettingsAction;
use creno_types::window::{AvailabilityQuery, CheckedWindow, NewWindow, Window};

use super::overlap::{Changed, refuse_overlap};
use super::reach::{RuleError, Target, allow, check_seen, lock, same_person, target};
use crate::app::App;
use crate::precondition::Precondition;
use crate::settings::log;
use crate::store::staff::Member;
use crate::store::{StoreError, Tx, windows};

/// The windows asked for that `member` reaches.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member, asked: &AvailabilityQuery) -> Result<Vec<Window>, StoreError> {
    windows::list_windows(&app.db, member, asked).await
}

/// Adds a window.
///
/// # Errors
/// When it can't be accepted, or person or agency are out of reach.
pub async fn create(app: &App, member: &Member, new: &NewWindow) -> Result<Window, RuleError> {
    let checked = CheckedWindow::check(new).map_err(RuleError::InvalidFields)?;
    let target = target(app, member, checked.staff(), checked.agency()).await?;
    let id = WindowId(app.new_id());
    let window = window(id, target, &checked);
    let mut tx = lock(app, window.staff.id).await?;
    windows::insert_window(&mut tx, &window).await?;
    refuse_overlap(app, &mut tx, window.staff.id, written(id)).await?;
    note(app, &mut tx, member, SettingsAction::Created, None, Some(&window)).await?;
    tx.commit().await?;
    Ok(window)
}

/// Replaces a window.
///
/// # Errors
/// When it can't be accepted, is not what was seen, or the window, its person or an agency are out of reach.
pub async fn update(
    app: &App,
    member: &Member,
    id: WindowId,
    seen: &Precondition,
    new: &NewWindow,
) -> Result<Window, RuleError> {
    let before = find(app, member, id).await?;
    let checked = CheckedWindow::check(new).map_err(RuleError::InvalidFields)?;
    let target = target(app, member, checked.staff(), checked.agency()).await?;
    same_person(&before.staff, &target.staff)?;
    let window = window(id, target, &checked);
    let mut tx = lock(app, window.staff.id).await?;
    let before = present(&mut tx, member, id, seen).await?;
    windows::update_window(&mut tx, &window).await?;
    refuse_overlap(app, &mut tx, window.staff.id, written(id)).await?;
    note(app, &mut tx, member, SettingsAction::Updated, Some(&before), Some(&window)).await?;
    tx.commit().await?;
    Ok(window)
}

/// Removes a window.
///
/// # Errors
/// When it is out of reach, or not what was seen.
pub async fn delete(app: &App, member: &Member, id: WindowId, seen: &Precondition) -> Result<(), RuleError> {
    let window = find(app, member, id).await?;
    let mut tx = lock(app, window.staff.id).await?;
    let window = present(&mut tx, member, id, seen).await?;
    windows::delete_window(&mut tx, &window).await?;
    note(app, &mut tx, member, SettingsAction::Deleted, Some(&window), None).await?;
    Ok(tx.commit().await?)
}

/// The window of that id.
///
/// # Errors
/// When `member` reaches none.
pub async fn get(app: &App, member: &Member, id: WindowId) -> Result<Window, RuleError> {
    windows::find_window(&app.db, member, id).await?.ok_or(RuleError::NotFound)
}

/// The window as it is now that nobody else changes it, when it is what was seen.
async fn present(
    tx: &mut Tx,
    member: &Member,
    id: WindowId,
    seen: &Precondition,
) -> Result<Window, RuleError> {
    let window = windows::find_window(&mut *tx, member, id).await?.ok_or(RuleError::NotFound)?;
    let which = (ApiResource::Availabilities, &window.staff, id.0);
    check_seen(tx, seen, &window, which).await?;
    Ok(window)
}

async fn note(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    action: SettingsAction,
    before: Option<&Window>,
    after: Option<&Window>,
) -> Result<(), StoreError> {
    let subject = before.or(after).map(|window| window.staff.slug.to_string()).unwrap_or_default();
    log(app, tx, member, ApiResource::Availabilities, subject, action, before, after).await
}

/// The window of that id, when `member` may change it.
async fn find(app: &App, member: &Member, id: WindowId) -> Result<Window, RuleError> {
    let window = get(app, member, id).await?;
    allow(app, member, window.staff.id, window.agency.as_ref()).await?;
    Ok(window)
}

fn written(id: WindowId) -> Changed {
    Changed { written: Some(id.0), ..Changed::default() }
}

fn window(id: WindowId, target: Target, checked: &CheckedWindow) -> Window {
    let Target { staff, agency, timezone } = target;
    Window { id, staff, agency, timezone, rule: checked.rule().clone() }
}
