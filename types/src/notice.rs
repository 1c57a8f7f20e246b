//! What the client and the staff would be written if an appointment were changed: shown before it is.

use serde::{Deserialize, Serialize};

use crate::appointment::AppointmentPatch;
use crate::message::{Audience, Medium, MessageEvent};

/// A change that is being thought of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "change": { "start": "2026-06-17T14:00:00+02:00" } })))]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum NoticeQuery {
    /// It would be moved, or given to somebody else.
    Change(AppointmentPatch),
    /// It would be cancelled.
    Cancel {},
}

/// The messages that would be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notices {
    /// Each of them, the client's first. Empty when nobody would be written to.
    pub items: Vec<NoticePreview>,
    /// Whether the theme's clients are never written to, or neutrally.
    pub discretion: crate::theme_messages::Discretion,
}

/// One message that would be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticePreview {
    /// What it would tell.
    pub event: MessageEvent,
    /// Whom.
    pub audience: Audience,
    /// By what.
    pub medium: Medium,
    /// Name of who would get it; absent where the profile masks the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Whether there is an address or a number to send it to.
    pub reachable: bool,
    /// Its subject, for a mail; absent where the profile masks the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text; absent where the profile masks the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}
