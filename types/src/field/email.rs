//! E-mail addresses: the subset of RFC 5321 that people have, without regular expressions, which weigh 80 KB in a widget.

use super::Check;
use crate::problem::FieldErrorCode;

/// RFC 5321 §4.5.3.1: 64 octets before the at sign, 254 in all.
pub(super) fn check(answer: &str) -> Check {
    let (local, domain) = answer.rsplit_once('@').ok_or(FieldErrorCode::NotEmail)?;
    let good_local = (1..=64).contains(&local.len())
        && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character));
    let labels: Vec<_> = domain.split('.').collect();
    let good_domain = labels.len() >= 2
        && labels.iter().all(|label| is_label(label))
        && labels.last().is_some_and(|top| top.len() >= 2 && !top.bytes().all(|b| b.is_ascii_digit()));
    if answer.len() > 254 || !good_local || !good_domain {
        return Err(FieldErrorCode::NotEmail);
    }
    Ok(format!("{local}@{}", domain.to_lowercase()))
}

/// RFC 5322 §3.2.3 `atext`, and any letter beyond ASCII (RFC 6531).
fn is_atom_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c == '-' || c.is_alphanumeric())
}
