//! Bearer tokens: what a client keeps, of which we keep only the hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use crate::app::App;

/// Bytes of randomness in a token: 256 bits (ASVS 5 §6.5 asks for 112 at least).
const RANDOM: usize = 32;

/// The token of a hold: the second at which it was to lapse, then randomness.
///
/// The instant is there only to tell a visitor who comes too late that the hold lapsed, once its row is gone;
/// whether a hold is live is what the database says.
#[derive(Clone, PartialEq, Eq)]
pub struct HoldToken(Vec<u8>);

impl HoldToken {
    /// A new token for a hold that lapses at `expires_at`.
    pub fn new(app: &App, expires_at: DateTime<Utc>) -> Self {
        let mut bytes = expires_at.timestamp().to_be_bytes().to_vec();
        bytes.extend(app.random_bytes::<RANDOM>());
        Self(bytes)
    }

    /// Reads what a client sent; `None` when it can't be a token of ours.
    pub fn read(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 8 + RANDOM).map(Self)
    }

    /// What the client keeps.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }

    /// What we keep.
    pub fn hash(&self) -> Vec<u8> {
        hash(b"hold", &self.0)
    }

    /// Whether the hold was to lapse before `now`.
    pub fn has_lapsed(&self, now: DateTime<Utc>) -> bool {
        let second = self.0.first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes));
        second <= now.timestamp()
    }

    /// The token of the management link of the appointment that the hold becomes. It follows from the hold's
    /// token, so that a confirmation sent twice is answered twice the same although we keep only hashes.
    pub fn manage_token(&self) -> ManageToken {
        ManageToken(hash(b"manage", &self.0))
    }
}

/// The token of a management link: 256 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct ManageToken(Vec<u8>);

impl ManageToken {
    /// A new one, for a link that is sent.
    pub fn new(app: &App) -> Self {
        Self(app.random_bytes::<RANDOM>().to_vec())
    }

    /// Reads what a client sent; `None` when it can't be a token of ours.
    pub fn read(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == RANDOM).map(Self)
    }

    /// What the client keeps.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }

    /// What we keep.
    pub fn hash(&self) -> Vec<u8> {
        hash(b"manage link", &self.0)
    }
}

/// SHA-256 of `bytes` for one `purpose`: hashes made for one never serve another.
pub(crate) fn hash(purpose: &[u8], bytes: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(purpose).chain_update([0]).chain_update(bytes).finalize().to_vec()
}
