//! What an appointment is about.

use serde::{Deserialize, Serialize};

use crate::channel::Channels;
use crate::ids::ThemeId;
use crate::minutes::Minutes;
use crate::slug::Slug;

/// A theme as clients see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Theme {
    /// Stable id.
    pub id: ThemeId,
    /// Name in URLs and attributes.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// Slug of the skill it belongs to.
    pub skill: Slug,
    /// Length of the appointment.
    pub duration_min: Minutes,
    /// Ways of meeting that it allows.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::Channel>))]
    pub channels: Channels,
    /// Slugs of the agencies that offer it.
    pub agencies: Vec<Slug>,
    /// Keys of the fields that its form asks, in order.
    pub fields: Vec<String>,
    /// What to know or bring, shown before choosing and after confirming.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instructions: String,
    /// Colour of its mark, `#RRGGBB`.
    pub color: String,
    /// Whether the client's mail address is proved, by a code, before the slot is firm.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub prove_email: bool,
}

/// Where the starts of a theme are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Every step of the wall clock from local midnight.
    #[default]
    Midnight,
    /// Every step from the beginning of each free stretch, so that appointments pack back to back.
    Window,
}

/// What becomes of a slot that a client frees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// It is on offer again at once.
    #[default]
    AtOnce,
    /// It is on offer again after the theme's delay.
    AfterDelay,
}

impl Release {
    /// The word used in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::AfterDelay => "after_delay",
        }
    }
}

/// Who takes a start that several people could take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// Any of them, each as likely as the others.
    #[default]
    Random,
    /// The first in the theme's order of priority.
    Priority,
    /// The one who has the fewest recent appointments.
    RoundRobin,
}
