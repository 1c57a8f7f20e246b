//! What the rules of slots look at for one person, windows apart: whoever has the rules can then compute what is on
//! offer with windows that are not saved yet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::appointment::Named;
use crate::channel::{Channel, Channels};
use crate::ids::{AgencyId, ThemeId};
use crate::instant::ZonedInstant;
use crate::minutes::Minutes;
use crate::staff::StaffName;
use crate::team::ClosedTime;
use crate::theme::Anchor;

/// Of whom, where, about what and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SlotInputsQuery {
    /// Slug or id of the person.
    pub staff: String,
    /// Slug or id of the agency.
    pub agency: String,
    /// Slug or id of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: Channel,
    /// First local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub from: NaiveDate,
    /// Last local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub to: NaiveDate,
}

/// What the rules look at, besides the person's windows and exceptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotInputs {
    /// Who.
    pub staff: StaffName,
    /// Where.
    pub agency: Named<AgencyId>,
    /// About what.
    pub theme: Named<ThemeId>,
    /// Way of meeting.
    pub channel: Channel,
    /// Whether the person handles the theme there; otherwise nothing is on offer.
    pub handles: bool,
    /// The instant of the answer, which notice and horizon count from.
    pub now: ZonedInstant,
    /// The theme's rules.
    pub rules: SlotRules,
    /// The agency's clock.
    pub clock: AgencyClock,
    /// When the agency is closed, by date.
    pub closures: Vec<ClosedTime>,
    /// What takes the person's time, in order; no more is told of it.
    pub taken: Vec<TakenTime>,
}

/// The rules of a theme, as far as slots depend on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlotRules {
    /// Length of the appointment.
    pub duration_min: Minutes,
    /// Time kept free after it.
    pub buffer_min: Minutes,
    /// Distance between starts.
    pub step_min: Minutes,
    /// Where the step is counted from.
    pub anchor: Anchor,
    /// The least time between now and a start.
    pub notice_min: Minutes,
    /// How many local dates after today's are open.
    pub horizon_days: u32,
    /// Ways of meeting.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Channel>))]
    pub channels: Channels,
}

/// The offsets of a zone over the dates asked, so that nobody needs a zone database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyClock {
    /// IANA name of the zone.
    pub timezone: String,
    /// Seconds east of Greenwich, before the first change.
    pub offset_s: i32,
    /// When that changes, in order.
    pub changes: Vec<ClockChange>,
}

/// A change of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockChange {
    /// From when on.
    pub at: ZonedInstant,
    /// Seconds east of Greenwich from then on.
    pub offset_s: i32,
}

/// Time that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenTime {
    /// From when.
    pub from: ZonedInstant,
    /// Until when, the buffer of an appointment included.
    pub to: ZonedInstant,
    /// By what.
    pub by: TakenBy,
}

/// What takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TakenBy {
    /// An appointment, or a start that is being booked.
    Booking,
    /// The person's external calendar.
    Calendar,
}
