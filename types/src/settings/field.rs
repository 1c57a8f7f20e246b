//! Fields of forms, as administrators set them.

use serde::{Deserialize, Serialize};

use super::{Faults, Translations};
use crate::field::FieldFormat;
use crate::problem::{FieldError, FieldErrorCode};

/// A field as it is typed, and read: its key is its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "key": "contract", "label": "Votre contrat", "format": "choice",
    "required": true, "options": ["Livret", "Assurance vie"] })))]
#[serde(deny_unknown_fields)]
pub struct FieldSettings {
    /// Its name in requests: lower-case letters, digits and underscores, beginning with a letter, 40 at most.
    pub key: String,
    /// Its name on screen, 120 characters at most.
    pub label: String,
    /// A hint shown under the label, 300 characters at most.
    #[serde(default)]
    pub help: String,
    /// What it accepts.
    pub format: FieldFormat,
    /// Whether it must be filled.
    #[serde(default)]
    pub required: bool,
    /// What may be chosen, for the format `choice`; 100 at most.
    #[serde(default)]
    pub options: Vec<String>,
    /// Its `label` and `help` in other languages.
    #[serde(default)]
    pub translations: Translations,
}

impl FieldSettings {
    /// Checks what needs no database.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let begins = self.key.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if !begins || self.key.len() > 40 || !self.key.bytes().all(plain) {
            faults.add("key", FieldErrorCode::NotKey);
        }
        faults.name("label", &self.label, 120);
        faults.text("help", &self.help, 300);
        let choices = self.format == FieldFormat::Choice;
        if choices && self.options.is_empty() {
            faults.add("options", FieldErrorCode::Required);
        }
        if self.options.len() > 100 || (!choices && !self.options.is_empty()) {
            faults.add("options", FieldErrorCode::OutOfRange);
        }
        for (place, option) in self.options.iter().enumerate() {
            let field = format!("options[{place}]");
            faults.name(&field, option, 120);
            if self.options.iter().take(place).any(|other| other == option) {
                faults.add(field, FieldErrorCode::Duplicate);
            }
        }
        faults.translations(&self.translations, &["label", "help"], 300);
        faults.all()
    }
}
