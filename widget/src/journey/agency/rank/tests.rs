use creno_types::place::Place;
use creno_types::{Agency, Channels, Position};

use super::{Ranked, from, is_almost, kilometres, other_readings, rank};

fn agency(name: &str, street: &str, postcode: &str, city: &str, position: (f64, f64)) -> Agency {
    Agency {
        id: serde_json::from_str(r#""018f3f5e-0000-7000-8000-000000000001""#).unwrap(),
        slug: "somewhere".parse().unwrap(),
        name: name.into(),
        street: street.into(),
        postcode: postcode.into(),
        city: city.into(),
        timezone: "Europe/Paris".into(),
        position: Position { latitude: position.0, longitude: position.1 },
        channels: Channels::EVERY,
    }
}

fn town(name: &str, postcode: &str, lat: f64, lon: f64) -> Place {
    Place { name: name.into(), postcode: postcode.into(), department: String::new(), lat, lon }
}

fn network() -> Vec<Agency> {
    vec![
        agency("Bordeaux Mériadeck", "24 rue Claude-Bonnier", "33000", "Bordeaux", (44.84, -0.58)),
        agency("Lyon Part-Dieu", "45 rue de la Villette", "69003", "Lyon", (45.76, 4.86)),
        agency("Saint-Denis Basilique", "3 rue de Lorraine", "93200", "Saint-Denis", (48.94, 2.36)),
        agency("Saint-Denis de La Réunion", "27 rue de Paris", "97400", "Saint-Denis", (-20.88, 55.45)),
        agency("Tourcoing Centre", "4 place Victor-Hassebroucq", "59200", "Tourcoing", (50.72, 3.16)),
        agency("Paris Opéra", "12 rue Scribe", "75009", "Paris", (48.87, 2.33)),
    ]
}

/// The first words of the names in order, those that match before a `|`.
fn found(query: &str, towns: &[Place]) -> (String, Option<usize>) {
    let network = network();
    let agencies: Vec<&Agency> = network.iter().collect();
    let Ranked { order, matching, town } = rank(&agencies, query, towns, None);
    let names: Vec<&str> = order.iter().map(|(at, _)| &network[*at].name[..5]).collect();
    assert!(order.iter().all(|(_, away)| away.is_some() == town.is_some()));
    (format!("{} | {}", names[..matching].join(" "), names[matching..].join(" ")), town)
}

#[test]
fn slips_of_the_finger_are_forgiven() {
    for (there, word) in [
        ("lyon", "lyno"),
        ("bordeaux", "bordo"),
        ("bordeaux", "bordaeux"),
        ("bordeaux", "bprdeuax"),
        ("mériadeck", "meriadeck"),
        ("tourcoing", "toucoin"),
    ] {
        assert!(is_almost(there, word), "{word}");
    }
    for (there, word) in
        [("lyon", "lno"), ("lyon", "nyol"), ("33000", "33001"), ("paris", "prais9"), ("bordeaux", "brdoaxu")]
    {
        assert!(!is_almost(there, word), "{word}");
    }
}

#[test]
fn without_a_town_what_begins_so_comes_before_streets_and_slips() {
    assert_eq!(found("lyno", &[]).0, "Lyon  | ");
    assert_eq!(found("bordo", &[]).0, "Borde | ");
    assert_eq!(found("paris", &[]).0, "Paris | ");
    assert_eq!(found("rue de paris", &[]).0, "Saint | ");
    assert_eq!(found("St Denis", &[]).0, "Saint Saint | ");
    assert_eq!(found("zzzz", &[]).0, " | ");
    assert_eq!(found("", &[]).0, " | Borde Lyon  Saint Saint Tourc Paris");
}

#[test]
fn the_nearest_to_a_town_follow_those_of_that_name() {
    let arcachon = [town("Arcachon", "33120", 44.66, -1.17)];
    let near = " | Borde Lyon  Paris Saint Tourc Saint";
    for query in ["33120", "Arcachon", "arcach"] {
        assert_eq!(found(query, &arcachon), (near.into(), Some(0)), "{query}");
    }
    // The server forgives slips as well.
    assert_eq!(found("arcahcon", &arcachon), (near.into(), Some(0)));
    let bordeaux = [town("Bordeaux", "33000", 44.84, -0.58)];
    assert!(found("bordo", &bordeaux).0.starts_with("Borde | "));
    // A town is meant as it is spelled, and an agency's own words come before a town that only begins so.
    let tours = [town("Tours", "37000", 47.39, 0.69)];
    assert!(found("tours", &tours).0.starts_with(" | Paris"));
    assert_eq!(found("rue de lorraine", &[town("Rouen", "76000", 49.4, 1.1)]), ("Saint | ".into(), None));
    assert_eq!(found("opera", &[town("Opérande", "01000", 46.0, 5.0)]), ("Paris | ".into(), None));
}

#[test]
fn two_towns_of_one_name_are_told_apart() {
    let towns = [
        town("Saint-Denis", "97400", -20.88, 55.45),
        town("Saint-Denis", "93200", 48.94, 2.36),
        town("Saint-Denis-en-Val", "45560", 47.87, 1.97),
    ];
    let network = network();
    let agencies: Vec<&Agency> = network.iter().collect();
    let first = |agencies: &[&Agency], picked| {
        let ranked = rank(agencies, "saint-denis", &towns, picked);
        (agencies[ranked.order[0].0].postcode.clone(), ranked.matching, ranked.town)
    };
    assert_eq!(first(&agencies, None), ("97400".into(), 2, Some(0)));
    assert_eq!(first(&agencies, Some(0)), ("97400".into(), 1, Some(0)));
    assert_eq!(first(&agencies, Some(1)), ("93200".into(), 1, Some(1)));
    // The town that has an agency is meant first, and the other one has none of its name.
    let one = [agencies[5], agencies[2]];
    assert_eq!(first(&one, None), ("93200".into(), 1, Some(1)));
    let other = [agencies[5], agencies[3]];
    assert_eq!(first(&other, Some(1)), ("75009".into(), 0, Some(1)));
    assert_eq!(other_readings("Saint-Denis", &towns, 0), [1]);
    assert_eq!(other_readings("Saint-Denis", &towns, 1), [0]);
    assert_eq!(other_readings("saint den", &towns, 0), [1, 2]);
    assert!(other_readings("lyon", &[], 0).is_empty());
}

#[test]
fn distances_are_great_circles() {
    let (paris, lyon, reunion) = ((48.8566, 2.3522), (45.764, 4.8357), (-20.8789, 55.4481));
    assert!((kilometres(paris, lyon) - 391.5).abs() < 1.0);
    assert!((kilometres(paris, reunion) - 9360.0).abs() < 30.0);
    assert!(kilometres(paris, paris).abs() < 1e-9);
    let network = network();
    let agencies: Vec<&Agency> = network.iter().collect();
    let near = from(&agencies, Vec::new(), lyon);
    assert_eq!((near.order[0].0, near.matching), (1, 0));
}
