//! What administrators set: [`resource`] is the one way to most of it, with one file per kind; calendars and campaigns
//! have ways of their own.

mod agencies;
pub mod calendar;
pub mod campaigns;
mod fields;
mod profiles;
pub mod resource;
pub mod single;
mod skills;
pub mod templates;
pub mod theme_documents;
pub mod theme_messages;
mod themes;
mod users;

use creno_types::FieldError;
use creno_types::api_key::ApiResource;
use creno_types::journal::SettingsAction;
use creno_types::staff::Scope;
use serde::Serialize;

use crate::app::App;
use crate::precondition::Changed;
use crate::staff::overlap::Conflict;
use crate::store::settings_log::{self, NewChange};
use crate::store::staff::Member;
use crate::store::{StoreError, Tx};

/// Refuses whoever does not reach the whole network: what they would change reaches all of it.
///
/// # Errors
/// `BeyondReach` then.
pub(crate) fn whole_network(member: &Member) -> Result<(), SettingError> {
    if member.scope == Scope::Network { Ok(()) } else { Err(SettingError::BeyondReach) }
}

/// Why a setting can't be changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// No such thing, or none within reach.
    #[error("unknown, or out of reach")]
    NotFound,
    /// It concerns agencies out of reach as well.
    #[error("it concerns agencies out of reach as well")]
    BeyondReach,
    /// Something else refers to it.
    #[error("something else refers to it")]
    InUse,
    /// Nobody could change the settings any more.
    #[error("nobody would be left to administer")]
    LastAdministrator,
    /// It is not what the client has seen.
    #[error(transparent)]
    Changed(#[from] Changed),
    /// What is asked is not of the shape of this setting.
    #[error("{0}")]
    Malformed(String),
    /// Appointments were taken through the campaign, or are about to be.
    #[error("the campaign has appointments")]
    CampaignInUse,
    /// Some fields can't be accepted.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// In that zone, people would receive in two agencies at the same time.
    #[error("people would receive elsewhere at the same time")]
    Overlapping(Box<Conflict>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes down who changed a setting, and what it was and became, with the change itself.
///
/// # Errors
/// When the database fails.
#[expect(clippy::too_many_arguments, reason = "a line of the journal has as many members")]
pub(crate) async fn log<T: Serialize>(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    resource: ApiResource,
    subject: String,
    action: SettingsAction,
    before: Option<&T>,
    after: Option<&T>,
) -> Result<(), StoreError> {
    let json = |value: Option<&T>| value.and_then(|value| serde_json::to_value(value).ok());
    let change = NewChange {
        id: app.new_id(),
        at: app.now(),
        staff: member.staff_id(),
        key: member.key.as_ref().map(|key| key.id),
        who: member.staff.name.clone(),
        address: member.address.clone(),
        resource: resource.as_str(),
        subject,
        action,
        before: json(before),
        after: json(after),
    };
    settings_log::insert_change(tx, change).await
}
