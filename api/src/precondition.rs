//! Entity tags, and what a client may ask of them before a change (RFC 9110 §13.1.1).
//!
//! A tag is a hash of what the client would read, so that every kind of thing has one without keeping count of its
//! versions, and a change that changes nothing leaves it as it is.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The strong entity tag of `value`, quotes included.
pub fn etag(value: &impl Serialize) -> String {
    // What can't be written as JSON can't be read by a client either: all such values share a tag.
    etag_of_bytes(&serde_json::to_vec(value).unwrap_or_default())
}

/// The strong entity tag of an answer's bytes, quotes included.
pub fn etag_of_bytes(body: &[u8]) -> String {
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..12]))
}

/// What `If-Match` asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing: the change is made whatever is there.
    #[default]
    None,
    /// That one of these tags is the present one; `*` is any.
    Tags(String),
}

/// What is there is not what the client has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it changed meanwhile")]
pub struct Changed;

impl Precondition {
    /// Whether a change of `current` may be made.
    ///
    /// # Errors
    /// When it is not what the client has seen.
    pub fn check(&self, current: &impl Serialize) -> Result<(), Changed> {
        let Self::Tags(tags) = self else { return Ok(()) };
        if tags.trim() == "*" || lists(tags, &etag(current)) { Ok(()) } else { Err(Changed) }
    }
}

/// Whether a list of tags holds `etag`. Compression on the way makes our tags weak, and changes nothing to what they stand for.
pub fn lists(tags: &str, etag: &str) -> bool {
    tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use super::{Changed, Precondition, etag};

    #[test]
    fn only_what_was_seen_is_changed() {
        let (seen, now) = (etag(&"before"), "after");
        assert_eq!(Precondition::Tags(seen.clone()).check(&now), Err(Changed));
        assert_eq!(Precondition::Tags(seen.clone()).check(&"before"), Ok(()));
        assert_eq!(Precondition::Tags(format!("\"other\", W/{seen}")).check(&"before"), Ok(()));
        assert_eq!(Precondition::Tags(" * ".into()).check(&now), Ok(()));
        assert_eq!(Precondition::None.check(&now), Ok(()));
        assert_eq!(Precondition::Tags(String::new()).check(&now), Err(Changed));
    }
}
