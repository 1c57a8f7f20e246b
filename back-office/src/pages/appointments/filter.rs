//! Searching the day's list as one types.

use creno_types::appointment::Appointment;

use crate::i18n::words;

/// Whether each word of `search` is found in the appointment; accents and case do not matter.
pub fn matches(appointment: &Appointment, search: &str) -> bool {
    let client = &appointment.client;
    let text = fold(&format!(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        client.name,
        client.email.as_deref().unwrap_or_default(),
        client.phone.as_deref().unwrap_or_default(),
        appointment.theme.name,
        appointment.agency.name,
        appointment.staff.name,
        appointment.reference,
        words::channel(appointment.channel),
        words::status(appointment.status),
    ));
    fold(search).split_whitespace().all(|word| text.contains(word))
}

/// Lower case without the diacritics and ligatures of European names.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'ð' | 'ď' | 'đ' => 'd',
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
            'ğ' => 'g',
            'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
            'ł' => 'l',
            'ñ' | 'ń' | 'ň' => 'n',
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
            'ř' => 'r',
            'ś' | 'š' | 'ş' => 's',
            'ť' | 'ţ' => 't',
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
            'ý' | 'ÿ' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            '’' => '\'',
            'œ' => {
                folded.push('o');
                'e'
            }
            'æ' => {
                folded.push('a');
                'e'
            }
            'ß' => {
                folded.push('s');
                's'
            }
            // Diacritics typed after their letter.
            '\u{300}'..='\u{36f}' => continue,
            other => other,
        };
        folded.push(plain);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::super::samples::appointment;
    use super::{fold, matches};

    #[test]
    fn folds_names() {
        for (name, folded) in [
            ("Élodie LEFÈVRE", "elodie lefevre"),
            ("Œuvrard", "oeuvrard"),
            ("e\u{301}", "e"),
            ("Łukasz Groß", "lukasz gross"),
            ("D’Ormesson", "d'ormesson"),
        ] {
            assert_eq!(fold(name), folded);
        }
    }

    #[test]
    fn finds_every_word_anywhere() {
        let mut one = appointment("2026-06-15T11:00:00+02:00", 45);
        one.client.name = "Élodie Lefèvre".into();
        one.client.phone = Some("0612345678".into());
        for (search, found) in
            [("", true), ("LEFEVRE elo", true), ("0612", true), ("visio", false), ("lefevre x", false)]
        {
            assert_eq!(matches(&one, search), found, "{search}");
        }
        assert!(matches(&one, &one.reference.to_string().to_lowercase()));
        assert!(matches(&one, "agence confirme"));
    }
}
