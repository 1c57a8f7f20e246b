//! Agendas: when people receive, whom, and when they are busy elsewhere, superposed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::appointment::{Appointment, Named};
use crate::channel::Channels;
use crate::ids::CampaignId;
use crate::instant::ZonedInstant;
use crate::slug::Slug;
use crate::staff::StaffName;

/// Whose agenda, and of which days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AgendaQuery {
    /// First local date, in each agency's own zone.
    #[serde(deserialize_with = "crate::date::date")]
    pub from: NaiveDate,
    /// Last local date, at most 13 days after the first.
    #[serde(deserialize_with = "crate::date::date")]
    pub to: NaiveDate,
    /// Slug or id of a person; everyone within reach who receives when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// Slug or id of an agency; all those within reach when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

impl AgendaQuery {
    /// The most days that one answer covers.
    pub const MAX_DAYS: i64 = 14;
}

/// The agendas of some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agenda {
    /// First local date asked.
    pub from: NaiveDate,
    /// Last local date asked.
    pub to: NaiveDate,
    /// One a person, by name; two hundred at most.
    pub people: Vec<PersonAgenda>,
    /// Days on which an agency is closed, whole or in part, for whom it concerns.
    pub closed: Vec<ClosedDay>,
}

/// One person's days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonAgenda {
    /// Who.
    pub staff: StaffName,
    /// When they receive, by time: windows and exceptional openings, without what closures, holidays and exceptional
    /// closings take. In one agency these stretches are apart.
    pub open: Vec<OpenTime>,
    /// When they receive for campaigns, by time, without what closes or takes them away.
    #[serde(default)]
    pub sessions: Vec<SessionTime>,
    /// Their appointments within reach, by start, without the cancelled ones.
    pub appointments: Vec<Appointment>,
    /// When they are busy elsewhere, by time: nothing is known of what they do then.
    pub busy: Vec<BusyTime>,
}

/// A stretch of time in which a person receives by the same ways of meeting all along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenTime {
    /// When it begins, at the agency's offset.
    pub start: ZonedInstant,
    /// When it ends.
    pub end: ZonedInstant,
    /// Slug of the agency.
    pub agency: Slug,
    /// Ways of meeting.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::channel::Channel>))]
    pub channels: Channels,
}

/// A stretch of time in which a person receives for a campaign, beside their own windows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionTime {
    /// The campaign.
    pub campaign: Named<CampaignId>,
    /// When and where.
    #[serde(flatten)]
    pub time: OpenTime,
}

/// A stretch of time that a person's calendar takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BusyTime {
    /// When it begins, at the offset of the person's first agency.
    pub start: ZonedInstant,
    /// When it ends.
    pub end: ZonedInstant,
}

/// A stretch of time in which an agency receives nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosedDay {
    /// Slug of the agency.
    pub agency: Slug,
    /// Local date.
    pub date: NaiveDate,
    /// Why, as clients may read it: a public holiday, or the label of a closure.
    pub label: String,
}
