//! The journal of what was refused to robots and to those who ask too much.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::ProblemCode;

/// Which refusals to list. Days are those of UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct RefusalsQuery {
    /// First day.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub to: Option<NaiveDate>,
    /// Only those of that code.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub reason: Option<ProblemCode>,
    /// Which come first; the latest when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub order: crate::journal::JournalOrder,
    /// At most so many lines: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Uuid>,
}

/// A page of the journal, in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusals {
    /// The lines.
    pub items: Vec<RefusalLine>,
    /// How many there were of each code on each day, over the whole period.
    pub counts: Vec<RefusalCount>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// Refusals of one kind to one network within some seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalLine {
    /// Its id, rising with time.
    pub id: Uuid,
    /// When the line was written, some seconds after the refusals at most.
    pub at: DateTime<Utc>,
    /// Code of the refusals.
    pub reason: ProblemCode,
    /// What was asked: `slots`, `appointments`…
    pub resource: String,
    /// Network asking, cut to /24 or /48; empty when it is unknown.
    pub prefix: String,
    /// How many.
    pub occurrences: i64,
}

/// Refusals of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalCount {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// Code of the refusals.
    pub reason: ProblemCode,
    /// How many.
    pub occurrences: i64,
}
