//! Texts that the organisation is answerable for, by language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Faults, LANGUAGES};
use crate::catalog::Texts;
use crate::problem::{FieldError, FieldErrorCode};

/// The texts of each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "texts": { "fr": { "organisation": "Concilia", "consent": "J’accepte que mes données servent à ce rendez-vous.", "consent_version": "2026-06", "privacy_url": "https://example.fr/vie-privee" } } })))]
#[serde(deny_unknown_fields)]
pub struct OrganisationTexts {
    /// By ISO 639-1 code; `fr` is always there.
    pub texts: BTreeMap<String, Texts>,
}

impl OrganisationTexts {
    /// Checks each language's texts.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        if !self.texts.contains_key("fr") {
            faults.add("texts.fr", FieldErrorCode::Required);
        }
        for (lang, texts) in &self.texts {
            let field = |member: &str| format!("texts.{lang}.{member}");
            if lang != "fr" && !LANGUAGES.contains(&lang.as_str()) {
                faults.add(format!("texts.{lang}"), FieldErrorCode::NotChoice);
            }
            faults.name(&field("organisation"), &texts.organisation, 120);
            faults.name(&field("consent"), &texts.consent, 2_000);
            faults.name(&field("consent_version"), &texts.consent_version, 40);
            if texts.privacy_url.as_ref().is_some_and(|url| !is_web_address(url)) {
                faults.add(field("privacy_url"), FieldErrorCode::NotUrl);
            }
        }
        faults.all()
    }
}

/// An address of the web: nothing that a browser would run.
fn is_web_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    !rest.is_empty() && url.len() <= 500 && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::OrganisationTexts;
    use crate::catalog::Texts;

    #[test]
    fn every_language_is_whole_and_addresses_are_of_the_web() {
        let texts = |url: &str| Texts {
            organisation: "Concilia".into(),
            consent: "J’accepte.".into(),
            consent_version: "1".into(),
            privacy_url: Some(url.into()),
        };
        let all = |entries: &[(&str, Texts)]| OrganisationTexts {
            texts: entries.iter().map(|(lang, texts)| ((*lang).to_owned(), texts.clone())).collect(),
        };
        assert_eq!(all(&[("fr", texts("https://example.fr/vie-privee"))]).check(), Ok(()));
        let wrong = all(&[("en", texts("javascript:alert(1)")), ("xx", Texts::default())]);
        let fields: Vec<_> = wrong.check().unwrap_err().into_iter().map(|fault| fault.field).collect();
        let names = ["fr", "en.privacy_url", "xx", "xx.organisation", "xx.consent", "xx.consent_version"];
        assert_eq!(fields, names.map(|name| format!("texts.{name}")));
    }
}
