//! Messages that were written to clients and staff, and what became of them.

use chrono::NaiveDate;
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
    /// Somebody else receives, at the same time.
    Transferred,
    /// It is near.
    Reminder,
    /// A code proves that a mail address is the client's, before the appointment is taken.
    EmailCode,
    /// A webhook is paused.
    WebhookPaused,
    /// A password was forgotten: a link to choose another.
    PasswordReset,
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

/// By what a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// A mail.
    Mail,
    /// A text message.
    Sms,
}

impl Medium {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Sms];

    /// The word used in JSON, URLs and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// It is written, and about to be sent.
    Written,
    /// The mail server or the gateway took it.
    Sent,
    /// This is a demonstration: it can be read here, and went nowhere.
    Kept,
    /// There is no address to send it to.
    NoAddress,
    /// An attempt failed; there will be another.
    Delayed,
    /// It was given up.
    Failed,
    /// It came too late to be of use, or its appointment is no longer what it was to tell of; why is in `error`.
    Dropped,
    /// The theme is one whose clients are not written to, or the person asked not to be.
    Withheld,
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
    /// By what it went.
    pub medium: Medium,
    /// What became of it.
    pub state: MessageState,
    /// What the last attempt ran into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The address, or the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Its subject, for a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text, where one was written. The link to the appointment is left out: it is the client's alone.
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
    /// Only those that this became of.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub state: Option<MessageState>,
    /// Only those that tell of this.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub event: Option<MessageEvent>,
    /// Only those that went by this.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub medium: Option<Medium>,
    /// First day (UTC); the beginning when absent.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub from: Option<NaiveDate>,
    /// Last day (UTC); today when absent.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub to: Option<NaiveDate>,
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

/// A page of the journal of messages, in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Messages {
    /// The messages.
    pub items: Vec<Message>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}
