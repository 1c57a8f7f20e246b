//! "Letters only": any alphabet with its diacritics, space, hyphen, apostrophe.

use super::{Check, at_most};
use crate::problem::FieldErrorCode;

pub(super) fn check(answer: &str) -> Check {
    let accepted = |c: char| c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '-' | '\'' | '’');
    if !answer.chars().all(accepted) || !answer.chars().any(char::is_alphabetic) {
        return Err(FieldErrorCode::NotLetters);
    }
    at_most(&answer.split_whitespace().collect::<Vec<_>>().join(" "), 80)
}

/// Diacritics typed after their letter: the blocks of combining marks that Latin, Greek and Cyrillic use.
fn is_combining_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
}
