//! What administrators set: the rules of themes, the zones of agencies, calendars, campaigns.

pub mod agencies;
pub mod calendar;
pub mod campaigns;
pub mod templates;
pub mod theme_messages;
pub mod themes;

use creno_types::FieldError;

use crate::staff::overlap::Conflict;
use crate::store::StoreError;

/// Why a setting can't be changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// No such thing, or none within reach.
    #[error("unknown, or out of reach")]
    NotFound,
    /// It concerns agencies out of reach as well.
    #[error("it concerns agencies out of reach as well")]
    BeyondReach,
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
