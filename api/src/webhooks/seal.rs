//! Secrets at rest: to sign, they must be read again, so a hash won't do.
//!
//! With `CRENO_SECRET`, which the database does not hold, they are sealed (ChaCha20-Poly1305) under a key that follows
//! from it, each bound to its server. Without it, the only key at hand would lie beside them in the same database, and
//! seal nothing from whoever reads that: they are written as they are, which docs/webhooks.md says.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use crate::app::App;
use crate::booking::hash;

/// First byte of what is kept.
const PLAIN: u8 = 0;
const SEALED: u8 = 1;

/// The secret of a server, as it is kept; none when it can't be sealed.
pub(super) fn seal(app: &App, endpoint: Uuid, secret: &SecretString) -> Option<Vec<u8>> {
    let mut text = secret.expose_secret().as_bytes().to_vec();
    let Some(key) = key(app) else {
        text.insert(0, PLAIN);
        return Some(text);
    };
    let nonce: [u8; NONCE_LEN] = app.random_bytes();
    let sealed = key?.seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(endpoint.as_bytes()),
        &mut text,
    );
    sealed.ok()?;
    Some([&[SEALED], &nonce[..], &text].concat())
}

/// The secret that was kept; none when it was sealed under another key.
pub(super) fn open(app: &App, endpoint: Uuid, kept: &[u8]) -> Option<SecretString> {
    let text = match kept.split_first()? {
        (&PLAIN, text) => text.to_vec(),
        (&SEALED, sealed) => {
            let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let mut text = text.to_vec();
            let opened = key(app)??.open_in_place(nonce, Aad::from(endpoint.as_bytes()), &mut text);
            opened.ok()?.to_vec()
        }
        _ => return None,
    };
    String::from_utf8(text).ok().map(SecretString::from)
}

/// The key that follows from the operator's secret; none without one.
fn key(app: &App) -> Option<Option<LessSafeKey>> {
    let secret = app.config.anti_abuse.secret.as_ref()?;
    let bytes = hash(b"webhook secrets", secret.expose_secret().as_bytes());
    Some(UnboundKey::new(&CHACHA20_POLY1305, &bytes).ok().map(LessSafeKey::new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::SystemClock;
    use crate::config::{Config, Overrides};
    use crate::store::Db;
    use std::sync::Arc;

    async fn app(secret: Option<&str>) -> App {
        let mut config = Config::load(&Overrides::default(), false).unwrap();
        config.anti_abuse.secret = secret.map(SecretString::from);
        let db = Db::connect("sqlite::memory:").await.unwrap();
        App::with(db, config, Arc::new(SystemClock), Arc::new(crate::app::SeededRandom::new(1)))
    }

    #[tokio::test]
    async fn only_the_key_and_the_server_that_sealed_open() {
        let (here, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let keyed = app(Some("0123456789abcdef0123456789abcdef")).await;
        let kept = seal(&keyed, here, &secret).unwrap();
        assert!(!String::from_utf8_lossy(&kept).contains("whsec_"));
        let opened = |app: &App, endpoint, kept: &[u8]| {
            open(app, endpoint, kept).map(|secret| secret.expose_secret().to_owned())
        };
        assert_eq!(opened(&keyed, here, &kept).as_deref(), Some(secret.expose_secret()));
        assert_eq!(opened(&keyed, there, &kept), None, "bound to its server");
        assert_eq!(opened(&app(Some("another-secret-of-32-characters-!")).await, here, &kept), None);
        assert_eq!(opened(&app(None).await, here, &kept), None);
        let mut broken = kept.clone();
        broken[20] ^= 1;
        assert_eq!(opened(&keyed, here, &broken), None);
        // Written before there was a key.
        let plain = seal(&app(None).await, here, &secret).unwrap();
        assert_eq!(opened(&keyed, here, &plain).as_deref(), Some(secret.expose_secret()));
        assert_eq!(opened(&keyed, here, &[]), None);
    }
}
