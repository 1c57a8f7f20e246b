//! What a server was told, attempt by attempt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::EventType;
use crate::instant::ZonedInstant;
use crate::reference::Reference;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It will be sent.
    Waiting,
    /// An attempt failed; there will be another.
    Retrying,
    /// It will be sent when the server is resumed.
    Held,
    /// The server took it.
    Delivered,
    /// This is a demonstration: it can be read here, and went nowhere.
    Kept,
    /// It was given up: by somebody, or it was a test.
    Failed,
}

/// One event for one server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// Its id.
    pub id: Uuid,
    /// The `webhook-id` of all its attempts; the same for every server that is told of the event.
    pub message: String,
    /// What it tells.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Place of the event in the journal; none for a test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// The appointment; none for a test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts since it was last put in the queue.
    pub attempts: i64,
    /// When it was put in the queue first.
    pub created_at: ZonedInstant,
    /// When the next attempt is due, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<ZonedInstant>,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<ZonedInstant>,
    /// Status of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<i64>,
    /// What the last attempt ran into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// A delivery and its attempts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryWithAttempts {
    /// The delivery.
    #[serde(flatten)]
    pub delivery: Delivery,
    /// Its attempts, the oldest first, as long as they are kept.
    pub log: Vec<Attempt>,
}

/// One request that was made for a delivery, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attempt {
    /// When it began.
    pub at: ZonedInstant,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// Where it was posted.
    pub url: String,
    /// Headers that were sent.
    pub request_headers: BTreeMap<String, String>,
    /// The body that was sent, without the client, whose data are in one place.
    pub request_body: String,
    /// Status of the answer; none when there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
    /// Headers of the answer, the first forty.
    pub answer_headers: BTreeMap<String, String>,
    /// The beginning of the answer, 4 KB at most.
    pub answer_body: String,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Which deliveries to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct DeliveriesQuery {
    /// Only those that stand so.
    #[serde(default)]
    pub state: Option<DeliveryState>,
    /// Only those that were put in the queue from then on.
    #[serde(default)]
    pub from: Option<ZonedInstant>,
    /// Only those that were put in the queue before.
    #[serde(default)]
    pub to: Option<ZonedInstant>,
    /// Which come first; the latest when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub order: crate::journal::JournalOrder,
    /// At most so many: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Uuid>,
}

/// A page of deliveries, in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deliveries {
    /// The deliveries.
    pub items: Vec<Delivery>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// Asks that the events of a period be told again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "from": "2026-06-15T00:00:00Z", "to": "2026-06-16T00:00:00Z" })))]
#[serde(deny_unknown_fields)]
pub struct ReplayPeriod {
    /// From then on.
    pub from: ZonedInstant,
    /// Until before then.
    pub to: ZonedInstant,
}

/// How many deliveries were put in the queue again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replayed {
    /// Deliveries that are in the queue for it.
    pub deliveries: u64,
}
