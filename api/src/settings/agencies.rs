//! The settings of an agency.

use chrono_tz::Tz;
use creno_types::agency::{AgencyPatch, AgencySettings};
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use crate::app::App;
use crate::staff::overlap::{Changed, refuse_overlap};
use crate::staff::reach::RuleError;
use crate::store::staff::Member;
use crate::store::{occupancy, reach, settings};

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
    if let Some(name) = &patch.timezone {
        let unknown =
            |_| SettingError::InvalidFields(vec![FieldError::new("timezone", FieldErrorCode::UnknownZone)]);
        let zone: Tz = name.trim().parse().map_err(unknown)?;
        found.timezone = zone.name().to_owned();
        move_to(app, &found, zone).await?;
    }
    Ok(found)
}

/// Moves an agency to a zone. Wall-clock times stay, so that instants move: whoever receives there and elsewhere is
/// looked at again.
async fn move_to(app: &App, agency: &AgencySettings, zone: Tz) -> Result<(), SettingError> {
    let people = reach::list_receiving(&app.db, agency.id).await?;
    let mut tx = app.db.begin().await?;
    // People before the agency, and in order, as whoever changes their rules does: nobody waits in a circle.
    for person in &people {
        occupancy::lock_staff(&mut tx, *person).await?;
    }
    settings::update_agency_zone(&mut tx, agency.id, zone).await?;
    let changed = Changed { moved: Some(agency.id), ..Changed::default() };
    for person in people {
        refuse_overlap(app, &mut tx, person, changed).await.map_err(|error| match error {
            RuleError::Overlapping(conflict) => SettingError::Overlapping(conflict),
            RuleError::InvalidFields(errors) => SettingError::InvalidFields(errors),
            RuleError::NotFound | RuleError::BeyondReach => SettingError::NotFound,
            RuleError::Store(error) => error.into(),
        })?;
    }
    Ok(tx.commit().await?)
}
