//! Starts on offer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::channel::Channel;
use crate::instant::ZonedInstant;

/// What starts are asked for. Agency and theme are named by slug or id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SlotsQuery {
    /// Slug or id of the agency.
    pub agency: String,
    /// Slug or id of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: Channel,
    /// First local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub from: NaiveDate,
    /// Last local date, at most 61 days after the first.
    #[serde(deserialize_with = "crate::date::date")]
    pub to: NaiveDate,
    /// Slug or id of the campaign, if one is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
}

impl SlotsQuery {
    /// The most days that one answer covers.
    pub const MAX_DAYS: i64 = 62;
}

/// The starts on offer in a range of local dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slots {
    /// IANA name of the agency's zone.
    pub timezone: String,
    /// First local date asked.
    pub from: NaiveDate,
    /// Last local date asked.
    pub to: NaiveDate,
    /// Days that have at least one start, in order.
    pub days: Vec<SlotDay>,
    /// The first start after `to`, null when there is none within the theme's horizon.
    pub next: Option<ZonedInstant>,
}

/// The starts of one local date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotDay {
    /// The date in the agency's zone.
    pub date: NaiveDate,
    /// Starts, in order, with the agency's offset.
    pub starts: Vec<ZonedInstant>,
}
