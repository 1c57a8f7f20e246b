//! Appointments: asking for one, what the client is told, what staff see.

mod by_staff;
mod file;
mod managed;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::challenge::ChallengeAnswer;
use crate::channel::Channel;
use crate::ids::{AgencyId, AppointmentId, ThemeId};
use crate::instant::ZonedInstant;
use crate::reference::Reference;
use crate::slug::Slug;
use crate::staff::StaffName;

pub use by_staff::{AppointmentPatch, Attendance, BookAppointment};
pub use file::{
    Answer, AppointmentFile, Colleagues, ColleaguesQuery, LastChange, Reassignment, ReassignmentItem,
    ReassignmentQuery, StaffSlotsQuery,
};
pub use managed::{CancelAppointment, ManagedAppointment, MoveAppointment};

/// What a client typed, by field key.
pub type Answers = BTreeMap<String, String>;

/// Asks to turn a hold into an appointment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "hold": "AAAAAGov…", "consent": true, "lang": "fr", "client": { "last_name": "Martin", "first_name": "Léa", "email": "lea.martin@example.fr" } })))]
pub struct NewAppointment {
    /// The token of the hold.
    pub hold: String,
    /// The form, by field key.
    #[serde(default)]
    pub client: Answers,
    /// Whether the client agreed to the consent text of the catalogue.
    #[serde(default)]
    pub consent: bool,
    /// Version of the consent text that was shown.
    #[serde(default)]
    pub consent_version: String,
    /// Language to write to the client in, an ISO 639-1 code.
    #[serde(default)]
    pub lang: String,
    /// The answer to a challenge of [`crate::endpoint::GetChallenge`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<ChallengeAnswer>,
    /// The code that was sent to the mail address, where the theme asks one: see [`crate::endpoint::CreateEmailProof`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email_code: String,
    /// Left empty: the form shows it to robots only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub website: String,
    /// Left empty: the form shows it to robots only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fax: String,
}

impl std::fmt::Debug for NewAppointment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAppointment").field("consent", &self.consent).finish_non_exhaustive()
    }
}

/// The answer to a confirmation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// What the client quotes.
    pub reference: Reference,
    /// Page where the client sees and cancels the appointment; whoever has it may do so.
    pub manage_url: String,
    /// Start, at the agency's offset.
    pub start: ZonedInstant,
    /// End, at the agency's offset.
    pub end: ZonedInstant,
    /// IANA name of the agency's zone.
    pub timezone: String,
    /// Where to join a video appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video_url: Option<String>,
    /// iCalendar file of the appointment.
    pub ics_url: String,
}

impl std::fmt::Debug for Confirmation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Confirmation").field("reference", &self.reference).finish_non_exhaustive()
    }
}

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStatus {
    /// It will take place.
    Confirmed,
    /// It was called off.
    Cancelled,
    /// The client came.
    Honoured,
    /// The client did not come, and said nothing.
    Absent,
    /// The client did not come, and had a reason.
    Excused,
}

impl AppointmentStatus {
    /// Every status.
    pub const ALL: [Self; 5] =
        [Self::Confirmed, Self::Cancelled, Self::Honoured, Self::Absent, Self::Excused];

    /// The word used in JSON, URLs and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
            Self::Honoured => "honoured",
            Self::Absent => "absent",
            Self::Excused => "excused",
        }
    }

    /// Whether staff may note at `now` that this is how an appointment that begins at `start` stands: that the client came,
    /// from the day before on; that they did not, once it has begun; that it will take place, whenever that is taken back.
    /// Calling off is not noted.
    pub fn can_be_noted(self, start: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        match self {
            Self::Confirmed => true,
            Self::Honoured => start.checked_sub_signed(TimeDelta::days(1)).is_none_or(|from| now >= from),
            Self::Absent | Self::Excused => now >= start,
            Self::Cancelled => false,
        }
    }
}

/// Through what an appointment was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The widget in a page of the organisation, or the hosted page.
    Widget,
    /// A staff member.
    Staff,
    /// The API.
    Api,
    /// A campaign's own link.
    Campaign,
    /// Demonstration data.
    Seed,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 5] = [Self::Widget, Self::Staff, Self::Api, Self::Campaign, Self::Seed];

    /// The word used in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Widget => "widget",
            Self::Staff => "staff",
            Self::Api => "api",
            Self::Campaign => "campaign",
            Self::Seed => "seed",
        }
    }
}

/// A thing by its id, its slug and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named<Id> {
    /// Stable id.
    pub id: Id,
    /// Name in URLs.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
}

/// Which appointments a staff member asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AppointmentsQuery {
    /// Local date of the start, in each agency's own zone.
    #[serde(default, deserialize_with = "crate::date::some_date", skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// First local date of the start.
    #[serde(default, deserialize_with = "crate::date::some_date", skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last local date of the start.
    #[serde(default, deserialize_with = "crate::date::some_date", skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Slug or id of an agency; all those within reach when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Slug or id of a theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Slug or id of who receives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// What is searched: a reference, or words of the client's name, mail address or telephone number, accents and case
    /// aside, each of them somewhere, four at most. What the profile masks is not searched. A whole reference finds the
    /// cancelled one too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Way of meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub channel: Option<Channel>,
    /// Where they stand; all but the cancelled ones when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub status: Option<AppointmentStatus>,
    /// At most so many: 1 to 1 000; 1 000 for one date, 50 otherwise, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page before ended: `next` of its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A list of appointments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appointments {
    /// The appointments, by start.
    pub items: Vec<Appointment>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What happened to an appointment, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct History {
    /// Each change.
    pub items: Vec<HistoryItem>,
    /// Names of the people and agencies that the changes name by id.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
}

/// One change of an appointment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryItem {
    /// When, at the agency's offset.
    pub at: ZonedInstant,
    /// What happened: `created`, `moved`, `cancelled`, `presence_confirmed`, `link_revoked`…
    pub kind: String,
    /// Who did it: `client`, `staff`, `api` (a program by key) or `system`.
    pub actor: String,
    /// Which staff member, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffName>,
    /// What changed, by name: values before and after, without personal data. Instants are RFC 3339 at the agency's
    /// offset, people and places are ids.
    pub changes: BTreeMap<String, Vec<String>>,
}

/// An appointment as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appointment {
    /// Stable id.
    pub id: AppointmentId,
    /// What the client quotes.
    pub reference: Reference,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Start, at the agency's offset.
    pub start: ZonedInstant,
    /// End, at the agency's offset.
    pub end: ZonedInstant,
    /// IANA name of the agency's zone.
    pub timezone: String,
    /// Way of meeting.
    pub channel: Channel,
    /// Where.
    pub agency: Named<AgencyId>,
    /// About what, as it was called when booked.
    pub theme: Named<ThemeId>,
    /// Colour of the theme, `#RRGGBB`.
    pub color: String,
    /// With whom.
    pub staff: StaffName,
    /// The client, as far as the profile shows them.
    pub client: ClientSummary,
    /// Through what it was taken.
    pub source: Source,
    /// When it was taken.
    pub created_at: ZonedInstant,
    /// When the client confirmed that they will come, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence_confirmed_at: Option<ZonedInstant>,
}

/// Who comes. A member that the profile masks is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientSummary {
    /// First and last name.
    pub name: String,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}
