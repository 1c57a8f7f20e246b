//! What administrators set, as it is typed and as it is read. One file per kind.
//!
//! What is typed has a `check` that names every fault; the server adds what only it can know (names that are taken or
//! unknown). What is read is the same with an id. To add a kind: a file here, an implementation of the server's
//! `Setting`, a line in its router.

pub mod agency;
pub mod branding;
pub mod field;
pub mod profile;
pub mod skill;
pub mod texts;
pub mod theme;
pub mod user;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::problem::{FieldError, FieldErrorCode};
use crate::slug::Slug;

/// Texts in other languages: by ISO 639-1 code, then by name of the member that they translate.
pub type Translations = BTreeMap<String, BTreeMap<String, String>>;

/// The languages that texts can be translated to; French is what they are written in.
pub const LANGUAGES: [&str; 1] = ["en"];

/// Which settings to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SettingsQuery {
    /// Only those whose name or short name holds this text.
    #[serde(default)]
    pub q: Option<String>,
    /// Only those that are on offer, or only the others, where that can be.
    #[serde(default)]
    pub active: Option<bool>,
    /// At most so many: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended: `next` of its answer.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A page of settings, by short name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The settings.
    pub items: Vec<T>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The faults of a form, found one after the other.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    pub(crate) fn add(&mut self, field: impl Into<String>, code: FieldErrorCode) {
        self.0.push(FieldError::new(field, code));
    }

    /// A name, which can't be empty.
    pub(crate) fn name(&mut self, field: &str, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.add(field, FieldErrorCode::Required);
        }
        self.text(field, text, most);
    }

    /// A text of at most so many characters.
    pub(crate) fn text(&mut self, field: &str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.add(field, FieldErrorCode::TooLong);
        }
    }

    pub(crate) fn slug(&mut self, text: &str) {
        if text.is_empty() {
            self.add("slug", FieldErrorCode::Required);
        } else if text.parse::<Slug>().is_err() {
            self.add("slug", FieldErrorCode::NotSlug);
        }
    }

    pub(crate) fn color(&mut self, field: &str, text: &str) {
        let digits = text.strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            self.add(field, FieldErrorCode::NotColor);
        }
    }

    pub(crate) fn within(&mut self, field: &str, number: i64, least: i64, most: i64) {
        if !(least..=most).contains(&number) {
            self.add(field, FieldErrorCode::OutOfRange);
        }
    }

    /// Translations of some members into the languages that there are, none longer than `most`.
    pub(crate) fn translations(&mut self, translations: &Translations, members: &[&str], most: usize) {
        for (lang, texts) in translations {
            if !LANGUAGES.contains(&lang.as_str()) {
                self.add(format!("translations.{lang}"), FieldErrorCode::NotChoice);
            }
            for (member, text) in texts {
                let field = format!("translations.{lang}.{member}");
                if members.contains(&member.as_str()) {
                    self.text(&field, text, most);
                } else {
                    self.add(field, FieldErrorCode::UnknownField);
                }
            }
        }
    }

    pub(crate) fn all(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

const fn yes() -> bool {
    true
}
