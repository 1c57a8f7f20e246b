//! Text messages as networks carry them: the default alphabet of 3GPP TS 23.038, and how many parts a text takes.

use creno_types::template::{SmsEncoding, SmsLength};
use unicode_normalization::UnicodeNormalization as _;

/// The default alphabet (3GPP TS 23.038 §6.2.1), but for the escape.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Those that take two places (§6.2.1.1).
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Septets of a message, and of each part of a longer one.
const SEPTETS: (u32, u32) = (160, 153);
/// The same in UTF-16 units.
const UNITS: (u32, u32) = (70, 67);

/// The text in the default alphabet, where all of it can be: `ê` as `e`, `’` as `'`. As it is otherwise: then one letter
/// more or less changes nothing.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if septets(letter).is_some() {
            plain.push(letter);
            continue;
        }
        match letter {
            '\u{a0}' | '\u{202f}' | '\u{2009}' => plain.push(' '),
            '’' | '‘' | 'ʼ' => plain.push('\''),
            '“' | '”' | '«' | '»' => plain.push('"'),
            '–' | '—' | '\u{2011}' => plain.push('-'),
            '…' => plain.push_str("..."),
            'œ' => plain.push_str("oe"),
            'Œ' => plain.push_str("OE"),
            _ => match letter.nfd().next().filter(|base| *base != letter && septets(*base).is_some()) {
                Some(base) => plain.push(base),
                None => return text.to_owned(),
            },
        }
    }
    plain
}

/// How many places a letter takes in the default alphabet, if it is of it.
fn septets(letter: char) -> Option<u32> {
    if BASIC.contains(letter) { Some(1) } else { EXTENDED.contains(letter).then_some(2) }
}

/// How long a text is, and in how many parts it goes.
pub(crate) fn length(text: &str) -> SmsLength {
    match text.chars().map(septets).collect::<Option<Vec<_>>>() {
        Some(places) => counted(SmsEncoding::Gsm7, &places, SEPTETS),
        None => {
            let places: Vec<_> = text.chars().map(|letter| letter.len_utf16() as u32).collect();
            counted(SmsEncoding::Ucs2, &places, UNITS)
        }
    }
}

fn counted(encoding: SmsEncoding, places: &[u32], (alone, part): (u32, u32)) -> SmsLength {
    let units = places.iter().sum();
    let mut segments = 1;
    if units > alone {
        // A letter of two places is never cut in two.
        let mut filled = 0;
        for places in places {
            if filled + places > part {
                (segments, filled) = (segments + 1, 0);
            }
            filled += places;
        }
    }
    SmsLength { encoding, units, segments }
}

#[cfg(test)]
mod tests {
    use super::{BASIC, EXTENDED, SmsEncoding, length, plain};

    #[test]
    fn letters_are_those_of_the_alphabet_where_they_can() {
        assert_eq!(BASIC.chars().count(), 127, "128 places, one of which is the escape");
        assert_eq!(EXTENDED.chars().count(), 10);
        assert_eq!(
            plain("Forêt d’Œuvre, ça « va » à 11\u{a0}h – où…"),
            "Foret d'OEuvre, ca \" va \" à 11 h - où..."
        );
        assert_eq!(plain("Łódź, forêt"), "Łódź, forêt", "all or nothing");
    }

    #[test]
    fn parts_are_counted_as_they_are_paid() {
        let count = |text: &str| {
            let length = length(text);
            (length.encoding, length.units, length.segments)
        };
        assert_eq!(count(""), (SmsEncoding::Gsm7, 0, 1));
        assert_eq!(count(&"é".repeat(160)), (SmsEncoding::Gsm7, 160, 1));
        assert_eq!(count(&"é".repeat(161)), (SmsEncoding::Gsm7, 161, 2));
        assert_eq!(count(&"é".repeat(307)), (SmsEncoding::Gsm7, 307, 3));
        assert_eq!(count(&"€".repeat(80)), (SmsEncoding::Gsm7, 160, 1));
        // 76 of two places in each part, one place of which stays empty.
        assert_eq!(count(&"€".repeat(153)), (SmsEncoding::Gsm7, 306, 3));
        assert_eq!(count(&"ê".repeat(70)), (SmsEncoding::Ucs2, 70, 1));
        assert_eq!(count(&"ê".repeat(71)), (SmsEncoding::Ucs2, 71, 2));
        assert_eq!(count(&"😀".repeat(36)), (SmsEncoding::Ucs2, 72, 2));
    }
}
