//! Exceptions of one date: who may see and change them, and what is refused at entry.

use chrono::NaiveDate;
use creno_types::api_key::ApiResource;
use creno_types::ids::ExceptionId;
use creno_types::journal::SettingsAction;
use creno_types::window::{AvailabilityQuery, CheckedException, Exception, NewException};

use super::overlap::{Changed, refuse_overlap};
use super::reach::{RuleError, Target, allow, check_seen, lock, same_person, target};
use crate::app::App;
use crate::precondition::Precondition;
use crate::settings::log;
use crate::store::staff::Member;
use crate::store::{StoreError, Tx, exceptions};

/// The exceptions asked for that `member` reaches.
///
/// # Errors
/// When the database fails.
pub async fn list(
    app: &App,
    member: &Member,
    asked: &AvailabilityQuery,
) -> Result<Vec<Exception>, StoreError> {
    exceptions::list_exceptions(&app.db, member, asked).await
}

/// Adds an exception.
///
/// # Errors
/// When it can't be accepted, or person or agency are out of reach.
pub async fn create(app: &App, member: &Member, new: &NewException) -> Result<Exception, RuleError> {
    let checked = CheckedException::check(new).map_err(RuleError::InvalidFields)?;
    let target = target(app, member, checked.staff(), checked.agency()).await?;
    let exception = exception(ExceptionId(app.new_id()), target, &checked);
    let mut tx = lock(app, exception.staff.id).await?;
    exceptions::insert_exception(&mut tx, &exception).await?;
    let changed = Changed { written: Some(exception.id.0), ..Changed::default() };
    refuse_overlap(app, &mut tx, exception.staff.id, changed).await?;
    note(app, &mut tx, member, SettingsAction::Created, None, Some(&exception)).await?;
    tx.commit().await?;
    Ok(exception)
}

/// Replaces an exception.
///
/// # Errors
/// When it can't be accepted, is not what was seen, or the exception, its person or an agency are out of reach.
pub async fn update(
    app: &App,
    member: &Member,
    id: ExceptionId,
    seen: &Precondition,
    new: &NewException,
) -> Result<Exception, RuleError> {
    let before = find(app, member, id).await?;
    let checked = CheckedException::check(new).map_err(RuleError::InvalidFields)?;
    let target = target(app, member, checked.staff(), checked.agency()).await?;
    same_person(&before.staff, &target.staff)?;
    let exception = exception(id, target, &checked);
    let mut tx = lock(app, exception.staff.id).await?;
    let before = present(&mut tx, member, id, seen).await?;
    exceptions::update_exception(&mut tx, &exception).await?;
    let changed = Changed { written: Some(id.0), uncovered: closed_date(&before), ..Changed::default() };
    refuse_overlap(app, &mut tx, exception.staff.id, changed).await?;
    note(app, &mut tx, member, SettingsAction::Updated, Some(&before), Some(&exception)).await?;
    tx.commit().await?;
    Ok(exception)
}

/// Removes an exception.
///
/// # Errors
/// When it is out of reach, not what was seen, or was what kept the person from being in two agencies at once.
pub async fn delete(
    app: &App,
    member: &Member,
    id: ExceptionId,
    seen: &Precondition,
) -> Result<(), RuleError> {
    let exception = find(app, member, id).await?;
    let mut tx = lock(app, exception.staff.id).await?;
    let exception = present(&mut tx, member, id, seen).await?;
    exceptions::delete_exception(&mut tx, &exception).await?;
    let changed = Changed { uncovered: closed_date(&exception), ..Changed::default() };
    refuse_overlap(app, &mut tx, exception.staff.id, changed).await?;
    note(app, &mut tx, member, SettingsAction::Deleted, Some(&exception), None).await?;
    Ok(tx.commit().await?)
}

/// The exception of that id.
///
/// # Errors
/// When `member` reaches none.
pub async fn get(app: &App, member: &Member, id: ExceptionId) -> Result<Exception, RuleError> {
    exceptions::find_exception(&app.db, member, id).await?.ok_or(RuleError::NotFound)
}

/// The exception as it is now that nobody else changes it, when it is what was seen.
async fn present(
    tx: &mut Tx,
    member: &Member,
    id: ExceptionId,
    seen: &Precondition,
) -> Result<Exception, RuleError> {
    let exception = exceptions::find_exception(&mut *tx, member, id).await?.ok_or(RuleError::NotFound)?;
    let which = (ApiResource::Exceptions, &exception.staff, id.0);
    check_seen(tx, seen, &exception, which).await?;
    Ok(exception)
}

async fn note(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    action: SettingsAction,
    before: Option<&Exception>,
    after: Option<&Exception>,
) -> Result<(), StoreError> {
    let subject = before.or(after).map(|exception| exception.staff.slug.to_string()).unwrap_or_default();
    log(app, tx, member, ApiResource::Exceptions, subject, action, before, after).await
}

/// The exception of that id, when `member` may change it.
async fn find(app: &App, member: &Member, id: ExceptionId) -> Result<Exception, RuleError> {
    let exception = get(app, member, id).await?;
    allow(app, member, exception.staff.id, exception.agency.as_ref()).await?;
    Ok(exception)
}

/// The date that a closing closes: nothing for an opening, which covers nothing when it goes.
fn closed_date(exception: &Exception) -> Option<NaiveDate> {
    (!exception.rule.opens).then_some(exception.rule.date)
}

fn exception(id: ExceptionId, target: Target, checked: &CheckedException) -> Exception {
    let Target { staff, agency, timezone } = target;
    Exception { id, staff, agency, timezone, rule: checked.rule().clone() }
}
