//! Towns by every beginning of their names, a slip of the finger allowed: a transducer of all names, searched with
//! Levenshtein automata.

use creno_types::place::Place;
use fst::{IntoStreamer as _, Map, Streamer as _};
use levenshtein_automata::LevenshteinAutomatonBuilder;

use super::data::Town;
use super::words::{fold, is_number, keys, readings};

/// Letters from which one slip is allowed, and from which two are.
const LETTERS_FOR_SLIPS: [usize; 2] = [4, 8];
/// The longest name has 45: what is longer by more than two slips is none.
const LONGEST_NAME: usize = 50;

/// What is searched.
pub(super) struct Index {
    /// The most peopled first: a lower place in the list is a better one.
    towns: Vec<Town>,
    /// Where the towns of a name are in `named`, and how many: `start << 8 | count`.
    names: Map<Vec<u8>>,
    named: Vec<Named>,
    /// Postcodes and towns, in order.
    postcodes: Vec<(&'static str, u32)>,
    /// For one slip and for two.
    slips: [LevenshteinAutomatonBuilder; 2],
}

/// A town under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    /// Whether the name lacks its article.
    short: bool,
    town: u32,
}

/// How well a town answers, the lowest the best: first how its name is found, then how many live there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    rank: u8,
    town: u32,
}

const EXACT: u8 = 0;
const BEGINNING: u8 = 1;
/// One slip or two: of names so near each other, the better known is meant.
const SLIPS: u8 = 2;

impl Index {
    pub(super) fn new(mut towns: Vec<Town>) -> anyhow::Result<Self> {
        towns.sort_by_key(|town| std::cmp::Reverse(town.people));
        let mut pairs = Vec::with_capacity(towns.len() * 5 / 4);
        let mut postcodes = Vec::with_capacity(towns.len() * 5 / 4);
        for (town, place) in (0..).zip(&towns) {
            let (name, without_article) = keys(place.name);
            pairs.push((name, Named { short: false, town }));
            pairs.extend(without_article.map(|name| (name, Named { short: true, town })));
            postcodes.extend(place.postcodes.split(' ').map(|postcode| (postcode, town)));
        }
        pairs.sort_unstable();
        postcodes.sort_unstable();
        let named: Vec<_> = pairs.iter().map(|(_, named)| *named).collect();
        let mut start = 0_u64;
        let groups = pairs.chunk_by(|(a, _), (b, _)| a == b).map(|group| {
            let value = start << 8 | group.len() as u64;
            start += group.len() as u64;
            (&group[0].0, value)
        });
        let names = Map::from_iter(groups)?;
        // A swap of two letters is one slip.
        let slips = [1, 2].map(|most| LevenshteinAutomatonBuilder::new(most, true));
        Ok(Self { towns, names, named, postcodes, slips })
    }

