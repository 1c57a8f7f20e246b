//! Why a start is offered or not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::channel::Channel;
use crate::instant::ZonedInstant;
use crate::staff::StaffName;

/// The rules that can refuse a start to a person, from the widest to the closest: a start refused by a later one came
/// closer to being offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The person does not handle the theme in this agency, or takes no part in the campaign.
    NotHandled,
    /// The theme is not handled by this channel.
    ChannelClosed,
    /// It has passed.
    Past,
    /// It is sooner than the theme's notice allows.
    Notice,
    /// Its date is beyond the theme's horizon.
    Horizon,
    /// A holiday or a closure of the agency takes it.
    ClosedDate,
    /// No window of the person is open at that instant for this agency and channel.
    NoWindow,
    /// An exceptional closing of the person takes it.
    Closing,
    /// It begins inside a window but would end after it.
    WindowTooShort,
    /// It is not on the theme's step.
    OffStep,
    /// It overlaps an appointment or a hold of the person, buffers included.
    Booked,
    /// It overlaps busy time of the person's external calendar.
    Busy,
}

/// What is to be explained: one instant (`at`) or a whole local date (`date`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ExplainQuery {
    /// Slug or id of the agency.
    pub agency: String,
    /// Slug or id of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: Channel,
    /// Slug or id of the campaign, if one is asked.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Slug or id of one person; everyone who handles the theme when absent.
    #[serde(default)]
    pub staff: Option<String>,
    /// The instant of a start.
    #[serde(default)]
    pub at: Option<ZonedInstant>,
    /// A date in the agency's zone.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub date: Option<NaiveDate>,
}

/// Why starts are offered or not, by person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// IANA name of the agency's zone.
    pub timezone: String,
    /// Each person, in order of name.
    pub people: Vec<PersonVerdicts>,
}

/// What the rules say of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonVerdicts {
    /// Who.
    pub staff: StaffName,
    /// In order of time: one for an instant; for a date, one for each run of starts that the same rule refuses for
    /// the same reason, or that are offered.
    pub verdicts: Vec<StartVerdict>,
}

/// What the rules say of a start, or of a run of starts on the theme's step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartVerdict {
    /// The first start.
    pub from: ZonedInstant,
    /// The last one.
    pub to: ZonedInstant,
    /// The first rule that refuses them; none when they are offered.
    pub rule: Option<Rule>,
    /// The same in French, with what the rule looked at.
    pub detail: String,
}
