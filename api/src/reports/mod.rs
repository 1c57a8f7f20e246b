//! Reports: what happened, counted for those who steer.

use creno_types::reports::{PersonSpread, Spread, SpreadQuery};

use crate::app::App;
use crate::store::staff::Member;
use crate::store::{StoreError, reach, reports, schedule};

/// Why a report can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// No such agency within reach.
    #[error("unknown agency")]
    UnknownAgency,
    /// No active theme of that name.
    #[error("unknown theme")]
    UnknownTheme,
    /// The range is backwards.
    #[error("invalid range")]
    InvalidRange,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How the appointments of a theme fell to the people of an agency within reach.
///
/// # Errors
/// When what is asked does not exist, or is out of reach.
pub async fn spread(app: &App, viewer: &Member, query: &SpreadQuery) -> Result<Spread, ReportError> {
    if query.to < query.from {
        return Err(ReportError::InvalidRange);
    }
    if !reach::reaches_agency(&app.db, viewer, &query.agency).await? {
        return Err(ReportError::UnknownAgency);
    }
    schedule::find_theme(&app.db, &query.theme).await?.ok_or(ReportError::UnknownTheme)?;
    let counts = reports::count_by_staff(&app.db, query).await?;
    let total: u32 = counts.iter().map(|(_, count)| count).sum();
    let share = |count: u32| if total == 0 { 0.0 } else { f64::from(count) / f64::from(total) };
    let people = counts.into_iter().map(|(staff, appointments)| PersonSpread {
        staff,
        appointments,
        share: share(appointments),
    });
    Ok(Spread { total, people: people.collect() })
}
