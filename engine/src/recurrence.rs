//! Whether a window stands on a date.

use chrono::{Datelike, NaiveDate};

use crate::rules::{Recurrence, WindowKind};

impl WindowKind {
    /// Whether it stands on `date`.
    pub fn stands_on(&self, date: NaiveDate) -> bool {
        match self {
            Self::Recurring(recurrence) => recurrence.occurs_on(date),
            Self::Opening(day) | Self::Closing(day) => *day == date,
        }
    }

    /// Whether it closes instead of opening.
    pub const fn closes(&self) -> bool {
        matches!(self, Self::Closing(_))
    }
}

impl Recurrence {
    /// Whether `date` is one of its dates. Weeks begin on Monday, and week 0 holds `valid_from`; with `nth`
    /// the interval counts months, and month 0 holds `valid_from`.
    pub fn occurs_on(&self, date: NaiveDate) -> bool {
        date.weekday() == self.weekday
            && self.valid_from.is_none_or(|first| first <= date)
            && self.valid_until.is_none_or(|last| date <= last)
            && self.nth.is_none_or(|nth| is_nth(date, nth))
            && self.in_rhythm(date)
    }

    fn in_rhythm(&self, date: NaiveDate) -> bool {
        let interval = i64::from(self.interval.max(1));
        match (self.valid_from, self.nth) {
            (None, _) => true,
            (Some(first), Some(_)) => (months(date) - months(first)).rem_euclid(interval) == 0,
            (Some(first), None) => (monday(date) - monday(first)).num_weeks().rem_euclid(interval) == 0,
        }
    }
}

/// Whether `date` is the nth of its weekday in its month, counted from the end when negative.
fn is_nth(date: NaiveDate, nth: i8) -> bool {
    let day = i64::from(date.day());
    let from_start = (day - 1) / 7 + 1;
    let from_end = -((i64::from(date.num_days_in_month()) - day) / 7 + 1);
    i64::from(nth) == from_start || i64::from(nth) == from_end
}

fn months(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

fn monday(date: NaiveDate) -> NaiveDate {
    date - chrono::Days::new(u64::from(date.weekday().num_days_from_monday()))
}
