//! Finding an agency by what people type: accents, case, hyphens and order of words do not matter.

use creno_types::Agency;

/// Lower case, without accents, with one space between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' | 'ý' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            // Diacritics typed after their letter.
            '\u{300}'..='\u{36F}' => {}
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether every word of `query` begins a word of the agency's name, street, postcode or city.
pub fn matches(agency: &Agency, query: &str) -> bool {
    let query = fold(query);
    if query.is_empty() {
        return true;
    }
    let place = fold(&[&*agency.name, &agency.postcode, &agency.city, &agency.street].join(" "));
    query.split(' ').all(|wanted| place.split(' ').any(|word| word.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use creno_types::ids::AgencyId;
    use creno_types::{Agency, Channels, Position};

    use super::{fold, matches};

    fn agency() -> Agency {
        let id: AgencyId = serde_json::from_str(r#""018f3f5e-0000-7000-8000-000000000001""#).unwrap();
        Agency {
            id,
            slug: "saint-denis".parse().unwrap(),
            name: "Saint-Denis de La Réunion".into(),
            street: "12 rue de l’Évêché".into(),
            postcode: "97400".into(),
            city: "Saint-Denis".into(),
            timezone: "Indian/Reunion".into(),
            position: Position { latitude: -20.88, longitude: 55.45 },
            channels: Channels::EVERY,
        }
    }

    #[test]
    fn folds_accents_case_and_punctuation() {
        assert_eq!(fold("  Saint-Étienne, Cœur de l’Île "), "saint etienne coeur de l ile");
        assert_eq!(fold("Ze\u{301}"), "ze");
    }

    #[test]
    fn finds_by_the_beginning_of_words_in_any_order() {
        for found in ["", "reunion", "974", "denis saint", "EVECHE", "Saint-D"] {
            assert!(matches(&agency(), found), "{found}");
        }
        for missed in ["paris", "enis", "saint paul"] {
            assert!(!matches(&agency(), missed), "{missed}");
        }
    }
}
