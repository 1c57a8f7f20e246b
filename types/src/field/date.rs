//! Dates as people write them in France: `JJ/MM/AAAA`.

use chrono::NaiveDate;

use super::Check;
use crate::problem::FieldErrorCode;

/// Day and month may have one digit; the year has four.
pub(super) fn check(answer: &str) -> Check {
    let mut parts = answer.split('/').map(str::trim);
    let mut part = |most: usize| -> Option<u32> {
        let text = parts.next()?;
        let plain = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok() } else { None }
    };
    let (day, month, year) = (part(2), part(2), part(4).filter(|year| (1900..=2100).contains(year)));
    let (Some(day), Some(month), Some(year), None) = (day, month, year, parts.next()) else {
        return Err(FieldErrorCode::NotDate);
    };
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .map(|_| format!("{day:02}/{month:02}/{year}"))
        .ok_or(FieldErrorCode::NotDate)
}
