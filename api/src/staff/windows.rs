//! Recurring windows: who may see and change them, and what is refused at entry.

use creno_types::ids::WindowId;
use creno_types::window::{AvailabilityQuery, CheckedWindow, NewWindow, Window};

use super::overlap::{Changed, refuse_overlap};
use super::reach::{RuleError, Target, allow, lock, same_person, target};
use crate::app::App;
use crate::store::staff::Member;
use crate::store::{StoreError, windows};

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
    tx.commit().await?;
    Ok(window)
}

/// Replaces a window.
///
/// # Errors
/// When it can't be accepted, or the window, its person or an agency are out of reach.
pub async fn update(app: &App, member: &Member, id: WindowId, new: &NewWindow) -> Result<Window, RuleError> {
    let before = find(app, member, id).await?;
    let checked = CheckedWindow::check(new).map_err(RuleError::InvalidFields)?;
    let target = target(app, member, checked.staff(), checked.agency()).await?;
    same_person(&before.staff, &target.staff)?;
    let window = window(id, target, &checked);
    let mut tx = lock(app, window.staff.id).await?;
    if !windows::update_window(&mut tx, &window).await? {
        return Err(RuleError::NotFound);
    }
    refuse_overlap(app, &mut tx, window.staff.id, written(id)).await?;
    tx.commit().await?;
    Ok(window)
}

/// Removes a window.
///
/// # Errors
/// When it is out of reach.
pub async fn delete(app: &App, member: &Member, id: WindowId) -> Result<(), RuleError> {
    let window = find(app, member, id).await?;
    let mut tx = lock(app, window.staff.id).await?;
    if !windows::delete_window(&mut tx, &window).await? {
        return Err(RuleError::NotFound);
    }
    Ok(tx.commit().await?)
}

/// The window of that id, when `member` may change it.
async fn find(app: &App, member: &Member, id: WindowId) -> Result<Window, RuleError> {
    let window = windows::find_window(&app.db, member, id).await?.ok_or(RuleError::NotFound)?;
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
