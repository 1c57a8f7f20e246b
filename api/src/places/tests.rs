use creno_types::place::{Place, PlacesQuery};

use super::index::Index;
use super::{MOST, data, list_places};

fn index() -> Index {
    Index::new(data::unpack().unwrap()).unwrap()
}

fn first(index: &Index, typed: &str) -> String {
    index
        .find(typed, MOST)
        .first()
        .map_or_else(String::new, |place| format!("{} {}", place.name, place.postcode))
}

#[test]
fn the_file_has_every_department() {
    let towns = data::unpack().unwrap();
    assert!((30_000..40_000).contains(&towns.len()), "{}", towns.len());
    let mut departments: Vec<_> = towns.iter().map(|town| town.department.code).collect();
    departments.dedup();
    for code in ["01", "2A", "2B", "75", "95", "971", "972", "973", "974", "976"] {
        assert!(departments.contains(&code), "{code}");
    }
    assert!(departments.len() >= 101, "{}", departments.len());
    for town in &towns {
        assert!((-30_000..=52_000).contains(&town.position.0), "{town:?}");
        let five = |code: &str| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
        assert!(town.postcodes.split(' ').all(five), "{town:?}");
    }
    let inhabitants: u64 = towns.iter().map(|town| u64::from(town.people)).sum();
    assert!(inhabitants > 67_000_000, "those left out are few: {inhabitants}");
}

#[test]
fn towns_are_found_as_people_type_them() {
    let index = index();
    let rows = [
        ("paris", "Paris 75000"),
        ("Paris 9", "Paris 9e 75009"),
        ("paris 9eme", "Paris 9e 75009"),
        ("paris 1", "Paris 1er 75001"),
        ("lyon 3e arrondissement", "Lyon 3e 69003"),
        ("toul", "Toul 54200"),
        ("toulo", "Toulouse 31000"),
        ("CLERMONT FERRAND", "Clermont-Ferrand 63000"),
        ("st etienne", "Saint-Étienne 42000"),
        ("st-malo", "Saint-Malo 35400"),
        ("ste-foy-les-lyon", "Sainte-Foy-lès-Lyon 69110"),
        ("strasb", "Strasbourg 67000"),
        ("havre", "Le Havre 76600"),
        ("l'hay", "L'Haÿ-les-Roses 94240"),
        ("bois d’arcy", "Bois-d'Arcy 78390"),
        ("saint denis", "Saint-Denis 97400"),
        ("saint-denis 93", "Saint-Denis 93200"),
        ("saint denis de la reunion", "Saint-Denis 97400"),
        ("97400 saint-denis", "Saint-Denis 97400"),
        ("saint paul reunion", "Saint-Paul 97460"),
        ("lyon 69003", "Lyon 3e 69003"),
        ("marseile", "Marseille 13000"),
        ("bodreaux", "Bordeaux 33000"),
        ("clermon ferand", "Clermont-Ferrand 63000"),
        ("monpelier", "Montpellier 34000"),
        ("reims", "Reims 51100"),
        ("69003", "Lyon 3e 69003"),
        ("75 009", "Paris 9e 75009"),
        ("97400", "Saint-Denis 97400"),
        ("97490", "Saint-Denis 97490"),
        ("35", "Rennes 35000"),
        ("2a", ""),
        ("zzzzzzzzz", ""),
        ("99999", ""),
        ("!!", ""),
    ];
    let found = rows.map(|(typed, _)| (typed, first(&index, typed)));
    let expected = rows.map(|(typed, first)| (typed, first.to_owned()));
    let wrong: Vec<_> = found.iter().zip(&expected).filter(|(found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_best_come_first_and_once() {
    let index = index();
    let found = index.find("saint", MOST);
    assert_eq!(found.len(), MOST);
    let names: Vec<_> = index.find("saint denis", MOST).into_iter().map(|place| place.department).collect();
    assert_eq!(names[..2], ["La Réunion", "Seine-Saint-Denis"]);
    let lion: Vec<_> = index.find("lion", MOST).into_iter().map(|place| place.name).collect();
    assert_eq!(
        (lion[1].as_str(), lion[5].as_str()),
        ("Lion-sur-Mer", "Lyon"),
        "beginnings, then slips: {lion:?}"
    );
    let by_postcode = index.find("75", MOST);
    assert_eq!((by_postcode[0].name.as_str(), by_postcode[1].name.as_str()), ("Paris", "Paris 15e"));
    let overseas = index.find("974", MOST);
    assert_eq!(
        (overseas[1].name.as_str(), overseas[1].postcode.as_str()),
        ("Saint-Paul", "97460"),
        "its main one"
    );
    let unique = |places: &[Place]| {
        let mut keys: Vec<_> = places.iter().map(|place| (&place.name, &place.department)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len() == places.len()
    };
    for typed in ["saint paul", "st", "la roche", "974", "pari"] {
        assert!(unique(&index.find(typed, MOST)), "{typed}");
    }
}

#[tokio::test]
async fn short_questions_find_nothing_and_long_ones_are_refused() {
    let ask = |q: &str| PlacesQuery { q: q.into() };
    for q in ["", " ", "p", " p "] {
        assert!(list_places(&ask(q)).await.unwrap().places.is_empty(), "{q:?}");
    }
    assert!(list_places(&ask(&"é".repeat(100))).await.unwrap().places.is_empty());
    assert!(list_places(&ask(&"a".repeat(101))).await.is_err());
}
