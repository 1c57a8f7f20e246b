//! Texts that are searched whatever their case and accents: folded the same way when they are written and when they are
//! looked for, because the two engines know different alphabets.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::sight::Sight;

/// What a row is searched by: its texts in lower case, without accents.
pub(crate) fn folded(texts: &[&str]) -> String {
    fold(&texts.join(" "))
}

/// One of the words by which appointments are searched: patterns for `LIKE … ESCAPE '!'` of what it may be a part of; none
/// where it can't be, or where who searches does not see it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) reference: Option<String>,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    /// As it is typed, and with the country's code in place of the zero.
    pub(super) phone: [Option<String>; 2],
}

impl Word {
    /// One that every client has.
    pub(super) fn any() -> Self {
        Self { reference: None, name: Some("%".into()), email: None, phone: [None, None] }
    }
}

/// The words of what is typed, at most [`WORDS`]; figures that follow each other are one number.
pub(super) fn words(typed: &str, sight: &Sight) -> Vec<Word> {
    let folded = fold(typed);
    let mut words: Vec<String> = Vec::new();
    let mut in_number = false;
    for word in folded.split_whitespace() {
        let is_number = word.chars().any(|c| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || "+.-/()".contains(c));
        match words.last_mut().filter(|_| is_number && in_number) {
            Some(last) => last.push_str(word),
            None => words.push(word.to_owned()),
        }
        in_number = is_number;
    }
    words.truncate(WORDS);
    words.iter().map(|text| word(text, sight)).collect()
}

/// How many words are looked for.
pub(super) const WORDS: usize = 4;

fn word(text: &str, sight: &Sight) -> Word {
    let code = text.strip_prefix("crn-").unwrap_or(text);
    let is_code = code.len() >= 3 || code.len() < text.len();
    let reference = is_code.then(|| format!("CRN-{}%", literal(&code.to_uppercase())));
    let part = || format!("%{}%", literal(text));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_number = digits.len() >= 2 && text.chars().all(|c| c.is_ascii_digit() || "+.-/()".contains(c));
    let number = digits.strip_prefix('0').filter(|rest| !rest.is_empty());
    let shown = |shown: bool, pattern: Option<String>| pattern.filter(|_| shown);
    Word {
        reference,
        name: shown(sight.sees_name(), Some(part())),
        email: shown(sight.sees_email(), Some(part())),
        phone: [
            shown(sight.sees_phone() && is_number, Some(format!("%{digits}%"))),
            shown(sight.sees_phone() && is_number, number.map(|rest| format!("33{rest}%"))),
        ],
    }
}

/// The pattern, for `LIKE … ESCAPE '!'`, of texts that hold `wanted`; empty when nothing is wanted.
pub(super) fn pattern(wanted: Option<&str>) -> String {
    let wanted = fold(wanted.unwrap_or_default());
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return String::new();
    }
    format!("%{}%", literal(wanted))
}

/// A text that stands for itself within a pattern.
fn literal(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '!' | '%' | '_').then_some('!').into_iter().chain([c])).collect()
}

fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Word, folded, pattern, words};
    use crate::sight::Sight;

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(folded(&["Élodie MARTIN", "192.0.2.1"]), "elodie martin 192.0.2.1");
        assert_eq!(pattern(Some(" éLO ")), "%elo%");
    }

    #[test]
    fn words_are_parts_of_what_is_seen() {
        let text = |pattern: &str| Some(pattern.to_owned());
        let martin = Word {
            reference: text("CRN-MARTIN%"),
            name: text("%martin%"),
            email: text("%martin%"),
            phone: [None, None],
        };
        let number = Word {
            reference: text("CRN-0612.34%"),
            name: text("%0612.34%"),
            email: text("%0612.34%"),
            phone: [text("%061234%"), text("3361234%")],
        };
        assert_eq!(words(" MartIN 06 12.34", &Sight::default()), [martin, number]);
        let masked = words("crn-7k martin", &Sight::whole(true));
        assert_eq!(masked[0].reference, text("CRN-7K%"));
        assert!(masked.iter().all(|word| word.name.is_none() && word.email.is_none()), "{masked:?}");
        assert_eq!(words("é", &Sight::default())[0].reference, None);
        assert!(
            words("a b c d e f", &Sight::default()).len() == 4 && words("  ", &Sight::default()).is_empty()
        );
    }

    #[test]
    fn what_is_typed_is_no_pattern() {
        assert_eq!(pattern(Some("100%_!")), "%100!%!_!!%");
        assert_eq!([pattern(None), pattern(Some("  "))], ["", ""]);
    }
}
