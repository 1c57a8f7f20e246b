//! The reference that a client reads aloud: `CRN-` and six characters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// `CRN-` then six of [`Reference::ALPHABET`]: 32⁶ ≈ 1 074 million of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "CRN-7K3M9P", pattern = "^CRN-[2-9A-HJ-NP-Z]{6}$"))]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Why a text is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reference is CRN- and six letters or digits, such as `CRN-7K3M9P`")]
pub struct InvalidReference;

impl Reference {
    /// Digits and capitals without those that look alike: 0 and O, 1 and I.
    pub const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// The reference that six indices into the alphabet spell; an index counts modulo its size.
    pub fn from_indices(indices: [u8; 6]) -> Self {
        let letters =
            indices.map(|index| char::from(Self::ALPHABET[usize::from(index) % Self::ALPHABET.len()]));
        Self(format!("CRN-{}", letters.iter().collect::<String>()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = InvalidReference;

    /// Reads a reference as people type it: case and the surrounding blanks do not matter.
    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let text = text.trim().to_ascii_uppercase();
        let code = text.strip_prefix("CRN-").ok_or(InvalidReference)?;
        if code.len() != 6 || !code.bytes().all(|byte| Self::ALPHABET.contains(&byte)) {
            return Err(InvalidReference);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for Reference {
    type Error = InvalidReference;

    fn try_from(text: String) -> Result<Self, InvalidReference> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn has_no_look_alikes() {
        for confusing in b"01IO" {
            assert!(!Reference::ALPHABET.contains(confusing));
        }
    }

    #[test]
    fn reads_what_people_type() {
        let reference = Reference::from_indices([0, 5, 31, 12, 8, 30]);
        assert_eq!(reference.to_string().to_lowercase().parse(), Ok(reference.clone()));
        assert!("CRN-7K3M9O".parse::<Reference>().is_err());
        assert!("7K3M9P".parse::<Reference>().is_err());
    }
}
