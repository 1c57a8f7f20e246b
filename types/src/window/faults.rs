//! The checks that windows, exceptions, the calendar and campaigns share.

use chrono::NaiveDate;

use crate::channel::{Channel, Channels};
use crate::date::read_date;
use crate::local_minute::LocalMinute;
use crate::problem::{FieldError, FieldErrorCode};

/// The faults found so far. Its checks answer `None` for what can't be accepted.
#[derive(Default)]
pub(crate) struct Faults(pub(crate) Vec<FieldError>);

impl Faults {
    pub(crate) fn add<T>(&mut self, field: &str, code: FieldErrorCode) -> Option<T> {
        self.0.push(FieldError::new(field, code));
        None
    }

    pub(crate) fn filled(&mut self, field: &str, text: &str) -> Option<String> {
        match filled(Some(text)) {
            Some(text) => Some(text.to_owned()),
            None => self.add(field, FieldErrorCode::Required),
        }
    }

    /// A text of `most` characters at most.
    pub(crate) fn text(&mut self, field: &str, text: &str, most: usize) -> Option<String> {
        let text = self.filled(field, text)?;
        if text.chars().count() > most { self.add(field, FieldErrorCode::TooLong) } else { Some(text) }
    }

    /// A date that must be there.
    pub(crate) fn date(&mut self, field: &str, text: &str) -> Option<NaiveDate> {
        match filled(Some(text)) {
            Some(text) => self.optional_date(field, Some(text)),
            None => self.add(field, FieldErrorCode::Required),
        }
    }

    pub(crate) fn within<T: TryFrom<i64>>(
        &mut self,
        field: &str,
        number: i64,
        limits: std::ops::RangeInclusive<i64>,
    ) -> Option<T> {
        let number = limits.contains(&number).then(|| T::try_from(number).ok()).flatten();
        number.or_else(|| self.add(field, FieldErrorCode::OutOfRange))
    }

    pub(crate) fn channels(&mut self, channels: &[Channel]) -> Channels {
        if channels.is_empty() {
            self.add::<()>("channels", FieldErrorCode::Required);
        }
        channels.iter().copied().collect()
    }

    /// `None` for an empty text too, which is no fault.
    pub(crate) fn optional_date(&mut self, field: &str, text: Option<&str>) -> Option<NaiveDate> {
        let text = filled(text)?;
        read_date(text).or_else(|| self.add(field, FieldErrorCode::NotDate))
    }

    pub(crate) fn times(&mut self, from: &str, to: &str) -> Option<(LocalMinute, LocalMinute)> {
        let (from, to) = (self.time("from_time", from), self.time("to_time", to));
        match (from?, to?) {
            (from, to) if to <= from => self.add("to_time", FieldErrorCode::EndsBeforeStart),
            times => Some(times),
        }
    }

    pub(crate) fn time(&mut self, field: &str, text: &str) -> Option<LocalMinute> {
        let Some(text) = filled(Some(text)) else { return self.add(field, FieldErrorCode::Required) };
        text.parse().ok().or_else(|| self.add(field, FieldErrorCode::NotTime))
    }
}

/// The text without the blanks around it, unless nothing is left.
pub(crate) fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
