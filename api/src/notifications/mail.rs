//! Handing mails over: to an SMTP server, or to nobody.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use creno_types::message::MessageState;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{Address, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::ExposeSecret as _;
use uuid::Uuid;

use super::render::Written;
use crate::config::MailConfig;
use crate::ics::Invitation;

/// Whom a mail goes to, and under what name.
#[derive(Clone, Copy)]
pub struct Envelope<'a> {
    /// The job that sends it: each attempt is the same message.
    pub job: Uuid,
    /// The address.
    pub to: &'a str,
    /// Whose it is.
    pub name: &'a str,
    /// Name of the organisation.
    pub brand: &'a str,
}

/// Why a mail is not sent.
#[derive(Clone, Debug)]
pub struct SendError {
    /// Whether trying again is of no use.
    pub permanent: bool,
    /// What the server said, or why it could not be reached.
    pub text: String,
}

impl SendError {
    /// One that trying again does not mend.
    pub fn lasting(text: impl Into<String>) -> Self {
        Self { permanent: true, text: text.into() }
    }

    /// One that may go better later.
    pub fn passing(text: impl Into<String>) -> Self {
        Self { permanent: false, text: text.into() }
    }
}

/// Takes mails.
#[async_trait]
pub trait Mailer: fmt::Debug + Send + Sync {
    /// Hands a mail over; what became of it.
    ///
    /// # Errors
    /// When it is not taken.
    async fn send(
        &self,
        envelope: &Envelope<'_>,
        written: &Written,
        invitation: Option<&Invitation>,
    ) -> Result<MessageState, SendError>;
}

/// Nothing leaves: mails can be read in the journal.
#[derive(Clone, Copy, Debug)]
pub struct Kept;

#[async_trait]
impl Mailer for Kept {
    async fn send(
        &self,
        _: &Envelope<'_>,
        _: &Written,
        _: Option<&Invitation>,
    ) -> Result<MessageState, SendError> {
        Ok(MessageState::Kept)
    }
}

/// No server is set: mails wait for one.
#[derive(Clone, Copy, Debug)]
pub struct Unset;

#[async_trait]
impl Mailer for Unset {
    async fn send(
        &self,
        _: &Envelope<'_>,
        _: &Written,
        _: Option<&Invitation>,
    ) -> Result<MessageState, SendError> {
        Err(SendError::passing("no mail server is set: see CRENO_SMTP_URL"))
    }
}

/// An SMTP server, over connections that are kept.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("from", &self.from).finish_non_exhaustive()
    }
}

/// How long the server may take to answer a command.
const TIMEOUT: Duration = Duration::from_secs(20);

impl Smtp {
    /// The server of a configuration, which is known to be good; none when none is set.
    pub fn new(config: &MailConfig) -> Option<Self> {
        let url = config.smtp_url.as_ref()?.expose_secret();
        let transport =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url).ok()?.timeout(Some(TIMEOUT)).build();
        Some(Self { transport, from: config.from.clone() })
    }

    fn message(
        &self,
        envelope: &Envelope<'_>,
        written: &Written,
        invitation: Option<&Invitation>,
    ) -> Result<Message, SendError> {
        let lasting = |error: &dyn fmt::Display| SendError::lasting(error.to_string());
        let to: Address = envelope.to.parse().map_err(|error| lasting(&error))?;
        let mut body = MultiPart::alternative_plain_html(written.text.clone(), written.html.clone());
        if let Some(invitation) = invitation {
            let kind = format!("text/calendar; method={}; charset=utf-8", invitation.method);
            let kind = ContentType::parse(&kind).map_err(|error| lasting(&error))?;
            let file = Attachment::new("rendez-vous.ics".into()).body(invitation.text.clone(), kind);
            body = MultiPart::mixed().multipart(body).singlepart(file);
        }
        Message::builder()
            .from(Mailbox::new(Some(envelope.brand.to_owned()), self.from.clone()))
            .to(Mailbox::new(Some(envelope.name.to_owned()).filter(|name| !name.is_empty()), to))
            .subject(written.subject.clone())
            .message_id(Some(format!("<{}@{}>", envelope.job, self.from.domain())))
            .multipart(body)
            .map_err(|error| lasting(&error))
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(
        &self,
        envelope: &Envelope<'_>,
        written: &Written,
        invitation: Option<&Invitation>,
    ) -> Result<MessageState, SendError> {
        let message = self.message(envelope, written, invitation)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(MessageState::Sent),
            Err(error) if error.is_permanent() => Err(SendError::lasting(error.to_string())),
            Err(error) => Err(SendError::passing(error.to_string())),
        }
    }
}
