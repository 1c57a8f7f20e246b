//! What a visitor's device, or the visitor, answers so that a script has to work for each booking.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::instant::ZonedInstant;

/// What a proof is for: one made for one purpose is refused for another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChallengePurpose {
    /// Confirming an appointment.
    #[default]
    Appointment,
    /// Reading many lists of slots.
    Slots,
}

impl ChallengePurpose {
    /// The word used in JSON and URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Appointment => "appointment",
            Self::Slots => "slots",
        }
    }
}

/// Who answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChallengeKind {
    /// The device, by computing.
    #[default]
    Work,
    /// The visitor, when the device can't compute.
    Question,
}

/// Asks for a challenge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ChallengeQuery {
    /// What it is for; `appointment` when absent. A question is always for an appointment.
    #[serde(default, rename = "for")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub purpose: ChallengePurpose,
    /// Who answers; `work` when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub kind: ChallengeKind,
    /// Language of the question, an ISO 639-1 code.
    #[serde(default)]
    pub lang: String,
}

/// A challenge of either kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Challenge {
    /// For the device.
    Work(WorkChallenge),
    /// For the visitor.
    Question(Question),
}

/// A proof of work to do, as ALTCHA's protocol v2 has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkChallenge {
    /// What to compute.
    pub parameters: WorkParameters,
    /// HMAC of the parameters, in hexadecimal.
    pub signature: String,
}

/// What to compute: the number whose key, derived with the nonce, begins with the prefix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WorkParameters {
    /// How the key is derived: `PBKDF2/SHA-256`.
    pub algorithm: String,
    /// Iterations of one derivation.
    pub cost: u32,
    /// The site and the purpose that the proof is for.
    pub data: BTreeMap<String, String>,
    /// When it lapses, in seconds since 1970.
    pub expires_at: i64,
    /// Length of the key, in bytes.
    pub key_length: u32,
    /// How the key begins, in hexadecimal.
    pub key_prefix: String,
    /// HMAC of the whole key, in hexadecimal.
    pub key_signature: String,
    /// Random bytes before the number, in hexadecimal.
    pub nonce: String,
    /// Salt of the derivation, in hexadecimal.
    pub salt: String,
}

/// A question that takes no sight, hearing or culture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question {
    /// The question, in the language asked.
    pub question: String,
    /// To be sent back with the answer.
    pub token: String,
    /// When it lapses.
    pub expires_at: ZonedInstant,
}

/// What is sent with the request that needs it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum ChallengeAnswer {
    /// ALTCHA's payload: the challenge and its solution as JSON, in base64.
    Work(String),
    /// The answer to a question.
    Question {
        /// The token that came with the question.
        token: String,
        /// What the visitor typed.
        answer: String,
    },
}

#[cfg(test)]
mod tests {
    use super::ChallengeAnswer;

    #[test]
    fn both_answers_are_told_apart() {
        let read = |text: &str| serde_json::from_str::<ChallengeAnswer>(text).ok();
        assert!(matches!(read("\"e30=\""), Some(ChallengeAnswer::Work(payload)) if payload == "e30="));
        let question = read(r#"{"token":"t","answer":"8"}"#);
        assert!(
            matches!(question, Some(ChallengeAnswer::Question { token, answer }) if token == "t" && answer == "8")
        );
        assert!(read("12").is_none());
    }
}
