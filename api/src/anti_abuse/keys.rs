//! What challenges and questions are signed with: the same on every instance.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};

use crate::app::App;
use crate::booking::hash;
use crate::store::{StoreError, challenges};

/// Name under which the database keeps the secret.
const NAME: &str = "anti_abuse";

/// One key by use, each following from the one secret.
#[derive(Debug)]
pub(super) struct Keys {
    /// Signs the parameters of a challenge.
    pub(super) challenge: SecretString,
    /// Signs the key that a proof of work finds.
    pub(super) solution: SecretString,
    /// Signs questions.
    pub(super) question: SecretString,
}

impl Keys {
    fn from_secret(secret: &[u8]) -> Self {
        let key = |purpose: &[u8]| SecretString::from(URL_SAFE_NO_PAD.encode(hash(purpose, secret)));
        Self {
            challenge: key(b"challenge key"),
            solution: key(b"solution key"),
            question: key(b"question key"),
        }
    }
}

/// The keys, read or made on first use.
///
/// # Errors
/// When the database fails.
pub(super) async fn keys(app: &App) -> Result<&Keys, StoreError> {
    let make = async || match &app.config.anti_abuse.secret {
        Some(secret) => Ok(Keys::from_secret(secret.expose_secret().as_bytes())),
        None => {
            let fresh = app.random_bytes::<32>().to_vec();
            let kept = challenges::find_or_insert_secret(&app.db, NAME, fresh, app.now()).await?;
            Ok(Keys::from_secret(&kept))
        }
    };
    app.anti_abuse.keys.get_or_try_init(make).await
}
