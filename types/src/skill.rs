//! What a group of themes has in common.

use serde::{Deserialize, Serialize};

use crate::ids::SkillId;
use crate::slug::Slug;

/// A skill, by which clients filter themes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Skill {
    /// Stable id.
    pub id: SkillId,
    /// Name in URLs and attributes.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// One sentence.
    pub description: String,
}
