//! Postcodes: five digits, or six for the foreign ones that the organisation's clients have.

use super::Check;
use crate::problem::FieldErrorCode;

pub(super) fn check(answer: &str) -> Check {
    let kept: String = answer.chars().filter(|c| !c.is_whitespace()).collect();
    let good = matches!(kept.len(), 5 | 6) && kept.bytes().all(|byte| byte.is_ascii_digit());
    if good { Ok(kept) } else { Err(FieldErrorCode::NotPostcode) }
}
