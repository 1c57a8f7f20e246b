//! A start kept for one visitor while they fill the form.

use serde::{Deserialize, Serialize};

use crate::channel::Channel;
use crate::instant::ZonedInstant;
use crate::staff::StaffName;

/// Asks to keep a start. Agency and theme are named by slug or id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "agency": "paris-opera", "theme": "premier-rdv", "channel": "office", "start": "2026-06-16T10:00:00+02:00" })))]
pub struct NewHold {
    /// Slug or id of the agency.
    pub agency: String,
    /// Slug or id of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: Channel,
    /// The start, as it was offered.
    pub start: ZonedInstant,
    /// Slug or id of the campaign, if it was offered in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// The token of the hold that this one takes the place of: a visitor keeps one start at a time. When the new one
    /// can't be kept, the old one stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// A start that is kept until `expires_at`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hold {
    /// The bearer token of the hold: whoever has it may confirm or give back.
    pub hold: String,
    /// When it lapses.
    pub expires_at: ZonedInstant,
    /// Who will receive the client.
    pub staff: StaffName,
}

impl std::fmt::Debug for Hold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hold")
            .field("expires_at", &self.expires_at)
            .field("staff", &self.staff)
            .finish_non_exhaustive()
    }
}

/// A hold that was renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Renewal {
    /// When it lapses now.
    pub expires_at: ZonedInstant,
}
