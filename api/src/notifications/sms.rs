//! Handing text messages over: to a gateway, or to nobody. The gateways are in [`crate::integrations::sms`].

use std::fmt;

use async_trait::async_trait;
use creno_types::message::MessageState;

use super::SendError;

/// A text message that is written.
#[derive(Clone, Copy, Debug)]
pub struct Sms<'a> {
    /// The job that sends it: each attempt is the same message.
    pub job: uuid::Uuid,
    /// The number, in E.164 with its `+`.
    pub to: &'a str,
    /// What it says.
    pub text: &'a str,
    /// Now, for gateways that want requests dated.
    pub now: chrono::DateTime<chrono::Utc>,
}

/// Takes text messages.
#[async_trait]
pub trait SmsGateway: fmt::Debug + Send + Sync {
    /// Whether there is anyone behind it, so that text messages may be chosen in the settings.
    fn is_set(&self) -> bool {
        true
    }

    /// Hands a message over; what became of it.
    ///
    /// # Errors
    /// When it is not taken.
    async fn send(&self, sms: &Sms<'_>) -> Result<MessageState, SendError>;
}

/// Nothing leaves: messages can be read in the journal.
#[derive(Clone, Copy, Debug)]
pub struct SmsKept;

#[async_trait]
impl SmsGateway for SmsKept {
    async fn send(&self, _: &Sms<'_>) -> Result<MessageState, SendError> {
        Ok(MessageState::Kept)
    }
}

/// No gateway is set: messages wait for one. Settings ask for none then; these were asked for while there was one.
#[derive(Clone, Copy, Debug)]
pub struct SmsUnset;

#[async_trait]
impl SmsGateway for SmsUnset {
    fn is_set(&self) -> bool {
        false
    }

    async fn send(&self, _: &Sms<'_>) -> Result<MessageState, SendError> {
        Err(SendError::passing("no gateway of text messages is set: see CRENO_SMS_PROVIDER"))
    }
}
