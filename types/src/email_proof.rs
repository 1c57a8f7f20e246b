//! Proving that a mail address is one's own, where a theme asks it before a slot is firm.

use serde::{Deserialize, Serialize};

use crate::instant::ZonedInstant;

/// Asks for a code to be sent to an address. The hold is kept meanwhile.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "hold": "AAAAAGov…", "email": "lea.martin@example.fr", "lang": "fr" })))]
pub struct NewEmailProof {
    /// The token of the hold that is to be confirmed.
    pub hold: String,
    /// The address, as it is in the form.
    pub email: String,
    /// Language to write in, an ISO 639-1 code.
    #[serde(default)]
    pub lang: String,
}

impl std::fmt::Debug for NewEmailProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewEmailProof").finish_non_exhaustive()
    }
}

/// A code is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmailProof {
    /// Until when the code is good, and the hold kept.
    pub expires_at: ZonedInstant,
}
