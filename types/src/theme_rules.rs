//! The rules of a theme as an administrator types them: what its starts follow, and what its clients may do.

use serde::{Deserialize, Deserializer, Serialize};

use crate::problem::{FieldError, FieldErrorCode};
use crate::theme::{Anchor, Release};

/// The rules of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThemeRules {
    /// Length of the appointment in minutes, 1 to 480.
    pub duration_min: i64,
    /// Minutes kept free after it, 0 to 480.
    pub buffer_min: i64,
    /// Minutes between starts; divides a day's 1 440.
    pub step_min: i64,
    /// Where the step is counted from.
    pub anchor: Anchor,
    /// The least time between booking and start, in minutes; at most the farthest horizon.
    pub notice_min: i64,
    /// How many local dates after today's are open, 0 to 730.
    pub horizon_days: i64,
    /// How long before the start the client may no longer move it, in minutes.
    pub move_deadline_min: i64,
    /// How long before the start the client may no longer cancel it, in minutes.
    pub cancel_deadline_min: i64,
    /// What becomes of a slot that a client frees.
    pub release: Release,
    /// For how many minutes it is kept back then, if it is; a week at most.
    pub release_delay_min: i64,
    /// How many appointments to come one mail address or telephone number may have; null for any number.
    pub max_upcoming: Option<i64>,
    /// Whether the client's mail address is proved before the slot is firm.
    pub prove_email: bool,
    /// Whether it is on offer. What was booked stays.
    pub active: bool,
}

/// A change of a theme's rules; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ThemeRulesPatch {
    /// Length of the appointment in minutes.
    pub duration_min: Option<i64>,
    /// Minutes kept free after it.
    pub buffer_min: Option<i64>,
    /// Minutes between starts.
    pub step_min: Option<i64>,
    /// Where the step is counted from.
    pub anchor: Option<Anchor>,
    /// The least time between booking and start, in minutes.
    pub notice_min: Option<i64>,
    /// How many local dates after today's are open.
    pub horizon_days: Option<i64>,
    /// How long before the start the client may no longer move it, in minutes.
    pub move_deadline_min: Option<i64>,
    /// How long before the start the client may no longer cancel it, in minutes.
    pub cancel_deadline_min: Option<i64>,
    /// What becomes of a slot that a client frees.
    pub release: Option<Release>,
    /// For how many minutes it is kept back then, if it is.
    pub release_delay_min: Option<i64>,
    /// How many appointments to come one mail address or telephone number may have; null for any number.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub max_upcoming: Option<Option<i64>>,
    /// Whether the client's mail address is proved before the slot is firm.
    pub prove_email: Option<bool>,
    /// Whether it is on offer.
    pub active: Option<bool>,
}

/// A member that is there, be it null.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl ThemeRulesPatch {
    /// `rules` with this change.
    #[must_use]
    pub fn apply(&self, rules: &ThemeRules) -> ThemeRules {
        ThemeRules {
            duration_min: self.duration_min.unwrap_or(rules.duration_min),
            buffer_min: self.buffer_min.unwrap_or(rules.buffer_min),
            step_min: self.step_min.unwrap_or(rules.step_min),
            anchor: self.anchor.unwrap_or(rules.anchor),
            notice_min: self.notice_min.unwrap_or(rules.notice_min),
            horizon_days: self.horizon_days.unwrap_or(rules.horizon_days),
            move_deadline_min: self.move_deadline_min.unwrap_or(rules.move_deadline_min),
            cancel_deadline_min: self.cancel_deadline_min.unwrap_or(rules.cancel_deadline_min),
            release: self.release.unwrap_or(rules.release),
            release_delay_min: self.release_delay_min.unwrap_or(rules.release_delay_min),
            max_upcoming: self.max_upcoming.unwrap_or(rules.max_upcoming),
            prove_email: self.prove_email.unwrap_or(rules.prove_email),
            active: self.active.unwrap_or(rules.active),
        }
    }
}

/// Rules without fault; [`CheckedThemeRules::check`] is the only way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedThemeRules(ThemeRules);

impl CheckedThemeRules {
    /// The farthest horizon, in days.
    pub const MAX_HORIZON: i64 = 730;
    /// The longest time for which a freed slot is kept back, in minutes: a week.
    pub const MAX_RELEASE_DELAY: i64 = 10_080;

    /// Checks the rules of a theme.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(rules: ThemeRules) -> Result<Self, Vec<FieldError>> {
        let limits = [
            ("duration_min", rules.duration_min, 1, 480),
            ("buffer_min", rules.buffer_min, 0, 480),
            ("notice_min", rules.notice_min, 0, Self::MAX_HORIZON * 1_440),
            ("horizon_days", rules.horizon_days, 0, Self::MAX_HORIZON),
            ("move_deadline_min", rules.move_deadline_min, 0, Self::MAX_HORIZON * 1_440),
            ("cancel_deadline_min", rules.cancel_deadline_min, 0, Self::MAX_HORIZON * 1_440),
            ("release_delay_min", rules.release_delay_min, 0, Self::MAX_RELEASE_DELAY),
            ("max_upcoming", rules.max_upcoming.unwrap_or(1), 1, 1_000),
        ];
        let outside = limits.into_iter().filter(|(_, number, least, most)| number < least || number > most);
        let mut faults: Vec<_> =
            outside.map(|(field, ..)| FieldError::new(field, FieldErrorCode::OutOfRange)).collect();
        if !(1..=1_440).contains(&rules.step_min) || 1_440 % rules.step_min != 0 {
            faults.push(FieldError::new("step_min", FieldErrorCode::NotDivisor));
        }
        if faults.is_empty() { Ok(Self(rules)) } else { Err(faults) }
    }

    /// The rules.
    pub fn rules(&self) -> &ThemeRules {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{CheckedThemeRules, ThemeRules, ThemeRulesPatch};
    use crate::theme::{Anchor, Release};

    fn right() -> ThemeRules {
        ThemeRules {
            duration_min: 45,
            buffer_min: 15,
            step_min: 15,
            anchor: Anchor::Midnight,
            notice_min: 60,
            horizon_days: 30,
            move_deadline_min: 1_440,
            cancel_deadline_min: 0,
            release: Release::AtOnce,
            release_delay_min: 0,
            max_upcoming: None,
            prove_email: false,
            active: true,
        }
    }

    fn fields(patch: &ThemeRulesPatch) -> Vec<String> {
        let errors = CheckedThemeRules::check(patch.apply(&right())).err().unwrap_or_default();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn limits_are_inclusive_and_all_faults_are_named() {
        let patch = |duration, buffer, step, notice, horizon| ThemeRulesPatch {
            duration_min: Some(duration),
            buffer_min: Some(buffer),
            step_min: Some(step),
            notice_min: Some(notice),
            horizon_days: Some(horizon),
            ..ThemeRulesPatch::default()
        };
        for right in [patch(1, 0, 1, 0, 0), patch(480, 480, 1_440, 1_051_200, 730)] {
            assert_eq!(fields(&right), Vec::<String>::new(), "{right:?}");
        }
        let all = ["duration_min", "buffer_min", "notice_min", "horizon_days", "step_min"];
        for wrong in [patch(0, -1, 0, -1, -1), patch(481, 481, 7, 1_051_201, 731)] {
            assert_eq!(fields(&wrong), all, "{wrong:?}");
        }
        let step = ThemeRulesPatch { step_min: Some(i64::MIN), ..ThemeRulesPatch::default() };
        assert_eq!(fields(&step), ["step_min"]);
    }
}
