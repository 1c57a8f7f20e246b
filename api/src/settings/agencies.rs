//! The settings of an agency.

use chrono_tz::Tz;
use creno_types::agency::{AgencyPatch, AgencySettings};
use creno_types::holiday::HolidayCalendar;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use crate::app::App;
use crate::staff::overlap::{Changed, refuse_overlap};
use crate::staff::reach::RuleError;
use crate::store::staff::Member;
use crate::store::{Tx, occupancy, reach, settings};

/// Changes the agency of that slug or id.
///
/// # Errors
/// When `member` reaches no such agency, or a setting can't be accepted.
pub async fn patch(
    app: &App,
    member: &Member,
    agency: &str,
    patch: &AgencyPatch,
) -> Result<AgencySettings, SettingError> {
    let found = settings::find_agency_settings(&app.db, member, agency).await?;
    let mut found = found.ok_or(SettingError::NotFound)?;
    let (zone, holidays) = check(patch).map_err(SettingError::InvalidFields)?;
    // People before the agency, and in order, as whoever changes their rules does: nobody waits in a circle.
    let people = if zone.is_some() { reach::list_receiving(&app.db, found.id).await? } else { Vec::new() };
    let mut tx = app.db.begin().await?;
    for person in &people {
        occupancy::lock_staff(&mut tx, *person).await?;
    }
    if let Some(holidays) = holidays {
        settings::update_agency_holidays(&mut tx, found.id, holidays).await?;
        found.holidays = holidays;
    }
    if let Some(zone) = zone {
        move_to(app, &mut tx, found.id, zone, people).await?;
        found.timezone = zone.name().to_owned();
    }
    tx.commit().await?;
    Ok(found)
}

fn check(patch: &AgencyPatch) -> Result<(Option<Tz>, Option<HolidayCalendar>), Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut add = |field, code| faults.push(FieldError::new(field, code));
    let zone = patch.timezone.as_ref().and_then(|name| {
        let zone = name.trim().parse().ok();
        if zone.is_none() {
            add("timezone", FieldErrorCode::UnknownZone);
        }
        zone
    });
    let holidays = patch.holidays.as_ref().and_then(|word| {
        let holidays = word.trim().parse().ok();
        if holidays.is_none() {
            add("holidays", FieldErrorCode::NotChoice);
        }
        holidays
    });
    if faults.is_empty() { Ok((zone, holidays)) } else { Err(faults) }
}

/// Moves an agency to a zone. Wall-clock times stay, so that instants move: whoever receives there and elsewhere is
/// looked at again; `people` are locked.
async fn move_to(
    app: &App,
    tx: &mut Tx,
    agency: AgencyId,
    zone: Tz,
    people: Vec<StaffId>,
) -> Result<(), SettingError> {
    settings::update_agency_zone(tx, agency, zone).await?;
    let changed = Changed { moved: Some(agency), ..Changed::default() };
    for person in people {
        refuse_overlap(app, tx, person, changed).await.map_err(|error| match error {
            RuleError::Overlapping(conflict) => SettingError::Overlapping(conflict),
            RuleError::InvalidFields(errors) => SettingError::InvalidFields(errors),
            RuleError::NotFound | RuleError::BeyondReach => SettingError::NotFound,
            RuleError::Store(error) => error.into(),
        })?;
    }
    Ok(())
}
