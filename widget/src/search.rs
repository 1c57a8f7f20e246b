//! Finding an agency by what people type: accents, case, hyphens and order of words do not matter.

use creno_types::Agency;

/// Lower case, without accents, with one space between words. For the alphabets of French and its neighbours: the tables
/// of all others would come with the first step.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().map(lower) {
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
            c if c.is_ascii_alphanumeric() || ('\u{C0}'..'\u{2000}').contains(&c) => folded.push(c),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The small letter of a capital one, up to Latin-1 (the second block of Unicode), and of two that French has besides.
fn lower(c: char) -> char {
    match c {
        'À'..='Þ' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        'Œ' => 'œ',
        'Ÿ' => 'ÿ',
        _ => c.to_ascii_lowercase(),
    }
}

/// The agencies, by their place in the list, where every word of `query` begins a word of the name, the postcode or the city; the street counts
/// too when there is none: "Paris" is a city before it is a street elsewhere.
pub fn find(agencies: &[&Agency], query: &str) -> Vec<usize> {
    let query = fold(query);
    let found = |street: bool| {
        let matches = |at: &usize| {
            let agency = agencies[*at];
            let street = if street { &*agency.street } else { "" };
            let place = fold(&[&*agency.name, &agency.postcode, &agency.city, street].join(" "));
            query.split(' ').all(|wanted| place.split(' ').any(|word| word.starts_with(wanted)))
        };
        (0..agencies.len()).filter(matches).collect::<Vec<_>>()
    };
    let here = found(false);
    if here.is_empty() { found(true) } else { here }
}

#[cfg(test)]
mod tests {
    use creno_types::ids::AgencyId;
    use creno_types::{Agency, Channels, Position};

    use super::{find, fold};

    fn agency(slug: &str, street: &str, city: &str) -> Agency {
        let id: AgencyId = serde_json::from_str(r#""018f3f5e-0000-7000-8000-000000000001""#).unwrap();
        Agency {
            id,
            slug: slug.parse().unwrap(),
            name: "Saint-Denis de La Réunion".into(),
            street: street.into(),
            postcode: "97400".into(),
            city: city.into(),
            timezone: "Indian/Reunion".into(),
            position: Position { latitude: -20.88, longitude: 55.45 },
            channels: Channels::EVERY,
        }
    }

    #[test]
    fn folds_accents_case_and_punctuation() {
        assert_eq!(fold("  Saint-Étienne, Cœur de l’Île "), "saint etienne coeur de l ile");
        assert_eq!(fold("Ze\u{301}"), "ze");
        assert_eq!(fold("ŒUILLY – L’HAŸ-LES-ROSES « ÇÀ »"), "oeuilly l hay les roses ca");
    }

    #[test]
    fn finds_by_the_beginning_of_words_in_any_order() {
        let agency = agency("saint-denis", "12 rue de l’Évêché", "Saint-Denis");
        for found in ["", "reunion", "974", "denis saint", "EVECHE", "Saint-D", "denis eveche"] {
            assert_eq!(find(&[&agency], found).len(), 1, "{found}");
        }
        for missed in ["paris", "enis", "saint paul"] {
            assert!(find(&[&agency], missed).is_empty(), "{missed}");
        }
    }

    #[test]
    fn a_city_counts_before_a_street_of_that_name() {
        let (street, city) =
            (agency("denis", "27 rue de Paris", "Saint-Denis"), agency("opera", "12 rue Scribe", "Paris"));
        let found = |query| -> Vec<&str> {
            find(&[&street, &city], query).into_iter().map(|at| ["denis", "opera"][at]).collect()
        };
        assert_eq!(found("paris"), ["opera"]);
        assert_eq!(found("rue paris"), ["denis", "opera"]);
        assert_eq!(found("27 rue"), ["denis"]);
    }
}
