//! The dates and times that a recurring window and a session of a campaign have in common, as typed.

use super::WindowRule;
use super::faults::{Faults, filled};
use crate::channel::Channel;
use crate::problem::FieldErrorCode;

/// The longest rhythm, in weeks or months: two years of weeks, the farthest horizon of a theme.
pub(super) const MAX_EVERY: i64 = 104;

/// Dates and times as typed.
pub(crate) struct TypedRule<'a> {
    pub(crate) channels: &'a [Channel],
    /// `None` when it was not typed.
    pub(crate) weekday: Option<i64>,
    pub(crate) every: i64,
    pub(crate) nth: Option<i64>,
    pub(crate) valid_from: Option<&'a str>,
    pub(crate) valid_until: Option<&'a str>,
    pub(crate) from_time: &'a str,
    pub(crate) to_time: &'a str,
}

impl TypedRule<'_> {
    /// The rule, or `None` once its faults are among `faults`.
    pub(crate) fn check(&self, faults: &mut Faults) -> Option<WindowRule> {
        let before = faults.0.len();
        let channels = faults.channels(self.channels);
        let weekday = match self.weekday {
            Some(weekday) => faults.within("weekday", weekday, 1..=7),
            None => faults.add("weekday", FieldErrorCode::Required),
        };
        let every = faults.within("every", self.every, 1..=MAX_EVERY);
        let nth = self.nth.and_then(|nth| match nth {
            0 => faults.add("nth", FieldErrorCode::OutOfRange),
            nth => faults.within("nth", nth, -5..=5),
        });
        let valid_from = faults.optional_date("valid_from", self.valid_from);
        let valid_until = faults.optional_date("valid_until", self.valid_until);
        if self.every > 1 && filled(self.valid_from).is_none() {
            faults.add::<()>("valid_from", FieldErrorCode::Required);
        }
        if let (Some(first), Some(last)) = (valid_from, valid_until)
            && last < first
        {
            faults.add::<()>("valid_until", FieldErrorCode::EndsBeforeStart);
        }
        let times = faults.times(self.from_time, self.to_time);
        match (faults.0.len() == before, weekday, every, times) {
            (true, Some(weekday), Some(every), Some((from_time, to_time))) => Some(WindowRule {
                channels,
                weekday,
                every,
                nth,
                valid_from,
                valid_until,
                from_time,
                to_time,
            }),
            _ => None,
        }
    }
}
