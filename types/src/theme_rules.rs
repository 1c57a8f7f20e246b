//! The rules of a theme as an administrator types them: what its starts follow, and what its clients may do.

use serde::{Deserialize, Serialize};

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
    use super::{CheckedThemeRules, ThemeRules};
    use crate::theme::{Anchor, Release};

    fn rules(
        duration_min: i64,
        buffer_min: i64,
        step_min: i64,
        notice_min: i64,
        horizon_days: i64,
    ) -> ThemeRules {
        ThemeRules {
            duration_min,
            buffer_min,
            step_min,
            anchor: Anchor::Midnight,
            notice_min,
            horizon_days,
            move_deadline_min: 1_440,
            cancel_deadline_min: 0,
            release: Release::AtOnce,
            release_delay_min: 0,
            max_upcoming: None,
            prove_email: false,
            active: true,
        }
    }

    fn fields(rules: ThemeRules) -> Vec<String> {
        let errors = CheckedThemeRules::check(rules).err().unwrap_or_default();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn limits_are_inclusive_and_all_faults_are_named() {
        for right in [rules(1, 0, 1, 0, 0), rules(480, 480, 1_440, 1_051_200, 730)] {
            assert_eq!(fields(right.clone()), Vec::<String>::new(), "{right:?}");
        }
        let all = ["duration_min", "buffer_min", "notice_min", "horizon_days", "step_min"];
        for wrong in [rules(0, -1, 0, -1, -1), rules(481, 481, 7, 1_051_201, 731)] {
            assert_eq!(fields(wrong.clone()), all, "{wrong:?}");
        }
        assert_eq!(fields(rules(45, 15, i64::MIN, 60, 30)), ["step_min"]);
    }
}
