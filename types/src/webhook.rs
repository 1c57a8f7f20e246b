//! Webhooks: servers that are told what happens to appointments, as Standard Webhooks say; what each was told.

mod check;
mod delivery;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::instant::ZonedInstant;
use crate::slug::Slug;

pub use check::CheckedWebhook;
pub use delivery::{
    Attempt, Deliveries, DeliveriesQuery, Delivery, DeliveryState, DeliveryWithAttempts, ReplayPeriod,
    Replayed,
};

/// What a server is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EventType {
    /// An appointment was taken.
    #[serde(rename = "appointment.created")]
    Created,
    /// It was given another time, place, person or status.
    #[serde(rename = "appointment.updated")]
    Updated,
    /// It was called off.
    #[serde(rename = "appointment.cancelled")]
    Cancelled,
    /// Nothing happened: somebody tries the connection.
    #[serde(rename = "webhook.test")]
    Test,
}

impl EventType {
    /// What happens to appointments: a server may ask for some of them.
    pub const OF_APPOINTMENTS: [Self; 3] = [Self::Created, Self::Updated, Self::Cancelled];

    /// The word used in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "appointment.created",
            Self::Updated => "appointment.updated",
            Self::Cancelled => "appointment.cancelled",
            Self::Test => "webhook.test",
        }
    }

    /// What the kind of an event of the journal is told as.
    pub fn of_kind(kind: &str) -> Self {
        match kind {
            "created" => Self::Created,
            "cancelled" => Self::Cancelled,
            _ => Self::Updated,
        }
    }
}

/// A server to tell, as typed. What is absent is empty, so that every fault is named with its field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "slug": "crm", "url": "https://crm.example.fr/creno", "description": "CRM", "events": ["appointment.created", "appointment.cancelled"] })))]
#[serde(deny_unknown_fields, default)]
pub struct NewWebhook {
    /// Name in URLs.
    pub slug: String,
    /// Where to post, `https://…`; `http://` and private addresses are for the hosts that the operator names.
    pub url: String,
    /// What it is, for people; 200 characters at most.
    pub description: String,
    /// Types of events; all of appointments when empty.
    pub events: Vec<String>,
}

/// What changes of a server to tell; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "description": "CRM de production" })))]
#[serde(deny_unknown_fields, default)]
pub struct WebhookPatch {
    /// Where to post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it is, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Types of events; all of appointments when empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<String>>,
}

/// Whether a server is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    /// It is.
    Active,
    /// It is not: what happens meanwhile is told when it is resumed.
    Paused,
}

/// Why a server is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Somebody paused it.
    ByHand,
    /// It answered 410: it wants nothing any more.
    Gone,
    /// The last attempt of a delivery failed.
    Failing,
}

impl PauseReason {
    /// The word used in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "by_hand",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

/// A server that is told. Its secrets are never shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhook {
    /// Stable id.
    pub id: Uuid,
    /// Name in URLs.
    pub slug: Slug,
    /// Where to post.
    pub url: String,
    /// What it is, for people.
    pub description: String,
    /// Types of events; all of appointments when empty.
    pub events: Vec<EventType>,
    /// Whether it is told.
    pub state: WebhookState,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<PauseReason>,
    /// Since when not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_at: Option<ZonedInstant>,
    /// Since when no attempt succeeded, while they fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<ZonedInstant>,
    /// Until when the secret before signs as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_secret_until: Option<ZonedInstant>,
    /// The last position of the journal that deliveries were written for.
    pub position: i64,
    /// Deliveries that wait.
    pub waiting: i64,
    /// Moves with each change by hand.
    pub version: i64,
    /// When it was added.
    pub created_at: ZonedInstant,
    /// When it was last changed by hand.
    pub updated_at: ZonedInstant,
}

/// A server that was just added, with its secret: it is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedWebhook {
    /// The server.
    #[serde(flatten)]
    pub webhook: Webhook,
    /// What deliveries are signed with, `whsec_…`.
    pub secret: String,
}

impl std::fmt::Debug for CreatedWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedWebhook").field("webhook", &self.webhook).finish_non_exhaustive()
    }
}

/// Asks for another secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "overlap_hours": 24 })))]
#[serde(deny_unknown_fields, default)]
pub struct RotateSecret {
    /// For how many hours the secret before signs as well, 0 to 168; 24 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlap_hours: Option<i64>,
}

impl RotateSecret {
    /// The longest overlap, in hours.
    pub const MAX_OVERLAP: i64 = 168;
}

/// Another secret: it is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotatedSecret {
    /// What deliveries are signed with from now on, `whsec_…`.
    pub secret: String,
    /// Until when the secret before signs as well.
    pub previous_secret_until: ZonedInstant,
}

impl std::fmt::Debug for RotatedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RotatedSecret")
    }
}

/// The servers that are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhooks {
    /// The servers, by slug.
    pub items: Vec<Webhook>,
}
