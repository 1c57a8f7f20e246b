//! Appointments that can't be kept as they are, because something changed around them.

use serde::{Deserialize, Serialize};

use crate::appointment::Appointment;
use crate::instant::ZonedInstant;
use crate::staff::StaffName;

/// Why an appointment needs somebody's attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttentionReason {
    /// The person no longer signs in: they left.
    StaffLeft,
    /// The person no longer works in the agency, or no longer handles the theme.
    NotHandled,
    /// The theme was switched off, or is no longer offered there.
    ThemeOff,
    /// The agency was switched off.
    AgencyOff,
    /// The way of meeting is no longer open there.
    ChannelClosed,
    /// A holiday or a closure of the agency takes the time.
    Closed,
    /// The person is away at that time.
    Away,
}

/// Appointments that need attention, by start, the next hundred at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// The appointments, which stay as they are until somebody decides.
    pub items: Vec<AttentionItem>,
}

/// An appointment, why it needs attention, and what could be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttentionItem {
    /// The appointment.
    pub appointment: Appointment,
    /// Everything that is in its way.
    pub reasons: Vec<AttentionReason>,
    /// Who could receive at the same time instead.
    pub colleagues: Vec<StaffName>,
    /// The nearest starts on offer.
    pub alternatives: Vec<ZonedInstant>,
}
