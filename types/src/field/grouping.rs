//! Numbers and dates as people write them, for the eye alone: what is kept is what [`super::Field::check`] gives.

use super::{FieldFormat, digits};

impl FieldFormat {
    /// `text` with its digits grouped: `06 12 34 56 78`, `24/05/1980`, `732 829 320 00074`. It may be unfinished. Nothing
    /// when the format has no groups, or when the text is not written that way, such as an international number.
    pub fn grouped(self, text: &str) -> Option<String> {
        // What follows a separator just typed is not known yet.
        if !text.ends_with(|last: char| last.is_ascii_digit()) {
            return None;
        }
        match self {
            Self::Phone => {
                digits(text).filter(|number| number.starts_with('0') && !number.starts_with("00")).map(pairs)
            }
            Self::Siren | Self::Siret => digits(text).map(|number| groups(&number, &[3, 3, 3])),
            Self::Date => date(text),
            _ => None,
        }
    }
}

fn pairs(number: String) -> String {
    groups(&number, &[2, 2, 2, 2])
}

/// Groups of those sizes, and the rest.
fn groups(mut number: &str, sizes: &[usize]) -> String {
    let mut grouped = String::new();
    for size in sizes {
        if number.len() <= *size {
            break;
        }
        let (group, rest) = number.split_at(*size);
        grouped.push_str(group);
        grouped.push(' ');
        number = rest;
    }
    grouped.push_str(number);
    grouped
}

/// Day, month and year, whatever stands between them. A day or a month of one digit stays one when it was written apart.
fn date(text: &str) -> Option<String> {
    let runs = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-'));
    let runs: Vec<&str> = runs.filter(|run| !run.is_empty()).collect();
    // The year comes first elsewhere: such a date is not cut in the wrong place.
    let year_first = runs.len() > 1 && runs.first().is_some_and(|run| run.len() > 2);
    if year_first || !runs.iter().all(|run| run.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let mut parts = Vec::new();
    for mut run in runs {
        while parts.len() < 2 && run.len() > 2 {
            let (part, rest) = run.split_at(2);
            parts.push(part);
            run = rest;
        }
        parts.push(run);
    }
    (parts.len() <= 3).then(|| parts.join("/"))
}
