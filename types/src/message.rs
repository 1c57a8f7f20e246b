//! Messages that were written to clients and staff, and what became of them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::instant::ZonedInstant;
use crate::reference::Reference;

/// What a message tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageEvent {
    /// An appointment was taken.
    Confirmed,
    /// It was given another time, place or person.
    Moved,
    /// It was called off.
    Cancelled,
    /// A code proves that a mail address is the client's, before the appointment is taken.
    EmailCode,
    /// A webhook is paused.
    WebhookPaused,
}

/// Whom a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The client.
    Client,
    /// Who receives them.
    Staff,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// It is written, and about to be sent.
    Written,
    /// The mail server took it.
    Sent,
    /// This is a demonstration: it can be read here, and went nowhere.
    Kept,
    /// There is no address to send it to.
    NoAddress,
    /// An attempt failed; there will be another.
    Delayed,
    /// It was given up.
    Failed,
}

/// A message, without whom it went to where the profile hides that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// When it was written.
    pub at: ZonedInstant,
    /// The appointment that it tells of; none yet for a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// What it tells.
    pub event: MessageEvent,
    /// Whom it is for.
    pub audience: Audience,
    /// What became of it.
    pub state: MessageState,
    /// What the last attempt ran into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Its subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text. The link to the appointment is left out: it is the client's alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// Which messages to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MessagesQuery {
    /// Only those of the appointment of that reference.
    #[serde(default)]
    pub reference: Option<String>,
    /// At most so many: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Uuid>,
}

/// A page of the journal of messages, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Messages {
    /// The messages.
    pub items: Vec<Message>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}
