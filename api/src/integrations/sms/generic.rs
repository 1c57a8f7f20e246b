//! Any gateway that takes `{"to", "from", "text"}` by `POST`, under a bearer token: what stands between us and one that is
//! not known here can be a few lines.

use reqwest::{Client, RequestBuilder, header};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::Refused;
use crate::config::SmsConfig;
use crate::notifications::sms::Sms;

pub(super) fn request(
    client: &Client,
    config: &SmsConfig,
    token: Option<&SecretString>,
    sms: &Sms<'_>,
) -> RequestBuilder {
    let body = json!({ "to": sms.to, "from": config.from, "text": sms.text }).to_string();
    let request = client
        .post(&config.url)
        .header(header::CONTENT_TYPE, "application/json")
        // The same at each attempt, for a gateway that looks at it.
        .header("Idempotency-Key", sms.job.to_string())
        .body(body);
    match token {
        Some(token) => request.bearer_auth(token.expose_secret()),
        None => request,
    }
}

/// What the answer has against the message.
pub(super) fn refused(status: u16) -> Option<Refused> {
    match status {
        200..300 => None,
        400 | 422 => Some(Refused::Message),
        _ => Some(Refused::Now),
    }
}
