//! What staff and programs ask of appointments.

use serde::{Deserialize, Serialize};

use super::{Answers, AppointmentStatus};
use crate::channel::Channel;
use crate::instant::ZonedInstant;

/// Asks to book for a client, at the desk, on the telephone or by another program.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "agency": "paris-opera", "theme": "premier-rdv",
    "channel": "office", "start": "2026-06-16T10:00:00+02:00", "consent": true,
    "client": { "last_name": "Martin", "first_name": "Léa", "email": "lea.martin@example.fr" } })))]
#[serde(deny_unknown_fields)]
pub struct BookAppointment {
    /// Slug or id of the agency.
    pub agency: String,
    /// Slug or id of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: Channel,
    /// The start: one on offer, however soon.
    pub start: ZonedInstant,
    /// Slug or id of the campaign, if it is on offer in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Slug or id of who is to receive; whoever can, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// The form, by field key.
    #[serde(default)]
    pub client: Answers,
    /// Whether the client agreed to the consent text of the catalogue.
    #[serde(default)]
    pub consent: bool,
    /// Language to write to the client in, an ISO 639-1 code; French when absent.
    #[serde(default)]
    pub lang: String,
}

impl std::fmt::Debug for BookAppointment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BookAppointment").field("start", &self.start).finish_non_exhaustive()
    }
}

/// Moves an appointment, or gives it to somebody else; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "start": "2026-06-17T14:00:00+02:00", "staff": "lea-martin" })))]
#[serde(deny_unknown_fields, default)]
pub struct AppointmentPatch {
    /// Another start: one on offer, however soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<ZonedInstant>,
    /// Slug or id of another agency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Another way of meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Slug or id of who is to receive. When absent, the same person if they can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
}

/// Says whether the client came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "status": "honoured" })))]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// `honoured`, `absent` or `excused`; `confirmed` takes it back.
    pub status: AppointmentStatus,
}
