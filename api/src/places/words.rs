//! What people type and what is written on signs, made the same.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words in lower case, without accents, abbreviations in full: "St-Étienne" is "saint etienne", "Paris 9ème arr." is
/// "paris 9".
pub(crate) fn fold(text: &str) -> Vec<String> {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).flat_map(|c| {
        let (first, second) = match c {
            'œ' => ('o', Some('e')),
            'æ' => ('a', Some('e')),
            c if c.is_ascii_alphanumeric() => (c, None),
            _ => (' ', None),
        };
        [Some(first), second].into_iter().flatten()
    });
    let plain: String = plain.collect();
    let mut words: Vec<String> = Vec::new();
    for word in plain.split(' ').filter(|word| !word.is_empty()) {
        let after_number = words.last().is_some_and(|last| is_number(last));
        match word {
            // "9 ème", "9e arrondissement".
            "e" | "er" | "eme" | "arr" | "arrdt" | "arrondissement" if after_number => {}
            word => words.push(word_in_full(word).to_owned()),
        }
    }
    words
}

fn word_in_full(word: &str) -> &str {
    match word {
        "st" => "saint",
        "ste" => "sainte",
        "sts" => "saints",
        "stes" => "saintes",
        word => {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let ordinal = matches!(&word[digits.len()..], "e" | "er" | "eme" | "nd");
            if ordinal && is_number(digits) { digits.trim_start_matches('0') } else { word }
        }
    }
}

/// Whether it is made of digits.
pub(crate) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name as a key of the index, and the one without its article: people look for "Havre".
pub(super) fn keys(name: &str) -> (String, Option<String>) {
    let words = fold(name);
    let short = match words.as_slice() {
        [article, rest @ ..] if ["l", "la", "le", "les"].contains(&article.as_str()) && !rest.is_empty() => {
            Some(rest.join(" "))
        }
        _ => None,
    };
    (words.join(" "), short)
}

/// The question in full, and as it stands while its last word may go on: "st" begins "strasbourg" as well.
pub(super) fn readings(text: &str) -> Vec<String> {
    let whole = fold(text).join(" ");
    let end = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    match ["st", "ste"].contains(&end.as_str()).then(|| whole.rfind("saint")).flatten() {
        Some(at) => vec![format!("{}{end}", &whole[..at]), whole],
        None => vec![whole],
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, keys, readings};

    #[test]
    fn what_is_typed_and_what_is_written_meet() {
        let rows = [
            ("SAINT-ÉTIENNE", "saint etienne"),
            ("  St  Etienne ", "saint etienne"),
            ("Stes-Maries-de-la-Mer", "saintes maries de la mer"),
            ("L’Haÿ-les-Roses", "l hay les roses"),
            ("Le Crœur", "le croeur"),
            ("e\u{301}vry", "evry"),
            ("Paris 1er", "paris 1"),
            ("Paris 09ème arr.", "paris 9"),
            ("paris 9 e arrondissement", "paris 9"),
            ("E", "e"),
            ("%_'\"", ""),
            ("東京", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(fold(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn articles_and_unfinished_words_have_two_readings() {
        assert_eq!(keys("Le Havre"), ("le havre".into(), Some("havre".into())));
        assert_eq!(keys("Les"), ("les".into(), None));
        assert_eq!(readings("st"), ["st", "saint"]);
        assert_eq!(readings("Bourg-Ste"), ["bourg ste", "bourg sainte"]);
        assert_eq!(readings("St-Malo"), ["saint malo"]);
    }
}
