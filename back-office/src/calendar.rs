//! Days and weeks. A date of an address may be any that there is: at the ends of the calendar these stay where they are.

use chrono::{Datelike as _, NaiveDate, TimeDelta};

/// The Monday of a date's week.
pub fn monday(date: NaiveDate) -> NaiveDate {
    after(date, -i64::from(date.weekday().num_days_from_monday()))
}

/// So many days after a date, or before it when negative; the date itself beyond the end of the calendar.
pub fn after(date: NaiveDate, days: i64) -> NaiveDate {
    date.checked_add_signed(TimeDelta::days(days)).unwrap_or(date)
}

/// The days of a date's week, from Monday.
pub fn week(date: NaiveDate) -> [NaiveDate; 7] {
    let first = monday(date);
    [0, 1, 2, 3, 4, 5, 6].map(|day| after(first, day))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{after, monday, week};

    #[test]
    fn weeks_begin_on_monday() {
        for (date, first) in
            [("2026-06-15", "2026-06-15"), ("2026-06-21", "2026-06-15"), ("2026-03-01", "2026-02-23")]
        {
            let (date, first) = (date.parse().unwrap(), first.parse().unwrap());
            assert_eq!(monday(date), first, "{date}");
            assert_eq!((week(date)[0], week(date)[6]), (first, after(first, 6)), "{date}");
        }
        assert_eq!(after("2026-02-27".parse().unwrap(), 2), "2026-03-01".parse().unwrap());
        assert_eq!(after("2026-03-01".parse().unwrap(), -7), "2026-02-22".parse().unwrap());
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trouble() {
        // What the address of a page may say.
        assert_eq!("-262143-01-01".parse(), Ok(NaiveDate::MIN));
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            assert!(week(date).contains(&date), "{date}");
            assert!(week(date).is_sorted(), "{date}");
        }
        assert_eq!(after(NaiveDate::MIN, -1), NaiveDate::MIN);
        assert_eq!(after(NaiveDate::MAX, 7), NaiveDate::MAX);
    }
}
