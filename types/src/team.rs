//! When colleagues receive, side by side.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::channel::Channels;
use crate::ids::AgencyId;
use crate::local_minute::LocalMinute;
use crate::slug::Slug;
use crate::staff::StaffName;

/// Which agencies and which dates are looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct TeamQuery {
    /// Slug or id of an agency of one's own; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// First local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub from: NaiveDate,
    /// Last local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub to: NaiveDate,
}

impl TeamQuery {
    /// The most days of one answer.
    pub const MAX_DAYS: i64 = 31;
}

/// Who works in one's agencies, and when they receive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Team {
    /// The agencies looked at, by name.
    pub agencies: Vec<TeamAgency>,
    /// Those who work there, by name.
    pub people: Vec<TeamMember>,
}

/// An agency, and when it is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamAgency {
    /// Stable id.
    pub id: AgencyId,
    /// Name in URLs.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// IANA name of its zone: the times of its bands are by its clock.
    pub timezone: String,
    /// Closures and public holidays, by date and time.
    pub closures: Vec<ClosedTime>,
}

/// Time of one date in which an agency offers nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosedTime {
    /// The date.
    pub date: NaiveDate,
    /// When it begins, by the agency's clock.
    pub from_time: LocalMinute,
    /// When it ends.
    pub to_time: LocalMinute,
    /// Why, in French.
    pub label: String,
}

/// A colleague.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamMember {
    /// Who.
    pub staff: StaffName,
    /// Whether their availability is within one's reach, rule by rule.
    pub within_reach: bool,
    /// Slugs of the agencies, of those looked at, where they work.
    pub agencies: Vec<Slug>,
    /// Slugs of the active themes that they handle, in the administrator's order.
    pub themes: Vec<Slug>,
    /// When they receive, by date and time: windows and openings, less closings and what the agency is closed.
    pub bands: Vec<TeamBand>,
}

/// A stretch of one date in which a person receives by the same channels all along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamBand {
    /// The date.
    pub date: NaiveDate,
    /// When it begins, by the agency's clock.
    pub from_time: LocalMinute,
    /// When it ends.
    pub to_time: LocalMinute,
    /// Ways of meeting.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::Channel>))]
    pub channels: Channels,
    /// Slugs of the agencies.
    pub agencies: Vec<Slug>,
}
