//! Which agencies are meant by what was typed, and in which order. Slips of the finger are forgiven: one in words of
//! four letters, two from eight; swapped letters are one slip.

use creno_types::Agency;
use creno_types::place::Place;

use crate::search::fold;

/// Mean radius of the Earth, in kilometres (IUGG).
const EARTH_KM: f64 = 6371.0;

/// An agency that is further from a town of its name is in another one, in kilometres.
const SAME_TOWN_KM: f64 = 100.0;

/// Beside agencies that match, others that are further are not shown, in kilometres.
const NEAR_KM: f64 = 200.0;

/// A point on Earth: degrees north, degrees east.
pub type Spot = (f64, f64);

/// Agencies by their place in the list that was searched, with their distance in kilometres when there is something
/// to measure from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked {
    /// The first ones first.
    pub order: Vec<(usize, Option<f64>)>,
    /// How many of the first match what was typed; the others are only near.
    pub matching: usize,
    /// The town that the others are near to, by its place among those that were found.
    pub town: Option<usize>,
}

/// The agencies that match `query`. When the words name one of `towns`, the nearest to it follow: to the one that the
/// visitor picked, if they did, or else to the best that has an agency of its name.
pub fn rank(agencies: &[&Agency], query: &str, towns: &[Place], picked: Option<usize>) -> Ranked {
    let asked = words(query);
    if asked.is_empty() {
        return Ranked { order: (0..agencies.len()).map(|at| (at, None)).collect(), ..Ranked::default() };
    }
    let those = |street, slips| matching(agencies, &asked, street, slips);
    let mut own = those(false, false);
    let is_there = |at: usize, town: &Place| away(agencies[at], (town.lat, town.lon)) < SAME_TOWN_KM;
    let has_own = |town: &Place| is_spelled(town, &asked) && own.iter().any(|at| is_there(*at, town));
    let reading = picked.or_else(|| towns.iter().position(has_own)).unwrap_or(0);
    let town = towns.get(reading).filter(|town| match (own.is_empty(), is_spelled(town, &asked)) {
        // What an agency is called comes before a town that only begins so.
        (false, spelled) => {
            spelled && (is_whole(town, &asked) || own.iter().any(|at| is_in(agencies[*at], town)))
        }
        (true, true) => true,
        (true, false) => those(true, false).is_empty(),
    });
    if let Some(town) = town {
        // Tours is not a slip for Tourcoing.
        if own.is_empty() && !is_spelled(town, &asked) {
            own = those(false, true);
        }
        if picked.is_some() {
            own.retain(|at| is_there(*at, town));
        }
        let mut ranked = from(agencies, own, (town.lat, town.lon));
        // Who finds what they typed needs no other from the far side of the country.
        if ranked.matching > 0 {
            let matching = ranked.matching;
            let mut place = 0;
            ranked.order.retain(|(_, away)| {
                place += 1;
                place <= matching || away.is_some_and(|away| away < NEAR_KM)
            });
        }
        return Ranked { town: Some(reading), ..ranked };
    }
    let tiers = [(true, false), (false, true), (true, true)];
    let own = tiers.into_iter().fold(
        own,
        |own, (street, slips)| {
            if own.is_empty() { those(street, slips) } else { own }
        },
    );
    Ranked { matching: own.len(), order: own.into_iter().map(|at| (at, None)).collect(), town: None }
}

/// Every agency, those of `own` first, each lot by its distance from `spot`.
pub fn from(agencies: &[&Agency], own: Vec<usize>, spot: Spot) -> Ranked {
    let mut order: Vec<(bool, f64, usize)> =
        (0..agencies.len()).map(|at| (!own.contains(&at), away(agencies[at], spot), at)).collect();
    order.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let order = order.into_iter().map(|(_, away, at)| (at, Some(away))).collect();
    Ranked { order, matching: own.len(), town: None }
}

/// The other towns that the words may name as well, by their place in `towns`: three at most.
pub fn other_readings(query: &str, towns: &[Place], reading: usize) -> Vec<usize> {
    let asked = words(query);
    let Some(town) = towns.get(reading) else { return Vec::new() };
    let whole = is_whole(town, &asked);
    let may_be = |other: &Place| if whole { is_whole(other, &asked) } else { is_spelled(other, &asked) };
    (0..towns.len()).filter(|at| *at != reading && may_be(&towns[*at])).take(3).collect()
}

fn away(agency: &Agency, spot: Spot) -> f64 {
    kilometres(spot, (agency.position.latitude, agency.position.longitude))
}

/// Kilometres between two points, as the crow flies (haversine).
pub fn kilometres(from: Spot, to: Spot) -> f64 {
    let (lat, lon) = ((to.0 - from.0).to_radians(), (to.1 - from.1).to_radians());
    let chord = (lat / 2.0).sin().powi(2)
        + from.0.to_radians().cos() * to.0.to_radians().cos() * (lon / 2.0).sin().powi(2);
    2.0 * EARTH_KM * chord.sqrt().min(1.0).asin()
}

/// The words, folded; "St" and "Ste" in full, as names have them.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let whole = |word: &str| match word {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        _ => word.to_owned(),
    };
    folded.split(' ').filter(|word| !word.is_empty()).map(whole).collect()
}

fn matching(agencies: &[&Agency], asked: &[String], street: bool, slips: bool) -> Vec<usize> {
    let has = |at: &usize| {
        let agency = agencies[*at];
        let street = if street { &*agency.street } else { "" };
        let place = words(&[&*agency.name, &agency.postcode, &agency.city, street].join(" "));
        asked.iter().all(|word| place.iter().any(|there| begins(there, word, slips)))
    };
    (0..agencies.len()).filter(has).collect()
}

/// Whether `there` begins with `word`, or almost.
fn begins(there: &str, word: &str, slips: bool) -> bool {
    there.starts_with(word) || (slips && is_almost(there, word))
}

/// Whether a beginning of `there` is `word` but for a slip or two (optimal string alignment distance).
fn is_almost(there: &str, word: &str) -> bool {
    let typed: Vec<char> = word.chars().collect();
    // Another number is another place.
    let most = if word.contains(|c: char| c.is_ascii_digit()) { 0 } else { typed.len().min(8) / 4 };
    if most == 0 {
        return false;
    }
    let there: Vec<char> = there.chars().take(typed.len() + most).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=there.len()).collect();
    for (row, letter) in typed.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in there.iter().enumerate() {
            let kept = last[column] + usize::from(letter != other);
            let mut least = kept.min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && typed[row - 1] == *other && *letter == there[column - 1] {
                least = least.min(before[column - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.into_iter().any(|slips| slips <= most)
}

/// Whether the words begin the town's name, or its postcode.
fn is_spelled(town: &Place, asked: &[String]) -> bool {
    let name = words(&town.name).join(" ");
    let asked = asked.join(" ");
    name.starts_with(&asked) || town.postcode.starts_with(&asked)
}

/// Whether they are its whole name or postcode.
fn is_whole(town: &Place, asked: &[String]) -> bool {
    words(&town.name) == asked || asked.concat() == town.postcode
}

/// Whether the agency is in the town, or in an arrondissement of it.
fn is_in(agency: &Agency, town: &Place) -> bool {
    let (city, town) = (words(&agency.city), words(&town.name));
    town.starts_with(&city) || city.starts_with(&town)
}

#[cfg(test)]
mod tests;
