//! Durations, in whole minutes: the unit of every setting that a person types.

use serde::{Deserialize, Serialize};

/// A length of elapsed time in minutes, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Minutes(pub u32);

impl Minutes {
    /// The same length in seconds.
    pub const fn seconds(self) -> i64 {
        self.0 as i64 * 60
    }
}
