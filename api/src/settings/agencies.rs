//! The settings of an agency.

use chrono_tz::Tz;
use creno_types::agency::{AgencyPatch, AgencySettings};
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use crate::app::App;
use crate::store::settings;
use crate::store::staff::Member;

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
    let mut tx = app.db.begin().await?;
    let found = settings::find_agency_settings(&mut tx, member, agency).await?;
    let mut found = found.ok_or(SettingError::NotFound)?;
    if let Some(name) = &patch.timezone {
        let unknown =
            |_| SettingError::InvalidFields(vec![FieldError::new("timezone", FieldErrorCode::UnknownZone)]);
        let zone: Tz = name.trim().parse().map_err(unknown)?;
        settings::update_agency_zone(&mut tx, found.id, zone).await?;
        found.timezone = zone.name().to_owned();
    }
    tx.commit().await?;
    Ok(found)
}
