//! Whose availability may be changed, and where; what both windows and exceptions are refused for.

use creno_types::api_key::ApiResource;
use creno_types::appointment::Named;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::staff::StaffName;
use creno_types::{FieldError, FieldErrorCode};
use serde::Serialize;
use uuid::Uuid;

use super::overlap::Conflict;
use crate::app::App;
use crate::precondition::{Changed, Precondition};
use crate::store::reach::{self, Place};
use crate::store::settings_log::{self, LastChange};
use crate::store::staff::Member;
use crate::store::{StoreError, Tx, occupancy};

/// Why a window or an exception can't be written.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// No such window, exception, person or agency, or none within reach.
    #[error("unknown, or out of reach")]
    NotFound,
    /// It stands in agencies out of reach as well.
    #[error("it stands out of reach as well")]
    BeyondReach,
    /// Some fields can't be accepted.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// The person receives elsewhere at the same time.
    #[error("the person receives elsewhere at the same time")]
    Overlapping(Box<Conflict>),
    /// Somebody changed it since the client has seen it.
    #[error("somebody changed it meanwhile")]
    ChangedBy(LastChange),
    /// It is not what the client has seen, and nobody knows why.
    #[error(transparent)]
    Changed(#[from] Changed),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The person whose availability is written, and where it stands.
pub(super) struct Target {
    pub(super) staff: StaffName,
    pub(super) agency: Option<Named<AgencyId>>,
    pub(super) timezone: Option<String>,
}

/// The person and the agency named, when `member` reaches both.
///
/// What is out of reach is refused like what does not exist. A rule for every agency takes reach of all of the
/// person's; a rule for one takes that the person works there.
pub(super) async fn target(
    app: &App,
    member: &Member,
    staff: &str,
    agency: Option<&str>,
) -> Result<Target, RuleError> {
    let staff = reach::find_person(&app.db, member, staff).await?.ok_or(RuleError::NotFound)?;
    let places = reach::list_places(&app.db, member, staff.id).await?;
    let refuse = |code| RuleError::InvalidFields(vec![FieldError::new("agency", code)]);
    let Some(name) = agency else {
        return match reaches_all(&places) {
            true => Ok(Target { staff, agency: None, timezone: None }),
            false => Err(refuse(FieldErrorCode::Required)),
        };
    };
    let named = |place: &Place| place.agency.slug.as_str() == name || place.agency.id.to_string() == name;
    let place = places.into_iter().find(|place| place.reached && named(place)).ok_or(RuleError::NotFound)?;
    if !place.works {
        return Err(refuse(FieldErrorCode::NotChoice));
    }
    Ok(Target { staff, timezone: Some(place.timezone.name().to_owned()), agency: Some(place.agency) })
}

/// Refuses to touch what stands in every agency of a person when `member` does not reach them all.
pub(super) async fn allow(
    app: &App,
    member: &Member,
    staff: StaffId,
    agency: Option<&Named<AgencyId>>,
) -> Result<(), RuleError> {
    if agency.is_none() && !reaches_all(&reach::list_places(&app.db, member, staff).await?) {
        return Err(RuleError::BeyondReach);
    }
    Ok(())
}

/// A transaction that holds the person's lock, so that rules are checked and written one after another.
pub(super) async fn lock(app: &App, staff: StaffId) -> Result<Tx, RuleError> {
    let mut tx = app.db.begin().await?;
    if occupancy::lock_staff(&mut tx, staff).await? { Ok(tx) } else { Err(RuleError::NotFound) }
}

/// Refuses to touch `current` when it is not what was seen, naming who changed it.
pub(super) async fn check_seen(
    tx: &mut Tx,
    seen: &Precondition,
    current: &impl Serialize,
    (resource, staff, id): (ApiResource, &StaffName, Uuid),
) -> Result<(), RuleError> {
    let Err(changed) = seen.check(current) else { return Ok(()) };
    let last = settings_log::find_last_change(tx, resource.as_str(), staff.slug.to_string(), id).await?;
    Err(last.map_or(changed.into(), RuleError::ChangedBy))
}

/// A rule stays with its person: refuses another one.
pub(super) fn same_person(before: &StaffName, after: &StaffName) -> Result<(), RuleError> {
    if before.id == after.id {
        return Ok(());
    }
    Err(RuleError::InvalidFields(vec![FieldError::new("staff", FieldErrorCode::NotChoice)]))
}

fn reaches_all(places: &[Place]) -> bool {
    places.iter().all(|place| place.reached || !place.works)
}
