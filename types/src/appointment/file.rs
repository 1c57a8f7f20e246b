//! An appointment with all that its panel shows.

use serde::{Deserialize, Serialize};

use super::Appointment;
use crate::instant::ZonedInstant;
use crate::staff::StaffName;

/// An appointment with what the client answered and what may be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppointmentFile {
    /// The appointment. The answer's entity tag is its own, for `If-Match`.
    #[serde(flatten)]
    pub appointment: Appointment,
    /// What the client answered, in the order of the form.
    pub answers: Vec<Answer>,
    /// What the client is told to know or bring.
    pub instructions: String,
    /// Why it was cancelled, when the client or the staff said so and the profile shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<String>,
    /// Name of its campaign, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Who did what happened last, and when: told to whom changes it at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_change: Option<LastChange>,
    /// Whether the person who asks may change it now: in time, and allowed by their profile.
    pub can_change: bool,
}

/// One answer of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// Key of the field.
    pub key: String,
    /// What the field asks, in French.
    pub label: String,
    /// The answer; absent where the profile masks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// The last change of an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastChange {
    /// When.
    pub at: ZonedInstant,
    /// What: a kind of [`super::HistoryItem`].
    pub kind: String,
    /// Who: `client`, `staff`, `api` (a program by key) or `system`.
    pub actor: String,
    /// Which staff member, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffName>,
}

/// The appointments of a person on a day, and who could receive each of them instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reassignment {
    /// Each appointment still to come, by start.
    pub items: Vec<ReassignmentItem>,
}

/// One appointment to give to somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReassignmentItem {
    /// The appointment.
    pub appointment: Appointment,
    /// Its entity tag, for `If-Match`.
    pub etag: String,
    /// Who could receive at the same time, best first: those of the same agency, then the least busy that day.
    pub colleagues: Vec<StaffName>,
    /// Whom the plan gives it to, so that everyone in it can keep all of theirs; none when nobody can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<StaffName>,
    /// The nearest other starts on offer, with anybody.
    pub alternatives: Vec<ZonedInstant>,
}

/// Whose day is to be given away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReassignmentQuery {
    /// Slug or id of the person.
    pub staff: String,
    /// Local date of the appointments.
    #[serde(deserialize_with = "crate::date::date")]
    pub date: chrono::NaiveDate,
}

/// Where and when somebody else would receive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ColleaguesQuery {
    /// Slug or id of the agency; the appointment's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The start; the appointment's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<ZonedInstant>,
    /// Way of meeting; the appointment's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub channel: Option<crate::channel::Channel>,
}

/// Who could receive an appointment instead of who does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleagues {
    /// Those who are free then, the least busy that day first.
    pub items: Vec<StaffName>,
    /// The nearest other starts on offer there.
    pub alternatives: Vec<ZonedInstant>,
}

/// Starts on offer to staff: notice and deadlines do not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct StaffSlotsQuery {
    /// Slug or id of the agency.
    pub agency: String,
    /// Slug or id of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: crate::channel::Channel,
    /// First local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub from: chrono::NaiveDate,
    /// Last local date, at most 61 days after the first.
    #[serde(deserialize_with = "crate::date::date")]
    pub to: chrono::NaiveDate,
    /// Slug or id of the campaign, if one is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Slug or id of who is to receive; whoever can, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// Reference or id of the appointment that would be moved: its own time counts as free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
}
