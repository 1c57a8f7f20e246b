//! Dates as RFC 3339 writes them: `2026-06-15`, and no other way. chrono also reads `2026-6-5`, signs, and years of any
//! length, which databases either refuse or do not sort.

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// Reads a date (RFC 3339, `full-date`); none when the text is not one.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let is_written_so = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_written_so { text.parse().ok() } else { None }
}

/// A member that is a date.
///
/// # Errors
/// When it is not one.
pub(crate) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    read_date(&text).ok_or_else(|| D::Error::custom("a date is written as in RFC 3339, such as `2026-06-15`"))
}

/// A member that is a date where it is there.
///
/// # Errors
/// When it is there and is not one.
pub(crate) fn some_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    date(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_one_way() {
        assert_eq!(read_date("2026-06-15"), NaiveDate::from_ymd_opt(2026, 6, 15));
        assert_eq!(read_date("0000-01-01"), NaiveDate::from_ymd_opt(0, 1, 1));
        for other in [
            "",
            "2026-6-15",
            "2026-6-5",
            "2026-06-5 ",
            "-9999-1-01",
            "+99999-1-1",
            "-262143-01-01",
            "+262142-12-31",
            "2026-02-30",
            "2026/06/15",
            "２026-06-15",
        ] {
            assert_eq!(read_date(other), None, "{other}");
        }
    }
}
