//! The journal of events: what happened to appointments, in the order in which it became known; webhooks tell the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::appointment::{Answers, AppointmentStatus, Named, Source};
use crate::channel::Channel;
use crate::ids::{AgencyId, AppointmentId, CampaignId, SkillId, ThemeId};
use crate::instant::ZonedInstant;
use crate::reference::Reference;
use crate::staff::StaffName;
use crate::webhook::EventType;

/// Something that happened to an appointment: the body of a webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// What.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// When, at the agency's offset.
    pub timestamp: ZonedInstant,
    /// The appointment just after.
    pub data: EventAppointment,
}

/// An appointment as it was just after something happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventAppointment {
    /// The event's id, `evt_…`: the `webhook-id` of what tells it.
    pub event: String,
    /// The event's place in the journal.
    pub position: i64,
    /// Grows with each change of the appointment: what has a lower one is older.
    pub version: i64,
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
    /// About what, as it was called when booked.
    pub theme: Named<ThemeId>,
    /// The group of the theme, as it is called now.
    pub skill: Named<SkillId>,
    /// Where.
    pub agency: Named<AgencyId>,
    /// Address of the agency on one line.
    pub address: String,
    /// Way of meeting.
    pub channel: Channel,
    /// With whom.
    pub staff: StaffName,
    /// Through what it was taken.
    pub source: Source,
    /// The campaign that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Named<CampaignId>>,
    /// Who comes, as known when this is read; absent once erased, and where the profile masks clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<EventClient>,
    /// What changed, by name, without personal data; people and places are ids.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changes: BTreeMap<String, Change>,
    /// Who did it: `client`, `staff` or `system`.
    pub actor: String,
    /// Its screen in the back-office.
    pub back_office_url: String,
}

/// Who comes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventClient {
    /// First and last name.
    pub name: String,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The form, by field key.
    pub answers: Answers,
}

impl std::fmt::Debug for EventClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EventClient")
    }
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Before.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub before: Value,
    /// After.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub after: Value,
}

/// Which events to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct EventsQuery {
    /// Only those after this position; from the beginning when absent.
    #[serde(default)]
    pub after: Option<i64>,
    /// At most so many: 1 to 500, 100 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Only those of this type.
    #[serde(default, rename = "type")]
    pub kind: Option<EventType>,
}

/// A page of the journal, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Events {
    /// The events.
    pub items: Vec<Event>,
    /// What to ask `after` next: the last position looked at. Ask again later from there when there is nothing more.
    pub next: i64,
    /// Whether there is more already.
    pub more: bool,
}
