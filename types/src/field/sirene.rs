//! SIREN and SIRET numbers (INSEE): nine or fourteen digits whose key follows Luhn's rule.

use super::{Check, digits};
use crate::problem::FieldErrorCode;

/// La Poste, whose establishments outnumber what Luhn's rule allows: there the sum of digits is a multiple of 5.
const LA_POSTE: &str = "356000000";

pub(super) fn check_siren(answer: &str) -> Check {
    digits(answer).filter(|number| number.len() == 9 && luhn(number)).ok_or(FieldErrorCode::NotSiren)
}

pub(super) fn check_siret(answer: &str) -> Check {
    let by_la_poste =
        |number: &str| number.starts_with(LA_POSTE) && digit_values(number).sum::<u32>() % 5 == 0;
    digits(answer)
        .filter(|number| number.len() == 14 && (luhn(number) || by_la_poste(number)))
        .ok_or(FieldErrorCode::NotSiret)
}

/// ISO/IEC 7812-1 annex B: every second digit from the right is doubled, the sum is a multiple of 10.
fn luhn(number: &str) -> bool {
    let sum: u32 = digit_values(number)
        .rev()
        .enumerate()
        .map(|(place, digit)| match digit * 2 {
            _ if place % 2 == 0 => digit,
            double if double > 9 => double - 9,
            double => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn digit_values(number: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
    number.as_bytes().iter().map(|byte| u32::from(byte - b'0'))
}
