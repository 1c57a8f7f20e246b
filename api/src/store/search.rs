//! Texts that are searched whatever their case and accents: folded the same way when they are written and when they are
//! looked for, because the two engines know different alphabets.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a row is searched by: its texts in lower case, without accents.
pub(crate) fn folded(texts: &[&str]) -> String {
    fold(&texts.join(" "))
}

/// The pattern, for `LIKE … ESCAPE '!'`, of texts that hold `wanted`; empty when nothing is wanted.
pub(super) fn pattern(wanted: Option<&str>) -> String {
    let wanted = fold(wanted.unwrap_or_default());
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return String::new();
    }
    let literal =
        wanted.chars().flat_map(|c| matches!(c, '!' | '%' | '_').then_some('!').into_iter().chain([c]));
    format!("%{}%", literal.collect::<String>())
}

fn fold(text: &str) -> String {
    // PostgreSQL refuses NUL within a text.
    text.nfkd().filter(|c| !is_combining_mark(*c) && *c != '\0').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, pattern};

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(folded(&["Élodie MARTIN", "192.0.2.1"]), "elodie martin 192.0.2.1");
        assert_eq!(pattern(Some(" éLO ")), "%elo%");
    }

    #[test]
    fn what_is_typed_is_no_pattern() {
        assert_eq!(pattern(Some("100%_!\0")), "%100!%!_!!%");
        assert_eq!([pattern(None), pattern(Some("  "))], ["", ""]);
    }
}
