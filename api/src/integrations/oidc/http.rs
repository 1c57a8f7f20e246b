//! Calls to the sign-in service. The library's own client is of another generation than ours.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use reqwest::Client;
use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore};

/// How long one call may take: a sign-in makes up to four, and somebody waits.
const TIMEOUT: Duration = Duration::from_secs(4);
/// What is read of an answer, in bytes: metadata and keys are a few kilobytes.
const LARGEST: usize = 512 * 1024;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    /// It could not be made, or its answer not be read.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    /// The answer is too long to be one.
    #[error("the answer is longer than {LARGEST} bytes")]
    TooLong,
    /// The answer can't be put together again.
    #[error(transparent)]
    Answer(#[from] axum::http::Error),
}

/// A client that goes where it is told and nowhere else.
pub(super) fn client() -> anyhow::Result<Client> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Client::builder()
        .tls_backend_preconfigured(tls.with_root_certificates(roots).with_no_client_auth())
        .user_agent(concat!("creno/", env!("CARGO_PKG_VERSION")))
        .timeout(TIMEOUT)
        // Codes and secrets go where the operator says.
        .redirect(Policy::none())
        .build()?)
}

/// Makes a call of the library's.
pub(super) async fn call(client: Client, request: HttpRequest) -> Result<HttpResponse, CallError> {
    let mut response = client.execute(request.try_into()?).await?;
    let mut answer = axum::http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        answer = answer.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST {
            return Err(CallError::TooLong);
        }
    }
    Ok(answer.body(body)?)
}
