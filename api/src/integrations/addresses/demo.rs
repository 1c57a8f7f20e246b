//! What stands for the Base Adresse Nationale in a demonstration: some hundreds of real streets, by the same GeoJSON.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::places::words::{fold, is_number};

#[derive(Debug)]
struct Street {
    name: &'static str,
    highest: u32,
    town: Town,
    /// What people may type of it.
    words: Vec<String>,
    town_words: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Town {
    postcode: &'static str,
    city: &'static str,
    /// Degrees north and east.
    position: (f64, f64),
    context: &'static str,
}

static STREETS: LazyLock<Vec<Street>> = LazyLock::new(|| read(include_str!("streets.txt")));

fn read(text: &'static str) -> Vec<Street> {
    let mut town = Town::default();
    let mut streets = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.splitn(3, ", ");
        if let (Some(place), Some(position), Some(context)) = (parts.next(), parts.next(), parts.next()) {
            let (postcode, city) = place.split_once(' ').unwrap_or_default();
            let mut degrees = position.split(' ').filter_map(|degrees| degrees.parse().ok());
            let position = (degrees.next().unwrap_or_default(), degrees.next().unwrap_or_default());
            town = Town { postcode, city, position, context };
        } else if let Some((name, highest)) = line.rsplit_once(' ') {
            let highest = highest.parse().unwrap_or_default();
            streets.push(Street { name, highest, town, words: fold(name), town_words: fold(town.city) });
        }
    }
    streets
}

/// The answer of `/search/?q={typed}&limit={most}&autocomplete=1`.
pub fn features(typed: &str, most: usize) -> Value {
    let words = fold(typed);
    let (number, words) = number(&words);
    let mut found: Vec<_> =
        STREETS.iter().filter_map(|street| Some((unlike(street, words)?, street))).collect();
    // The order of the file between equals: the sort is stable.
    found.sort_by_key(|(unlike, _)| *unlike);
    let features = found.iter().take(most).map(|(unlike, street)| feature(street, number.as_ref(), *unlike));
    json!({ "type": "FeatureCollection", "version": "draft", "query": typed, "limit": most,
        "features": features.collect::<Vec<_>>() })
}

/// The number at the beginning, with its `bis`, and the words after it.
fn number(words: &[String]) -> (Option<(u32, String)>, &[String]) {
    match words {
        [first, second, rest @ ..]
            if is_number(first) && ["bis", "ter", "quater"].contains(&second.as_str()) =>
        {
            (first.parse().ok().map(|number| (number, format!("{number} {second}"))), rest)
        }
        [first, rest @ ..] if is_number(first) && first.len() < 5 => {
            (first.parse().ok().map(|number: u32| (number, number.to_string())), rest)
        }
        words => (None, words),
    }
}

/// How much of the street was not typed, the least the best; `None` when something typed is not of it.
fn unlike(street: &Street, typed: &[String]) -> Option<usize> {
    let (last, whole) = typed.split_last()?;
    let of_town = |word: &str| {
        street.town.postcode.starts_with(word)
            || street.town_words.iter().any(|other| other.starts_with(word))
    };
    let of_street = |word: &str, may_go_on: bool| {
        street.words.iter().any(|other| other == word || (may_go_on && other.starts_with(word)))
    };
    let fits = |word: &String, goes_on: bool| of_street(word, goes_on || word.len() > 2) || of_town(word);
    let all = whole.iter().all(|word| fits(word, false)) && fits(last, true);
    let named = typed.iter().any(|word| word.len() > 1 && of_street(word, true));
    let missed = street.words.iter().filter(|word| !typed.contains(word)).count();
    let begins = typed.first().is_some_and(|first| street.words[0].starts_with(first.as_str()));
    (all && named).then_some(missed * 2 + usize::from(!begins))
}

fn feature(street: &Street, number: Option<&(u32, String)>, unlike: usize) -> Value {
    let Town { postcode, city, position: (north, east), context } = street.town;
    let number = number.filter(|(number, _)| (1..=street.highest).contains(number)).map(|(_, text)| text);
    let name = number.map_or_else(|| street.name.to_owned(), |number| format!("{number} {}", street.name));
    let mut properties = json!({
        "label": format!("{name} {postcode} {city}"), "score": 1.0 / (1.0 + unlike as f64 / 10.0), "name": name,
        "type": if number.is_some() { "housenumber" } else { "street" }, "postcode": postcode, "city": city,
        "context": context, "street": street.name,
    });
    if let Some(number) = number {
        properties["housenumber"] = json!(number);
    }
    json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [east, north] }, "properties": properties })
}

#[cfg(test)]
mod tests {
    use super::{STREETS, features};

    fn labels(typed: &str) -> Vec<String> {
        let answer = features(typed, 5);
        let features = answer["features"].as_array().unwrap().iter();
        features.map(|feature| feature["properties"]["label"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_file_is_sound() {
        assert!(STREETS.len() > 200, "{}", STREETS.len());
        for street in STREETS.iter() {
            assert!(
                street.highest > 0 && street.town.postcode.len() == 5 && !street.town.city.is_empty(),
                "{street:?}"
            );
            assert!(street.town.position.0 != 0.0 && street.town.position.1 != 0.0, "{street:?}");
        }
    }

    #[test]
    fn addresses_are_found_as_people_type_them() {
        let rows = [
            ("8 rue de la paix paris", "8 Rue de la Paix 75002 Paris"),
            ("12 rue de riv", "12 Rue de Rivoli 75001 Paris"),
            ("12 rue scribe 75009", "12 Rue Scribe 75009 Paris"),
            ("45 RUE DE LA VILLETTE LYON", "45 Rue de la Villette 69003 Lyon"),
            ("52 rue de paris saint-denis", "52 Rue de Paris 97400 Saint-Denis"),
            ("marechal leclerc", "Rue du Maréchal Leclerc 97400 Saint-Denis"),
            ("8 bis avenue montaigne", "8 bis Avenue Montaigne 75008 Paris"),
            ("9999 rue scribe", "Rue Scribe 75009 Paris"),
            ("6 allee brancas nantes", "6 Allée Brancas 44000 Nantes"),
        ];
        for (typed, expected) in rows {
            let found = labels(typed);
            assert_eq!(found.first().map(String::as_str), Some(expected), "{typed}: {found:?}");
        }
        for typed in ["", "lyon", "zzz", "12", "8 rue de la paix lyon"] {
            assert!(labels(typed).is_empty(), "{typed}: {:?}", labels(typed));
        }
    }
}
