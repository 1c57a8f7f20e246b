//! Skills, as administrators set them.

use serde::{Deserialize, Serialize};

use super::{Faults, Translations, yes};
use crate::ids::SkillId;
use crate::problem::FieldError;

/// A skill as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "slug": "epargne", "name": "Mon épargne",
    "description": "Livrets, projets, retraite.", "position": 3 })))]
#[serde(deny_unknown_fields)]
pub struct NewSkill {
    /// Name in URLs and attributes: lower-case letters, digits and single hyphens, 64 at most.
    pub slug: String,
    /// Name on screen, 120 characters at most.
    pub name: String,
    /// One sentence, 500 characters at most.
    #[serde(default)]
    pub description: String,
    /// Rank among the others, 0 to 10 000.
    #[serde(default)]
    pub position: i64,
    /// Whether it is on offer, with its themes.
    #[serde(default = "yes")]
    pub active: bool,
    /// Its `name` and `description` in other languages.
    #[serde(default)]
    pub translations: Translations,
}

impl NewSkill {
    /// Checks what needs no database.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        faults.slug(&self.slug);
        faults.name("name", &self.name, 120);
        faults.text("description", &self.description, 500);
        faults.within("position", self.position, 0, 10_000);
        faults.translations(&self.translations, &["name", "description"], 500);
        faults.all()
    }
}

/// A skill as administrators read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SkillSettings {
    /// Stable id.
    pub id: SkillId,
    /// What is set.
    #[serde(flatten)]
    pub settings: NewSkill,
}
