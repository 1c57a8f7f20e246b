//! The day that the data stand around.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, SubsecRound as _, Utc};
use chrono_tz::{Europe, Tz};
use creno_engine::Zone;

use crate::zones::offset_in;

/// `now`, and what follows from it.
#[derive(Debug)]
pub(super) struct Day {
    /// The instant, without its fraction of a second.
    pub(super) now: DateTime<Utc>,
    /// Its date in mainland France.
    pub(super) date: NaiveDate,
    /// When the network was set up: a year earlier.
    pub(super) since: DateTime<Utc>,
}

impl Day {
    /// The day of `now`.
    pub(super) fn of(now: DateTime<Utc>) -> Self {
        let now = now.trunc_subsecs(0);
        let date = now.with_timezone(&Europe::Paris).date_naive();
        let since = now.checked_sub_days(Days::new(365)).unwrap_or(now);
        Self { now, date, since }
    }

    /// The same for every instant of the UTC day of `now`.
    pub(super) fn beginning(now: DateTime<Utc>) -> Self {
        Self::of(now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc())
    }

    /// The date so many days after, or before when negative.
    pub(super) fn after(&self, days: i64) -> NaiveDate {
        shift(self.date, days)
    }

    /// The zones of the agencies, tabulated over two years around.
    pub(super) fn zones(&self, names: impl Iterator<Item = Tz>) -> HashMap<Tz, Zone> {
        let (start, end) = (self.now.timestamp() - 366 * 86_400, self.now.timestamp() + 366 * 86_400);
        let mut zones = HashMap::new();
        for name in names {
            zones.entry(name).or_insert_with(|| Zone::tabulate(start, end, offset_in(name)));
        }
        zones
    }
}

/// The date so many days after another, or before when negative.
pub(super) fn shift(date: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let shifted = if days < 0 { date.checked_sub_days(distance) } else { date.checked_add_days(distance) };
    shifted.unwrap_or(date)
}
