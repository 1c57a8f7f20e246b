//! What a theme asks of clients.

use serde::{Deserialize, Serialize};

use crate::problem::{FieldError, FieldErrorCode};
use crate::settings::Faults;
use crate::slug::Slug;

/// A document that a theme asks of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskedDocument {
    /// Its name among those of the theme: lower-case letters, digits and single hyphens, 64 at most.
    pub slug: String,
    /// Name on screen, 120 characters at most.
    pub label: String,
    /// What would do, 500 characters at most.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Whether it is told as missing until it is there. No appointment is refused for it.
    #[serde(default)]
    pub required: bool,
}

/// The documents that a theme asks, in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "documents": [{ "slug": "piece-identite", "label": "Pièce d’identité",
    "help": "Recto et verso.", "required": true }] })))]
#[serde(deny_unknown_fields)]
pub struct ThemeDocuments {
    /// The documents: ten at most.
    pub documents: Vec<AskedDocument>,
}

/// Documents without fault; [`CheckedThemeDocuments::check`] is the only way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedThemeDocuments(ThemeDocuments);

impl CheckedThemeDocuments {
    /// The most documents of a theme.
    pub const MOST: usize = 10;
    /// The longest label, in characters.
    pub const MAX_LABEL: usize = 120;
    /// The longest explanation, in characters.
    pub const MAX_HELP: usize = 500;

    /// Checks what is asked.
    ///
    /// # Errors
    /// Every fault, by field, such as `documents[1].label`.
    pub fn check(mut asked: ThemeDocuments) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        if asked.documents.len() > Self::MOST {
            faults.add("documents", FieldErrorCode::TooMany);
        }
        for (place, document) in asked.documents.iter().enumerate() {
            let field = |member: &str| format!("documents[{place}].{member}");
            if document.slug.is_empty() {
                faults.add(field("slug"), FieldErrorCode::Required);
            } else if document.slug.parse::<Slug>().is_err() {
                faults.add(field("slug"), FieldErrorCode::NotSlug);
            } else if asked.documents[..place].iter().any(|other| other.slug == document.slug) {
                faults.add(field("slug"), FieldErrorCode::Duplicate);
            }
            faults.name(&field("label"), &shown(&document.label), Self::MAX_LABEL);
            faults.text(&field("help"), &document.help, Self::MAX_HELP);
        }
        faults.all()?;
        for document in &mut asked.documents {
            document.label = shown(&document.label);
            document.help = shown(&document.help);
        }
        Ok(Self(asked))
    }

    /// What is asked.
    pub fn asked(&self) -> &ThemeDocuments {
        &self.0
    }
}

/// A text on one line, without what no screen shows and some databases refuse.
fn shown(text: &str) -> String {
    let kept: String = text.chars().filter(|letter| letter.is_whitespace() || !letter.is_control()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(rows: &[(&str, &str)]) -> ThemeDocuments {
        let document = |(slug, label): &(&str, &str)| AskedDocument {
            slug: (*slug).into(),
            label: (*label).into(),
            help: String::new(),
            required: true,
        };
        ThemeDocuments { documents: rows.iter().map(document).collect() }
    }

    #[test]
    fn ten_documents_with_names_of_their_own() {
        let slugs: Vec<_> = (0..11).map(|number| format!("piece-{number}")).collect();
        let rows: Vec<_> = slugs.iter().map(|slug| (slug.as_str(), " Pièce\u{0} \n")).collect();
        let checked = CheckedThemeDocuments::check(asked(&rows[..10])).unwrap();
        assert_eq!(checked.asked().documents[9].label, "Pièce");
        let faults = |rows: &[(&str, &str)]| -> Vec<_> {
            let faults = CheckedThemeDocuments::check(asked(rows)).unwrap_err();
            faults.into_iter().map(|fault| (fault.field, fault.code.as_str())).collect()
        };
        assert_eq!(faults(&rows), [("documents".into(), "too_many")]);
        let long = "é".repeat(121);
        assert_eq!(
            faults(&[("a", "A"), ("a", ""), ("", "B"), ("Pièce", &long)]),
            [
                ("documents[1].slug".into(), "duplicate"),
                ("documents[1].label".into(), "required"),
                ("documents[2].slug".into(), "required"),
                ("documents[3].slug".into(), "not_slug"),
                ("documents[3].label".into(), "too_long"),
            ]
        );
    }
}
