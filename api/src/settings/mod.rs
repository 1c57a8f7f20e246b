//! What administrators set: the rules of themes, the zones of agencies.

pub mod agencies;
pub mod themes;

use creno_types::FieldError;

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
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
