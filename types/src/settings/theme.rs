//! Themes, as administrators set them.

use serde::{Deserialize, Serialize};

use super::{Faults, Translations, yes};
use crate::channel::Channels;
use crate::ids::ThemeId;
use crate::problem::FieldError;
use crate::theme::{Anchor, Assignment, Release};
use crate::theme_rules::{CheckedThemeRules, ThemeRules};

/// A theme as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "slug": "bilan-retraite", "name": "Bilan retraite",
    "skill": "epargne", "color": "#086E6B", "channels": ["office", "video"], "agencies": ["paris-opera"],
    "fields": ["last_name", "first_name", "email"], "duration_min": 60, "buffer_min": 15 })))]
#[serde(deny_unknown_fields)]
pub struct NewTheme {
    /// Name in URLs and attributes: lower-case letters, digits and single hyphens, 64 at most.
    pub slug: String,
    /// Name on screen, 120 characters at most.
    pub name: String,
    /// A sentence or two, 500 characters at most.
    #[serde(default)]
    pub description: String,
    /// What to know or bring, 2 000 characters at most.
    #[serde(default)]
    pub instructions: String,
    /// Colour of its mark, `#RRGGBB`.
    pub color: String,
    /// The skill that it belongs to, by slug or id; by slug in answers.
    pub skill: String,
    /// Ways of meeting that it allows.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::channel::Channel>))]
    pub channels: Channels,
    /// The agencies that offer it, by slug or id; by slug in answers.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// Keys of the fields that its form asks, in order.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Who takes a start that several people could take.
    #[serde(default)]
    pub assignment: Assignment,
    /// Rank among the others, 0 to 10 000.
    #[serde(default)]
    pub position: i64,
    /// Length of the appointment in minutes, 1 to 480.
    pub duration_min: i64,
    /// Minutes kept free after it, 0 to 480.
    #[serde(default)]
    pub buffer_min: i64,
    /// Minutes between starts; divides a day's 1 440.
    #[serde(default = "quarter")]
    pub step_min: i64,
    /// Where the step is counted from.
    #[serde(default)]
    pub anchor: Anchor,
    /// The least time between booking and start, in minutes.
    #[serde(default)]
    pub notice_min: i64,
    /// How many local dates after today's are open, 0 to 730.
    #[serde(default = "two_months")]
    pub horizon_days: i64,
    /// How long before the start the client may no longer move it, in minutes.
    #[serde(default)]
    pub move_deadline_min: i64,
    /// How long before the start the client may no longer cancel it, in minutes.
    #[serde(default)]
    pub cancel_deadline_min: i64,
    /// What becomes of a slot that a client frees.
    #[serde(default)]
    pub release: Release,
    /// For how many minutes it is kept back then, if it is; a week at most.
    #[serde(default)]
    pub release_delay_min: i64,
    /// How many appointments to come one mail address or telephone number may have; null for any number.
    #[serde(default)]
    pub max_upcoming: Option<i64>,
    /// Whether the client's mail address is proved before the slot is firm.
    #[serde(default)]
    pub prove_email: bool,
    /// Whether it is on offer. What was booked stays.
    #[serde(default = "yes")]
    pub active: bool,
    /// Its `name`, `description` and `instructions` in other languages.
    #[serde(default)]
    pub translations: Translations,
}

const fn quarter() -> i64 {
    15
}

const fn two_months() -> i64 {
    60
}

impl NewTheme {
    /// Its rules.
    pub fn rules(&self) -> ThemeRules {
        ThemeRules {
            duration_min: self.duration_min,
            buffer_min: self.buffer_min,
            step_min: self.step_min,
            anchor: self.anchor,
            notice_min: self.notice_min,
            horizon_days: self.horizon_days,
            move_deadline_min: self.move_deadline_min,
            cancel_deadline_min: self.cancel_deadline_min,
            release: self.release,
            release_delay_min: self.release_delay_min,
            max_upcoming: self.max_upcoming,
            prove_email: self.prove_email,
            active: self.active,
        }
    }

    /// Checks what needs no database.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        faults.slug(&self.slug);
        faults.name("name", &self.name, 120);
        faults.text("description", &self.description, 500);
        faults.text("instructions", &self.instructions, 2_000);
        faults.color("color", &self.color);
        faults.name("skill", &self.skill, 64);
        faults.within("position", self.position, 0, 10_000);
        faults.translations(&self.translations, &["name", "description", "instructions"], 2_000);
        let rules = CheckedThemeRules::check(self.rules()).err().unwrap_or_default();
        faults.0.extend(rules);
        faults.all()
    }
}

/// A theme as administrators read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThemeSettings {
    /// Stable id.
    pub id: ThemeId,
    /// What is set.
    #[serde(flatten)]
    pub settings: NewTheme,
}
