//! Telephone numbers: ten French digits, or an international number (ITU-T E.164). Only the shape is checked here.

use super::{Check, digits};
use crate::problem::FieldErrorCode;

/// French numbers are kept as ten digits, the others as `+` and 8 to 15 digits.
pub(super) fn check(answer: &str) -> Check {
    let international = answer.strip_prefix('+').or_else(|| answer.strip_prefix("00"));
    let Some(number) = international else {
        let number = digits(answer).ok_or(FieldErrorCode::NotPhone)?;
        let french = number.len() == 10 && number.starts_with('0') && !number.starts_with("00");
        return if french { Ok(number) } else { Err(FieldErrorCode::NotPhone) };
    };
    // "+33 (0)6 …" is how many people write it: the zero in brackets is not dialled.
    let number = digits(&number.replacen("(0)", "", 1)).ok_or(FieldErrorCode::NotPhone)?;
    match number.strip_prefix("33") {
        Some(national) if national.len() == 9 && !national.starts_with('0') => Ok(format!("0{national}")),
        Some(_) => Err(FieldErrorCode::NotPhone),
        None if (8..=15).contains(&number.len()) && !number.starts_with('0') => Ok(format!("+{number}")),
        None => Err(FieldErrorCode::NotPhone),
    }
}
