//! A time zone as data: its offset over a range of time, and when it changes.
//!
//! The engine carries no zone database. The caller tabulates the zone once ([`Zone::tabulate`]), and may send
//! the table to a browser that has none either.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::span::Instant;

/// Seconds in a day of 24 hours.
pub const DAY: i64 = 86_400;

/// A zone's offsets, in seconds east of Greenwich, over the range that it was tabulated for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// The offset before the first change.
    offset: i32,
    /// When the offset changes, in order, and what it becomes.
    changes: Vec<(Instant, i32)>,
}

impl Zone {
    /// A zone that never changes.
    pub const fn fixed(offset: i32) -> Self {
        Self { offset, changes: Vec::new() }
    }

    /// A zone of that offset, and of others from instants on that are in order.
    pub const fn with_changes(offset: i32, changes: Vec<(Instant, i32)>) -> Self {
        Self { offset, changes }
    }

    /// The changes between two instants, in order, each with the offset from then on.
    pub fn changes_between(&self, from: Instant, to: Instant) -> &[(Instant, i32)] {
        let first = self.changes.partition_point(|&(at, _)| at <= from);
        let last = self.changes.partition_point(|&(at, _)| at <= to);
        self.changes.get(first..last).unwrap_or_default()
    }

    /// Tabulates the zone whose offset at an instant is `offset_at`, from `start` to `end`.
    ///
    /// Offsets are compared day by day and each change is then found to the second: a zone that changes and
    /// changes back within 24 hours would be missed; none is known.
    pub fn tabulate(start: Instant, end: Instant, offset_at: impl Fn(Instant) -> i32) -> Self {
        let mut zone = Self::fixed(offset_at(start));
        let (mut before, mut known) = (start, zone.offset);
        while before < end {
            let after = before + DAY;
            let offset = offset_at(after);
            if offset != known {
                let (mut low, mut high) = (before, after);
                while high - low > 1 {
                    let middle = low + (high - low) / 2;
                    if offset_at(middle) == known { low = middle } else { high = middle }
                }
                zone.changes.push((high, offset));
                known = offset;
            }
            before = after;
        }
        zone
    }

    /// The offset at `instant`.
    pub fn offset_at(&self, instant: Instant) -> i32 {
        match self.changes.partition_point(|&(at, _)| at <= instant) {
            0 => self.offset,
            passed => self.changes[passed - 1].1,
        }
    }

    /// The first change after `instant`, if any.
    pub fn next_change(&self, instant: Instant) -> Option<Instant> {
        self.changes.get(self.changes.partition_point(|&(at, _)| at <= instant)).map(|&(at, _)| at)
    }

    /// The instant at which the wall shows `minute` (0 to 1 440) of `date`.
    ///
    /// A time that is skipped is read with the offset before the change; one that comes twice is its first
    /// occurrence (RFC 5545 §3.3.5).
    pub fn instant(&self, date: NaiveDate, minute: u16) -> Instant {
        let local = days_from_epoch(date) * DAY + i64::from(minute) * 60;
        // Both readings amount to: the offset in force before a change holds for every wall time that it
        // can name before the change, and for those that the change skips.
        // Offsets lie within a day of UTC, so changes two days earlier have surely passed.
        let passed = self.changes.partition_point(|&(at, _)| at <= local - 2 * DAY);
        let mut before = if passed == 0 { self.offset } else { self.changes[passed - 1].1 };
        for &(at, after) in &self.changes[passed..] {
            let skipped = local - i64::from(after) < at;
            if local - i64::from(before) < at || skipped {
                break;
            }
            before = after;
        }
        local - i64::from(before)
    }

    /// A date, for reading many of its wall times.
    pub fn day(&self, date: NaiveDate) -> LocalDay<'_> {
        let midnight = self.instant(date, 0);
        let regular = self.next_change(midnight - 1).is_none_or(|change| change > midnight + DAY);
        LocalDay { zone: self, date, midnight, regular }
    }

    /// The date on the wall at `instant`.
    pub fn local_date(&self, instant: Instant) -> NaiveDate {
        date_from_days((instant + i64::from(self.offset_at(instant))).div_euclid(DAY))
    }

    /// Seconds of the wall clock since local midnight at `instant`.
    pub fn local_seconds(&self, instant: Instant) -> i64 {
        (instant + i64::from(self.offset_at(instant))).rem_euclid(DAY)
    }
}

/// One date in a zone.
#[derive(Clone, Copy, Debug)]
pub struct LocalDay<'a> {
    zone: &'a Zone,
    /// The date.
    pub date: NaiveDate,
    /// The instant at which it begins.
    pub midnight: Instant,
    /// Whether the clock does not change from its beginning to its end, so that it counts 24 hours.
    pub regular: bool,
}

impl LocalDay<'_> {
    /// The same as [`Zone::instant`] on this date.
    pub fn instant(&self, minute: u16) -> Instant {
        if self.regular {
            self.midnight + i64::from(minute) * 60
        } else {
            self.zone.instant(self.date, minute)
        }
    }
}

fn days_from_epoch(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

/// `NaiveDate::default()` is 1970-01-01; days beyond chrono's range clamp to its ends.
fn date_from_days(days: i64) -> NaiveDate {
    let epoch = NaiveDate::default();
    let distance = chrono::Days::new(days.unsigned_abs());
    match days < 0 {
        false => epoch.checked_add_days(distance).unwrap_or(NaiveDate::MAX),
        true => epoch.checked_sub_days(distance).unwrap_or(NaiveDate::MIN),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::Zone;

    /// Paris around 2025-03-30 01:00 UTC and 2025-10-26 01:00 UTC.
    fn paris() -> Zone {
        Zone { offset: 3600, changes: vec![(1_743_296_400, 7200), (1_761_440_400, 3600)] }
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn reads_skipped_times_with_the_offset_before() {
        let skipped = paris().instant(date("2025-03-30"), 150);
        assert_eq!(skipped, 1_743_296_400 + 30 * 60);
        assert_eq!(paris().local_seconds(skipped), (3 * 60 + 30) * 60);
    }

    #[test]
    fn reads_repeated_times_as_their_first_occurrence() {
        assert_eq!(paris().instant(date("2025-10-26"), 150), 1_761_440_400 - 30 * 60);
        assert_eq!(paris().instant(date("2025-10-26"), 180), 1_761_440_400 + 3600);
    }

    #[test]
    fn a_day_reads_its_minutes_as_the_zone_does() {
        let paris = paris();
        for first in ["2025-03-28", "2025-10-24"] {
            for date in date(first).iter_days().take(5) {
                let day = paris.day(date);
                for minute in 0..=1_440 {
                    assert_eq!(day.instant(minute), paris.instant(date, minute), "{date} {minute}");
                }
            }
        }
    }

    #[test]
    fn tabulates_what_it_is_told() {
        let paris = paris();
        let copy = Zone::tabulate(1_735_689_600, 1_767_225_600, |at| paris.offset_at(at));
        assert_eq!(copy, paris);
        assert_eq!(copy.next_change(0), Some(1_743_296_400));
        assert_eq!(copy.local_date(1_743_296_400), date("2025-03-30"));
    }
}
