//! Posting over the network.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use creno_types::FieldErrorCode;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use rustls::{ClientConfig, RootCertStore};

use super::private_address::{Guard, Refused};
use super::{Outgoing, Posted, Reply, Transport};
use crate::config::WebhookConfig;

/// From the connection to the end of the answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// How much of an answer is kept: its bytes, its headers and the bytes of each.
const LARGEST_BODY: usize = 4 * 1024;
const MOST_HEADERS: usize = 40;
const LONGEST_HEADER: usize = 500;

/// Posts to the servers of others.
#[derive(Debug)]
pub struct Http {
    client: Client,
    guard: Guard,
}

impl Http {
    /// One that reaches inside the network as far as the operator says.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(config: &WebhookConfig) -> anyhow::Result<Self> {
        Self::with_timeout(config, TIMEOUT)
    }

    /// The same, with another patience.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn with_timeout(config: &WebhookConfig, timeout: Duration) -> anyhow::Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let guard = Guard::new(&config.hosts);
        let client = Client::builder()
            .tls_backend_preconfigured(tls.with_root_certificates(roots).with_no_client_auth())
            .user_agent(concat!("creno/", env!("CARGO_PKG_VERSION")))
            .timeout(timeout)
            // A proxy would resolve names in our place, and a redirection choose another address.
            .no_proxy()
            .redirect(Policy::none())
            .dns_resolver(Arc::new(guard.clone()))
            .build()?;
        Ok(Self { client, guard })
    }
}

#[async_trait]
impl Transport for Http {
    async fn post(&self, outgoing: &Outgoing) -> Posted {
        // It was looked at when it was set; the operator may have named other hosts since.
        if let Some(fault) = self.guard.fault(&outgoing.url) {
            return Posted::Failed(refused(fault).into());
        }
        let mut request = self.client.post(&outgoing.url).body(outgoing.body.clone());
        for (name, value) in &outgoing.headers {
            request = request.header(*name, value);
        }
        match request.send().await {
            Ok(response) => Posted::Answered(read(response).await),
            Err(error) => Posted::Failed(told(&error)),
        }
    }
}

async fn read(mut response: Response) -> Reply {
    let (status, headers) = (response.status().as_u16(), headers(response.headers()));
    let mut body = Vec::new();
    // The status is the answer: what breaks afterwards changes nothing of it.
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() >= LARGEST_BODY {
            body.truncate(LARGEST_BODY);
            break;
        }
    }
    // Neither database keeps a zero byte in a text.
    let body = String::from_utf8_lossy(&body).replace('\0', "\u{fffd}");
    Reply { status, headers, body }
}

fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let cut = |text: String| text.chars().take(LONGEST_HEADER).collect();
    let read = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let mut kept: Vec<_> =
        headers.iter().map(|(name, value)| (name.as_str().to_owned(), cut(read(value)))).collect();
    // Where it sends and when to come back matter, wherever they stand.
    kept.sort_by_key(|(name, _)| name != LOCATION.as_str() && name != "retry-after");
    kept.into_iter().take(MOST_HEADERS).collect()
}

fn refused(fault: FieldErrorCode) -> &'static str {
    match fault {
        FieldErrorCode::PrivateAddress => {
            "adresse privée refusée : nommez la machine dans CRENO_WEBHOOK_HOSTS si elle doit être jointe"
        }
        FieldErrorCode::NotHttps => {
            "adresse sans HTTPS refusée : nommez la machine dans CRENO_WEBHOOK_HOSTS si elle doit être jointe ainsi"
        }
        _ => "cette adresse ne peut pas être appelée",
    }
}

/// What went wrong, in French. The library's own words would repeat the address, keys included.
fn told(error: &reqwest::Error) -> String {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(refused) = cause.downcast_ref::<Refused>() {
            return refused.to_string();
        }
        if let Some(io) = cause.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::ConnectionRefused
        {
            return "connexion refusée".into();
        }
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return format!("échec de TLS : {tls}");
        }
        source = cause.source();
    }
    if error.is_timeout() {
        "pas de réponse à temps".into()
    } else if error.is_connect() {
        "connexion impossible".into()
    } else {
        "connexion interrompue avant la réponse".into()
    }
}
