//! Gateways of text messages: OVHcloud, Twilio, and any that takes a JSON of three members.
//!
//! To add one: a file that makes its request and reads its answer, a variant of [`crate::config::SmsProvider`].

mod generic;
mod ovh;
mod twilio;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use creno_types::message::MessageState;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use rustls::{ClientConfig, RootCertStore};

use crate::config::{SmsConfig, SmsProvider};
use crate::notifications::SendError;
use crate::notifications::sms::{Sms, SmsGateway};

/// How long a gateway may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// What is read of an answer, in bytes.
const LARGEST: usize = 64 * 1024;
/// What is kept of what a gateway says, in characters.
const LONGEST: usize = 300;

/// A gateway over HTTP.
pub struct HttpGateway {
    client: Client,
    config: SmsConfig,
}

impl fmt::Debug for HttpGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpGateway").field("config", &self.config).finish_non_exhaustive()
    }
}

impl HttpGateway {
    /// The gateway of a configuration.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(config: SmsConfig) -> anyhow::Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls.with_root_certificates(roots).with_no_client_auth())
            .user_agent(concat!("creno/", env!("CARGO_PKG_VERSION")))
            .timeout(TIMEOUT)
            // Numbers and secrets go where the operator says, nowhere else.
            .redirect(Policy::none())
            .build()?;
        Ok(Self { client, config })
    }

    fn request(&self, sms: &Sms<'_>) -> RequestBuilder {
        let (client, config) = (&self.client, &self.config);
        match &config.provider {
            SmsProvider::Ovh { service, key, secret, consumer_key } => {
                let keys = ovh::Keys { service, key, secret, consumer_key };
                ovh::request(client, config, &keys, sms)
            }
            SmsProvider::Twilio { account, token } => twilio::request(client, config, account, token, sms),
            SmsProvider::Generic { token } => generic::request(client, config, token.as_ref(), sms),
        }
    }
}

#[async_trait]
impl SmsGateway for HttpGateway {
    async fn send(&self, sms: &Sms<'_>) -> Result<MessageState, SendError> {
        // The library's own words could repeat the address, which may hold a secret.
        let unreachable = |error: reqwest::Error| {
            SendError::passing(if error.is_timeout() {
                "the gateway is too slow"
            } else {
                "the gateway can't be reached"
            })
        };
        let mut response = self.request(sms).send().await.map_err(unreachable)?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&chunk[..chunk.len().min(LARGEST - body.len())]);
            if body.len() == LARGEST {
                break;
            }
        }
        let said = String::from_utf8_lossy(&body);
        // The number is in the journal already, where it may be masked.
        let said = said.replace(sms.to, "…").replace(sms.to.trim_start_matches('+'), "…");
        let said: String = said.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
        let said = format!("{status} {said}");
        let refused = match &self.config.provider {
            SmsProvider::Ovh { .. } => ovh::refused(status, &body),
            SmsProvider::Twilio { .. } => twilio::refused(status, &body),
            SmsProvider::Generic { .. } => generic::refused(status),
        };
        match refused {
            None => Ok(MessageState::Sent),
            Some(Refused::Message) => Err(SendError::lasting(said)),
            Some(Refused::Now) => Err(SendError::passing(said)),
        }
    }
}

/// What a gateway has against a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// The message or its number: again, it would be the same.
    Message,
    /// Ourselves, or everyone for now: it may be mended, by time or by the operator.
    Now,
}
