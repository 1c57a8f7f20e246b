//! What a person is told in the application of their own appointments, and how much of it by mail.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::instant::ZonedInstant;
use crate::reference::Reference;

/// What of one's own appointments one is written by mail. The application tells all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotificationLevel {
    /// Everything.
    #[default]
    All,
    /// What concerns today and tomorrow, by the agency's clock.
    Soon,
    /// Nothing.
    None,
}

impl NotificationLevel {
    /// The word used in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Soon => "soon",
            Self::None => "none",
        }
    }
}

/// What somebody is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotificationEvent {
    /// An appointment was taken.
    Confirmed,
    /// It moved.
    Moved,
    /// It was cancelled, or given to somebody else.
    Cancelled,
    /// It was given by somebody else.
    Transferred,
    /// A document came, in the place of another or not.
    DocumentAdded,
    /// A document went.
    DocumentDeleted,
}

/// What somebody else did to an appointment of the person: what they did themselves is not told to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    /// Its id.
    pub id: Uuid,
    /// When it happened.
    pub at: ZonedInstant,
    /// What.
    pub event: NotificationEvent,
    /// The appointment.
    pub reference: Reference,
    /// When it starts, or was to.
    pub start: ZonedInstant,
    /// Name of its theme.
    pub theme: String,
    /// Name of the client, as far as the profile shows it.
    pub client: String,
    /// Whether it came after the last look.
    pub unread: bool,
}

/// The latest notifications, the latest first, fifty at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notifications {
    /// Each of them.
    pub items: Vec<Notification>,
    /// How many of them are unread.
    pub unread: u32,
}

/// What a person sets for themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "notification_level": "soon" })))]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// What they are written by mail.
    pub notification_level: NotificationLevel,
}

/// Whether the person has a personal calendar feed, and since when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feed {
    /// Since when; none when there is no feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<ZonedInstant>,
    /// When a calendar last read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<ZonedInstant>,
}

/// A feed that was just made. Its address is a secret that is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFeed {
    /// The address to give to a calendar.
    pub url: String,
}

impl std::fmt::Debug for NewFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewFeed(hidden)")
    }
}

/// What an event told live is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LiveKind {
    /// What comes next is new: `data` says nothing.
    Current,
    /// An appointment changed: `data` is a [`LiveChange`] in JSON.
    Change,
}

impl LiveKind {
    /// The name of the event.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Change => "change",
        }
    }
}

/// An event told live, in the fields of server-sent events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiveEvent {
    /// What it is.
    pub event: LiveKind,
    /// Its position in the journal, to send back in `Last-Event-ID`.
    pub id: String,
    /// What it tells.
    pub data: String,
}

/// Something within reach changed, as told live. Nothing about the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiveChange {
    /// The appointment.
    pub reference: Reference,
    /// Slug of who receives.
    pub staff: crate::slug::Slug,
    /// Slug of the agency.
    pub agency: crate::slug::Slug,
    /// Local date of the start.
    pub date: chrono::NaiveDate,
    /// Whether it is news for the person signed in: theirs, and somebody else's doing.
    pub mine: bool,
}