    /// The `most` best towns for what was typed.
    pub(super) fn find(&self, typed: &str, most: usize) -> Vec<Place> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if is_number(&digits) {
            return self.by_postcode(&digits, most);
        }
        let mut found = Vec::new();
        for name in readings(typed).iter().filter(|name| !name.is_empty()) {
            self.add_exact(name, &mut found);
            self.add_beginning(name, &mut found);
        }
        if found.is_empty() {
            let words = fold(typed);
            if let Some(places) = self.with_hints(&words, most) {
                return places;
            }
        }
        if best(&mut found, most).len() < most {
            for name in readings(typed) {
                self.add_with_slips(&name, &mut found);
            }
        }
        best(&mut found, most).into_iter().map(|town| self.place(town, None)).collect()
    }

    /// Those of a postcode; while it is typed, the most peopled of those that it may become.
    fn by_postcode(&self, digits: &str, most: usize) -> Vec<Place> {
        let from = self.postcodes.partition_point(|(postcode, _)| *postcode < digits);
        let run = self.postcodes[from..].iter().take_while(|(postcode, _)| postcode.starts_with(digits));
        let mut run: Vec<_> = run.copied().collect();
        run.sort_unstable_by_key(|(postcode, town)| (*town, *postcode));
        run.dedup_by_key(|(_, town)| *town);
        run.truncate(most);
        // The main one of a town, where what was typed begins it too.
        let shown = |postcode, town| {
            self.main_postcode(town).filter(|main| main.starts_with(digits)).unwrap_or(postcode)
        };
        run.into_iter().map(|(postcode, town)| self.place(town, Some(shown(postcode, town)))).collect()
    }

    fn group(&self, value: u64) -> &[Named] {
        let (start, count) = ((value >> 8) as usize, (value & 0xff) as usize);
        self.named.get(start..start + count).unwrap_or_default()
    }

    fn add_exact(&self, name: &str, found: &mut Vec<Match>) {
        let group = self.names.get(name).map(|value| self.group(value)).unwrap_or_default();
        let rank = |named: &Named| if named.short { BEGINNING } else { EXACT };
        found.extend(group.iter().map(|named| Match { rank: rank(named), town: named.town }));
    }

    fn add_beginning(&self, name: &str, found: &mut Vec<Match>) {
        // Keys are ASCII: all that begin so come before this.
        let mut keys = self.names.range().ge(name).lt(format!("{name}\x7f")).into_stream();
        while let Some((_, value)) = keys.next() {
            found.extend(self.group(value).iter().map(|named| Match { rank: BEGINNING, town: named.town }));
        }
    }

    fn add_with_slips(&self, name: &str, found: &mut Vec<Match>) {
        let letters = name.bytes().filter(|byte| *byte != b' ').count();
        let allowed = LETTERS_FOR_SLIPS.iter().filter(|from| letters >= **from).count();
        if allowed == 0 || name.len() > LONGEST_NAME {
            return;
        }
        let automaton = self.slips[allowed - 1].build_prefix_dfa(name);
        let mut keys = self.names.search(&automaton).into_stream();
        while let Some((_, value)) = keys.next() {
            found.extend(self.group(value).iter().map(|named| Match { rank: SLIPS, town: named.town }));
        }
    }

    /// A name followed by what tells which: "saint denis la réunion", "lyon 69003", "97400 saint denis".
    fn with_hints(&self, words: &[String], most: usize) -> Option<Vec<Place>> {
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        if words.first().is_some_and(|word| is_number(word)) {
            words.rotate_left(1);
        }
        for count in (1..words.len()).rev() {
            let (name, hints) = words.split_at(count);
            let mut found = Vec::new();
            self.add_exact(&name.join(" "), &mut found);
            found.retain(|found| self.fits(found.town, hints));
            if !found.is_empty() {
                return Some(best(&mut found, most).into_iter().map(|town| self.place(town, None)).collect());
            }
        }
        let postcode = words.last().filter(|word| is_number(word) && word.len() == 5 && words.len() > 1)?;
        Some(self.by_postcode(postcode, most)).filter(|places| !places.is_empty())
    }

    /// Whether every hint is of the town's postcodes or department, or means nothing.
    fn fits(&self, town: u32, hints: &[&str]) -> bool {
        let Some(town) = self.towns.get(town as usize) else { return false };
        let department = fold(town.department.name);
        hints.iter().all(|hint| {
            ["a", "d", "de", "des", "du", "en", "l", "la", "le", "les"].contains(hint)
                || town.department.code.eq_ignore_ascii_case(hint)
                || town.postcodes.split(' ').any(|postcode| hint.len() > 1 && postcode.starts_with(hint))
                || department.iter().any(|word| word.starts_with(hint))
        })
    }

    fn main_postcode(&self, town: u32) -> Option<&'static str> {
        self.towns.get(town as usize)?.postcodes.split(' ').next()
    }

    fn place(&self, town: u32, postcode: Option<&str>) -> Place {
        let postcode = postcode.or_else(|| self.main_postcode(town)).unwrap_or_default();
        let town = self.towns[town as usize];
        Place {
            name: town.name.into(),
            postcode: postcode.into(),
            department: town.department.name.into(),
            lat: f64::from(town.position.0) / 1000.0,
            lon: f64::from(town.position.1) / 1000.0,
        }
    }
}

/// Each town once, by its best rank; the `most` best.
fn best(found: &mut [Match], most: usize) -> Vec<u32> {
    // A town is there a few times at most: by two readings, with and without its article, exactly and by its beginning.
    const TIMES: usize = 8;
    let enough = most * TIMES;
    let found = match found.len() > enough {
        true => found.select_nth_unstable(enough).0,
        false => found,
    };
    found.sort_unstable();
    let mut towns = Vec::with_capacity(most);
    for town in found.iter().map(|found| found.town) {
        if towns.len() < most && !towns.contains(&town) {
            towns.push(town);
        }
    }
    towns
}
