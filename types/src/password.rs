//! What a password must be (NIST SP 800-63B-4 §3.1.1.2): long, no word that everyone tries, not the name on the door. No
//! mixture of signs is asked, and none is refused.

use crate::problem::FieldErrorCode;

/// The fewest characters.
pub const SHORTEST: usize = 12;
/// The most: hashing takes time that strangers must not ask for.
pub const LONGEST: usize = 256;
/// Different characters that one has at least.
const FEWEST_LETTERS: usize = 5;

/// What everyone tries first, once case, accents, and what is neither letter nor digit are set aside. A password that is
/// one of these, alone or followed by digits, is no password.
const COMMON: [&str; 26] = [
    "motdepasse",
    "monmotdepasse",
    "nouveaumotdepasse",
    "password",
    "mypassword",
    "passwordpassword",
    "azerty",
    "azertyuiop",
    "azertyuiopqsdfghjklm",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopasdfghjkl",
    "bonjour",
    "bonjourbonjour",
    "bienvenue",
    "jetaime",
    "soleil",
    "doudou",
    "administrateur",
    "administrator",
    "rendezvous",
    "iloveyou",
    "letmein",
    "welcome",
    "creno",
    "changezmoi",
];

/// What is wrong with a password of somebody who has these names and addresses; nothing when it can be accepted.
pub fn fault(password: &str, known: &[&str]) -> Option<FieldErrorCode> {
    let length = password.chars().count();
    if password.trim().is_empty() {
        return Some(FieldErrorCode::Required);
    }
    if length < SHORTEST {
        return Some(FieldErrorCode::TooShort);
    }
    if length > LONGEST {
        return Some(FieldErrorCode::TooLong);
    }
    let mut letters: Vec<char> = password.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let plain = folded(password);
    let stem = plain.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_stem = |word: &str| !word.is_empty() && (word == stem || word == plain);
    let is_known = known.iter().any(|text| {
        let local = text.split('@').next().unwrap_or_default();
        is_stem(&folded(text)) || is_stem(&folded(local)) || is_stem(&reversed_words(local))
    });
    let guessable = letters.len() < FEWEST_LETTERS
        || stem.is_empty() && is_run(&plain)
        || COMMON.contains(&stem)
        || is_known;
    guessable.then_some(FieldErrorCode::TooGuessable)
}

/// Letters and digits, in lower case, without the accents of French.
fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        letter => letter,
    };
    text.chars().flat_map(char::to_lowercase).map(plain).filter(|letter| letter.is_alphanumeric()).collect()
}

/// "Léa Martin" as `martinlea`.
fn reversed_words(name: &str) -> String {
    let words: Vec<_> = name.split(|letter: char| !letter.is_alphanumeric()).collect();
    words.into_iter().rev().map(folded).collect()
}

/// Whether digits count up or down, as on a keyboard.
fn is_run(digits: &str) -> bool {
    let values: Vec<i32> =
        digits.chars().filter_map(|digit| digit.to_digit(10)).map(|digit| digit as i32).collect();
    let steps = |step: i32| values.windows(2).all(|pair| (pair[1] - pair[0]).rem_euclid(10) == step);
    steps(1) || steps(9)
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::problem::FieldErrorCode as Code;

    #[test]
    fn long_and_one_s_own_is_enough() {
        let known = ["lea.martin@example.fr", "Léa Martin", "lea-martin"];
        for good in [
            "cheval agrafe pile",
            "correct horse battery",
            "aaaa bbbb cccc dddd é",
            "motdepasse de Léa, chat",
        ] {
            assert_eq!(fault(good, &known), None, "{good}");
        }
        let long = "phrase".repeat(60);
        for (bad, code) in [
            ("", Code::Required),
            ("            ", Code::Required),
            ("onze lettre", Code::TooShort),
            (long.as_str(), Code::TooLong),
            ("aaaaaaaaaaaa", Code::TooGuessable),
            ("123456789012", Code::TooGuessable),
            ("210987654321", Code::TooGuessable),
            ("Mot de passe 2026", Code::TooGuessable),
            ("azertyuiop12", Code::TooGuessable),
            ("lea.martin@example.fr", Code::TooGuessable),
            ("Léa Martin 1985", Code::TooGuessable),
            ("martin.lea.75", Code::TooGuessable),
        ] {
            assert_eq!(fault(bad, &known), Some(code), "{bad}");
        }
    }
}
