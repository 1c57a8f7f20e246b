//! What administrators set: the rules of themes, the zones of agencies.

pub mod agencies;
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
