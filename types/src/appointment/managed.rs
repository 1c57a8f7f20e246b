//! What the bearer of a management link sees of their appointment, and asks of it.

use serde::{Deserialize, Serialize};

use super::{AppointmentStatus, Named};
use crate::channel::Channel;
use crate::ids::{AgencyId, ThemeId};
use crate::instant::ZonedInstant;
use crate::reference::Reference;
use crate::slug::Slug;
use crate::staff::StaffName;

/// What the bearer of a management link sees of their appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagedAppointment {
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
    /// The agency, as it is called now.
    pub agency: Named<AgencyId>,
    /// Address of the agency on one line.
    pub address: String,
    /// The theme, as it was called when booked.
    pub theme: Named<ThemeId>,
    /// What to know or bring.
    pub instructions: String,
    /// Who receives the client.
    pub staff: StaffName,
    /// Until when the client may move it.
    pub move_until: ZonedInstant,
    /// Until when the client may cancel it.
    pub cancel_until: ZonedInstant,
    /// When the client confirmed that they will come, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence_confirmed_at: Option<ZonedInstant>,
    /// The campaign that it belongs to, by slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Slug>,
    /// Whether documents are asked for it, or some were received: see [`crate::document::Documents`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub documents: bool,
    /// iCalendar file of the appointment.
    pub ics_url: String,
}

/// Asks to move an appointment: to a start on offer, or to one that is already held.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "start": "2026-06-17T14:00:00+02:00" })))]
#[serde(rename_all = "snake_case")]
pub enum MoveAppointment {
    /// A start, as it was offered: same agency, same theme, same channel.
    Start(ZonedInstant),
    /// The token of a hold for the same theme, of any agency and channel.
    Hold(String),
}

impl std::fmt::Debug for MoveAppointment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Start(start) => f.debug_tuple("Start").field(start).finish(),
            Self::Hold(_) => f.write_str("Hold"),
        }
    }
}

/// Why a client cancels, if they want to say.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "reason": "Je suis souffrant." })))]
pub struct CancelAppointment {
    /// In their own words, 500 characters at most.
    #[serde(default)]
    pub reason: String,
}

impl CancelAppointment {
    /// The longest reason, in characters.
    pub const MAX_REASON: usize = 500;
}

impl std::fmt::Debug for CancelAppointment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CancelAppointment")
    }
}
