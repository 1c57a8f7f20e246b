//! Instants as people read them: RFC 3339 with the offset of the agency's zone.

use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, Offset, SecondsFormat, TimeZone,
    Timelike as _, Utc,
};
use serde::{Deserialize, Serialize};

/// An instant and the offset at which it is shown, such as `2026-06-15T11:00:00+02:00`.
///
/// Two values are equal when they are the same instant, whatever their offsets. The offset is always
/// written in figures (`+00:00`, never `Z`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct ZonedInstant(DateTime<FixedOffset>);

/// Why a text is no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an instant is written as in RFC 3339 with its offset, such as `2026-06-15T11:00:00+02:00`")]
pub struct InvalidInstant;

impl ZonedInstant {
    /// The instant `at`, read in `zone`.
    pub fn new<Z: TimeZone>(at: DateTime<Utc>, zone: &Z) -> Self {
        let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
        Self(at.with_timezone(&offset))
    }

    /// The instant in UTC.
    pub fn utc(self) -> DateTime<Utc> {
        self.0.with_timezone(&Utc)
    }

    /// The date on the wall at that offset.
    pub fn local_date(self) -> NaiveDate {
        self.0.date_naive()
    }

    /// The time on the wall at that offset.
    pub fn local_time(self) -> NaiveTime {
        self.0.time()
    }

    /// Seconds east of Greenwich.
    pub fn offset_seconds(self) -> i32 {
        self.0.offset().local_minus_utc()
    }
}

impl From<DateTime<FixedOffset>> for ZonedInstant {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self(at)
    }
}

impl std::fmt::Display for ZonedInstant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.in_whole_seconds() {
            Some(text) => f.write_str(std::str::from_utf8(&text).unwrap_or_default()),
            None => f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, false)),
        }
    }
}

impl Serialize for ZonedInstant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.in_whole_seconds() {
            Some(text) => serializer.serialize_str(std::str::from_utf8(&text).unwrap_or_default()),
            None => serializer.collect_str(self),
        }
    }
}

impl ZonedInstant {
    /// The text of an instant as slots have them, without a fraction: lists hold thousands, and this takes a tenth of
    /// the general way's time.
    fn in_whole_seconds(self) -> Option<[u8; 25]> {
        let local = self.0.naive_local();
        let year = u32::try_from(local.year()).ok().filter(|year| *year <= 9_999)?;
        let offset = self.offset_seconds();
        if local.nanosecond() != 0 || offset % 60 != 0 {
            return None;
        }
        let mut text = *b"0000-00-00T00:00:00+00:00";
        let mut write = |place: usize, number: u32| {
            text[place] = b'0' + (number / 10 % 10) as u8;
            text[place + 1] = b'0' + (number % 10) as u8;
        };
        write(0, year / 100);
        write(2, year % 100);
        write(5, local.month());
        write(8, local.day());
        write(11, local.hour());
        write(14, local.minute());
        write(17, local.second());
        let minutes = offset.unsigned_abs() / 60;
        write(20, minutes / 60);
        write(23, minutes % 60);
        if offset < 0 {
            text[19] = b'-';
        }
        Some(text)
    }
}

impl std::str::FromStr for ZonedInstant {
    type Err = InvalidInstant;

    fn from_str(text: &str) -> Result<Self, InvalidInstant> {
        DateTime::parse_from_rfc3339(text).map(Self).map_err(|_| InvalidInstant)
    }
}

impl TryFrom<String> for ZonedInstant {
    type Error = InvalidInstant;

    fn try_from(text: String) -> Result<Self, InvalidInstant> {
        text.parse()
    }
}

impl From<ZonedInstant> for String {
    fn from(at: ZonedInstant) -> Self {
        at.to_string()
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

    impl utoipa::PartialSchema for super::ZonedInstant {
        fn schema() -> RefOr<Schema> {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
                .examples(["2026-06-15T11:00:00+02:00"])
                .into()
        }
    }

    impl utoipa::ToSchema for super::ZonedInstant {}
}

#[cfg(test)]
mod tests {
    use super::ZonedInstant;

    #[test]
    fn keeps_its_offset_and_writes_it_in_figures() {
        for text in
            ["2026-06-15T11:00:00+02:00", "2026-06-15T09:00:00+00:00", "2026-03-29T03:30:00.250-04:30"]
        {
            assert_eq!(text.parse::<ZonedInstant>().unwrap().to_string(), text);
        }
        assert_eq!(
            "2026-06-15T09:00:00Z".parse::<ZonedInstant>().unwrap().to_string(),
            "2026-06-15T09:00:00+00:00"
        );
        assert!("2026-06-15 11:00".parse::<ZonedInstant>().is_err());
        for text in ["0099-01-02T03:04:05-11:30", "9999-12-31T23:59:59+14:00"] {
            assert_eq!(text.parse::<ZonedInstant>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn is_the_same_instant_at_any_offset() {
        let paris: ZonedInstant = "2026-06-15T11:00:00+02:00".parse().unwrap();
        let reunion: ZonedInstant = "2026-06-15T13:00:00+04:00".parse().unwrap();
        assert_eq!(paris, reunion);
        assert_ne!(paris.local_time(), reunion.local_time());
    }
}
