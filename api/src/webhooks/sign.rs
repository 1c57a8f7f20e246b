//! Signatures of Standard Webhooks: HMAC-SHA256 of the id, the time and the body, by each secret that is live.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use standardwebhooks::{
    HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook, WebhookError,
};

use crate::app::App;

/// A new secret, `whsec_` and 32 random bytes: the specification asks for 24 to 64.
pub fn new_secret(app: &App) -> SecretString {
    SecretString::from(format!("whsec_{}", STANDARD.encode(app.random_bytes::<32>())))
}

/// The headers of a message: its id, the time and a signature by each secret.
///
/// # Errors
/// When a secret is none.
pub fn headers(
    id: &str,
    timestamp: i64,
    body: &str,
    secrets: &[SecretString],
) -> Result<[(&'static str, String); 3], WebhookError> {
    let sign =
        |secret: &SecretString| Webhook::new(secret.expose_secret())?.sign(id, timestamp, body.as_bytes());
    let signatures = secrets.iter().map(sign).collect::<Result<Vec<_>, _>>()?;
    Ok([
        (HEADER_WEBHOOK_ID, id.to_owned()),
        (HEADER_WEBHOOK_TIMESTAMP, timestamp.to_string()),
        (HEADER_WEBHOOK_SIGNATURE, signatures.join(" ")),
    ])
}
