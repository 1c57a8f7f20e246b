//! Profiles: what a staff member may do and see.

use serde::{Deserialize, Serialize};

use super::Faults;
use crate::ids::ProfileId;
use crate::problem::{FieldError, FieldErrorCode};
use crate::staff::{Permission, Scope};

/// A profile as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "slug": "accueil", "name": "Accueil", "scope": "perimeter",
    "permissions": ["view_appointments"], "masks_contact": false, "masked_fields": ["email"] })))]
#[serde(deny_unknown_fields)]
pub struct NewProfile {
    /// Name in URLs: lower-case letters, digits and single hyphens, 64 at most.
    pub slug: String,
    /// Name on screen, 120 characters at most.
    pub name: String,
    /// How far it reaches.
    pub scope: Scope,
    /// What it allows.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// Whether clients' names are cut to initials, and their addresses and every answer left out.
    #[serde(default)]
    pub masks_contact: bool,
    /// Keys of the fields whose answers are left out, and what is drawn from them: names become initials, addresses and
    /// numbers are absent, none of it is searched.
    #[serde(default)]
    pub masked_fields: Vec<String>,
}

impl NewProfile {
    /// Checks what needs no database.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        faults.slug(&self.slug);
        faults.name("name", &self.name, 120);
        for (place, permission) in self.permissions.iter().enumerate() {
            if self.permissions.iter().take(place).any(|other| other == permission) {
                faults.add(format!("permissions[{place}]"), FieldErrorCode::Duplicate);
            }
        }
        for (place, key) in self.masked_fields.iter().enumerate() {
            if self.masked_fields.iter().take(place).any(|other| other == key) {
                faults.add(format!("masked_fields[{place}]"), FieldErrorCode::Duplicate);
            }
        }
        faults.all()
    }
}

/// A profile as administrators read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileSettings {
    /// Stable id.
    pub id: ProfileId,
    /// What is set.
    #[serde(flatten)]
    pub settings: NewProfile,
}
