//! Staff members, as administrators set them.

use serde::{Deserialize, Serialize};

use super::{Faults, yes};
use crate::field::is_email;
use crate::ids::StaffId;
use crate::problem::{FieldError, FieldErrorCode};

/// A theme that a staff member handles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserTheme {
    /// The theme, by slug or id; by slug in answers.
    pub theme: String,
    /// Rank where the theme goes by priority, 0 to 1 000: the lowest comes first.
    #[serde(default)]
    pub priority: i64,
}

/// A staff member as they are typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "slug": "lea-martin", "name": "Léa Martin",
    "email": "lea.martin@example.fr", "profile": "collaborateur", "agencies": ["paris-opera"],
    "themes": [{ "theme": "premier-rdv", "priority": 0 }] })))]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Name in URLs: lower-case letters, digits and single hyphens, 64 at most.
    pub slug: String,
    /// Name on screen, which clients see; 120 characters at most.
    pub name: String,
    /// Address that they sign in with, and are written to; clients never see it.
    pub email: String,
    /// Their profile, by slug or id; by slug in answers.
    pub profile: String,
    /// The agencies that they belong to, by slug or id; by slug in answers.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// The themes that they handle.
    #[serde(default)]
    pub themes: Vec<UserTheme>,
    /// Whether they sign in and receive. What was booked stays.
    #[serde(default = "yes")]
    pub active: bool,
}

impl NewUser {
    /// Checks what needs no database.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        faults.slug(&self.slug);
        faults.name("name", &self.name, 120);
        if !is_email(self.email.trim()) {
            faults.add("email", FieldErrorCode::NotEmail);
        }
        faults.name("profile", &self.profile, 64);
        for (place, theme) in self.themes.iter().enumerate() {
            faults.within(&format!("themes[{place}].priority"), theme.priority, 0, 1_000);
        }
        faults.all()
    }
}

/// A staff member as administrators read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Stable id.
    pub id: StaffId,
    /// What is set.
    #[serde(flatten)]
    pub settings: NewUser,
}
