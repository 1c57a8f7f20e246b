//! Questions that anyone answers without seeing, hearing or knowing anything in particular; and their answers as people
//! type them. To add a kind of question: a function here, and its place in [`draw`].

/// A question and its answer, as [`normal`] gives it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) answer: String,
}

/// What questions are made of in one language.
struct Language {
    numbers: [&'static str; 21],
    words: [&'static str; 12],
    days: [&'static str; 7],
    ranks: [&'static str; 4],
    sums: [&'static str; 3],
    rests: [&'static str; 3],
    largest: [&'static str; 2],
    smallest: [&'static str; 2],
    nth: [&'static str; 2],
    day_after: &'static str,
    day_before: &'static str,
    first_letter: &'static str,
    last_letter: &'static str,
    or: &'static str,
}

const FRENCH: Language = Language {
    numbers: [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
        "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
    ],
    words: [
        "chat", "pomme", "maison", "jardin", "table", "lampe", "rivière", "bateau", "livre", "soleil",
        "montagne", "vélo",
    ],
    days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ranks: ["premier", "deuxième", "troisième", "quatrième"],
    sums: [
        "Combien font {a} plus {b} ?",
        "Ajoutez {a} et {b} : quel est le résultat ?",
        "Vous avez {a} livres et on vous en donne {b}. Combien en avez-vous ?",
    ],
    rests: [
        "Combien font {a} moins {b} ?",
        "Il y a {a} pommes et vous en mangez {b}. Combien en reste-t-il ?",
        "Retirez {b} de {a} : quel est le résultat ?",
    ],
    largest: [
        "Quel est le plus grand de ces nombres : {list} ?",
        "De {list}, quel est le plus grand nombre ?",
    ],
    smallest: [
        "Quel est le plus petit de ces nombres : {list} ?",
        "De {list}, quel est le plus petit nombre ?",
    ],
    nth: ["Quel est le {rank} mot de cette liste : {list} ?", "Recopiez le {rank} de ces mots : {list}."],
    day_after: "Quel jour vient juste après {day} ?",
    day_before: "Quel jour vient juste avant {day} ?",
    first_letter: "Par quelle lettre commence le mot « {word} » ?",
    last_letter: "Par quelle lettre finit le mot « {word} » ?",
    or: " ou ",
};

const ENGLISH: Language = Language {
    numbers: [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ],
    words: [
        "cat", "apple", "house", "garden", "table", "lamp", "river", "boat", "book", "sun", "mountain",
        "bicycle",
    ],
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ranks: ["first", "second", "third", "fourth"],
    sums: [
        "What is {a} plus {b}?",
        "Add {a} and {b}: what is the result?",
        "You have {a} books and are given {b} more. How many do you have?",
    ],
    rests: [
        "What is {a} minus {b}?",
        "There are {a} apples and you eat {b}. How many are left?",
        "Take {b} away from {a}: what is the result?",
    ],
    largest: ["Which of these numbers is the largest: {list}?", "Of {list}, which is the largest number?"],
    smallest: ["Which of these numbers is the smallest: {list}?", "Of {list}, which is the smallest number?"],
    nth: ["What is the {rank} word of this list: {list}?", "Copy the {rank} of these words: {list}."],
    day_after: "Which day comes right after {day}?",
    day_before: "Which day comes right before {day}?",
    first_letter: "Which letter does the word “{word}” begin with?",
    last_letter: "Which letter does the word “{word}” end with?",
    or: " or ",
};

/// Draws a question; the same bytes give the same one.
pub(super) fn draw(lang: &str, bytes: [u8; 16]) -> Asked {
    let language = if lang == "en" { &ENGLISH } else { &FRENCH };
    let mut dice = Dice { bytes, next: 1 };
    match bytes[0] % 6 {
        0 => sum(language, &mut dice),
        1 => rest(language, &mut dice),
        2 => extreme(language, &mut dice),
        3 => nth(language, &mut dice),
        4 => day(language, &mut dice),
        _ => letter(language, &mut dice),
    }
}

/// Numbers from the drawn bytes, one after the other.
struct Dice {
    bytes: [u8; 16],
    next: usize,
}

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        let byte = self.bytes[self.next % self.bytes.len()];
        self.next += 1;
        usize::from(byte) % bound
    }

    fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }

    /// `count` different places of `length`.
    fn places(&mut self, count: usize, length: usize) -> Vec<usize> {
        let mut left: Vec<usize> = (0..length).collect();
        (0..count).map(|_| left.remove(self.below(left.len()))).collect()
    }
}

fn sum(language: &Language, dice: &mut Dice) -> Asked {
    let (a, b) = (2 + dice.below(9), 1 + dice.below(9));
    numbers(language, dice.one_of(&language.sums), a, b, a + b)
}

fn rest(language: &Language, dice: &mut Dice) -> Asked {
    let (b, rest) = (1 + dice.below(8), 1 + dice.below(9));
    numbers(language, dice.one_of(&language.rests), b + rest, b, rest)
}

fn numbers(language: &Language, template: &str, a: usize, b: usize, answer: usize) -> Asked {
    let text = template.replace("{a}", language.numbers[a]).replace("{b}", language.numbers[b]);
    Asked { text, answer: answer.to_string() }
}

fn extreme(language: &Language, dice: &mut Dice) -> Asked {
    let drawn = dice.places(3, language.numbers.len());
    let (first, rest) = (language.numbers[drawn[0]], &drawn[1..]);
    let list = format!("{first}, {}{}{}", language.numbers[rest[0]], language.or, language.numbers[rest[1]]);
    let largest = dice.below(2) == 0;
    let template = dice.one_of(if largest { &language.largest } else { &language.smallest });
    let answer = if largest { drawn.iter().max() } else { drawn.iter().min() };
    Asked { text: template.replace("{list}", &list), answer: answer.copied().unwrap_or_default().to_string() }
}

fn nth(language: &Language, dice: &mut Dice) -> Asked {
    let words: Vec<_> =
        dice.places(4, language.words.len()).into_iter().map(|at| language.words[at]).collect();
    let rank = dice.below(words.len());
    let text = dice.one_of(&language.nth).replace("{rank}", language.ranks[rank]);
    Asked { text: text.replace("{list}", &words.join(", ")), answer: normal(words[rank]) }
}

fn day(language: &Language, dice: &mut Dice) -> Asked {
    let (at, after) = (dice.below(7), dice.below(2) == 0);
    let template = if after { language.day_after } else { language.day_before };
    let answer = language.days[(at + if after { 1 } else { 6 }) % 7];
    Asked { text: template.replace("{day}", language.days[at]), answer: normal(answer) }
}

fn letter(language: &Language, dice: &mut Dice) -> Asked {
    let (word, first) = (dice.one_of(&language.words), dice.below(2) == 0);
    let template = if first { language.first_letter } else { language.last_letter };
    let letter = if first { word.chars().next() } else { word.chars().last() };
    let answer = normal(&letter.map(String::from).unwrap_or_default());
    Asked { text: template.replace("{word}", word), answer }
}

/// What is left out of an answer of several words.
const ARTICLES: [&str; 9] = ["le", "la", "les", "l", "un", "une", "the", "a", "an"];

/// An answer without what does not matter: case, accents, punctuation, articles, figures or words for numbers.
pub(super) fn normal(answer: &str) -> String {
    let plain: String = answer.chars().take(100).flat_map(char::to_lowercase).filter_map(plain).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    if let Some(number) = number(&words.concat()) {
        return number;
    }
    let words: Vec<&str> =
        words.iter().copied().filter(|word| words.len() == 1 || !ARTICLES.contains(word)).collect();
    let mut numbers = words.iter().filter_map(|word| number(word));
    match (numbers.next(), numbers.next()) {
        (Some(number), None) => number,
        _ => words.join(" "),
    }
}

/// Lower-case letters and digits; a hyphen joins, the rest parts.
fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        '-' | '\u{301}' | '\u{300}' => return None,
        letter if letter.is_alphanumeric() => letter,
        _ => ' ',
    })
}

fn number(word: &str) -> Option<String> {
    if let Ok(number) = word.parse::<u16>() {
        return Some(number.to_string());
    }
    let named =
        |numbers: &[&str]| numbers.iter().position(|name| name.chars().filter_map(plain).eq(word.chars()));
    let found = named(&FRENCH.numbers).or_else(|| named(&ENGLISH.numbers));
    found.or((word == "une").then_some(1)).map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{draw, normal};

    #[test]
    fn answers_are_read_as_people_type_them() {
        let rows = [
            ("8", "8"),
            (" Huit. ", "8"),
            ("eight", "8"),
            ("dix-sept", "17"),
            ("Dix sept", "17"),
            ("il en reste 7", "7"),
            ("sept pommes", "7"),
            ("un", "1"),
            ("Rivière", "riviere"),
            ("la rivière", "riviere"),
            ("une RIVIERE", "riviere"),
            ("« chat »", "chat"),
            ("the cat", "cat"),
            ("a", "a"),
            ("É", "e"),
        ];
        for (typed, expected) in rows {
            assert_eq!(normal(typed), expected, "{typed}");
        }
    }

    #[test]
    fn questions_vary_and_have_answers() {
        for lang in ["fr", "en"] {
            let mut texts = BTreeSet::new();
            for seed in 0..2_000_u32 {
                let mut bytes = [0; 16];
                for (place, byte) in bytes.iter_mut().enumerate() {
                    *byte = (seed.wrapping_mul(2_654_435_761).rotate_left(place as u32 * 5) >> 8) as u8;
                }
                let asked = draw(lang, bytes);
                assert!(!asked.answer.is_empty() && !asked.text.contains('{'), "{asked:?}");
                assert_eq!(normal(&asked.answer), asked.answer, "{asked:?}");
                texts.insert(asked.text);
            }
            assert!(texts.len() > 300, "{}", texts.len());
        }
    }
}
