//! `cargo xtask communes`: the positions of French communes, from open data, in one file that is committed.
//!
//! Run it when the official list of communes changes, once a year: set the new versions of the packages here and in
//! `xtask/communes/package.json`, run, commit the file with the counts in `api/data/README.md`.

mod locate;
mod sources;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::assets::compress;
use locate::{Located, Locator};
use sources::{Commune, Kind, Sources};

/// The file, from the repository's root.
const FILE: &str = "api/data/communes.tsv.br";
/// Cities of several postcodes where each is an arrondissement's: INSEE code, and the postcode that people give for the
/// whole.
const WHOLE_CITIES: [(&str, &str); 3] = [("13055", "13000"), ("69123", "69000"), ("75056", "75000")];

/// Writes the file and prints what it counts.
///
/// # Errors
/// When the packages can't be had or read, or the file can't be written.
pub fn run() -> Result<ExitCode> {
    let sources = Sources::load()?;
    let locator = Locator::new(&sources);
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for commune in &sources.communes {
        if commune.kind == Kind::Former || commune.codes_postaux.is_empty() {
            continue;
        }
        let (how, position) = match locator.locate(commune) {
            Located::ByName(position) => ("by name", Some(position)),
            Located::ByPostcode(position) => ("by a neighbour of the same postcode", Some(position)),
            Located::ByNearPostcode(position) => ("by those of nearly the same postcode", Some(position)),
            Located::Nowhere => ("left out", None),
        };
        let how = if commune.kind == Kind::Arrondissement { "arrondissements, by name" } else { how };
        let count = counts.entry(how).or_default();
        *count = (count.0 + 1, count.1 + commune.population);
        if let Some(position) = position {
            lines.entry(&commune.departement).or_default().push(line(commune, position));
        }
    }
    let mut text = String::new();
    for (code, mut lines) in lines {
        lines.sort_unstable();
        let name = sources.departments.get(code).map_or(code, String::as_str);
        writeln!(text, "#{code}\t{name}\n{}", lines.join("\n"))?;
    }
    let packed = compress::brotli(text.as_bytes())?;
    fs::write(crate::root().join(FILE), &packed).with_context(|| format!("writing {FILE}"))?;
    for (how, (communes, people)) in counts {
        println!("{how:<40} {communes:>6} places {people:>10} people");
    }
    println!("{FILE}: {} bytes, {} unpacked", packed.len(), text.len());
    Ok(ExitCode::SUCCESS)
}

/// Name, postcodes, people to three digits, thousandths of degrees north and east.
fn line(commune: &Commune, (north, east): (f64, f64)) -> String {
    let whole = WHOLE_CITIES.iter().find(|(code, _)| *code == commune.code);
    let postcodes = whole
        .map_or_else(|| main_first(&commune.codes_postaux).join(" "), |(_, postcode)| (*postcode).to_owned());
    // "Paris 9e Arrondissement": the number is enough.
    let name = commune.nom.strip_suffix(" Arrondissement").unwrap_or(&commune.nom);
    let thousandths = |degrees: f64| (degrees * 1000.0).round() as i32;
    format!(
        "{name}\t{postcodes}\t{}\t{}\t{}",
        three_digits(commune.population),
        thousandths(north),
        thousandths(east)
    )
}

/// The one that people give first: round numbers are a town's own, the others its quarters' or its neighbours'.
fn main_first(postcodes: &[String]) -> Vec<&str> {
    let mut sorted: Vec<_> = postcodes.iter().map(String::as_str).collect();
    sorted.sort_by_key(|postcode| {
        std::cmp::Reverse(postcode.bytes().rev().take_while(|byte| *byte == b'0').count())
    });
    sorted
}

/// A number of people is there to put places in order.
fn three_digits(number: u64) -> u64 {
    let step = 10_u64.pow(number.checked_ilog10().unwrap_or_default().saturating_sub(2));
    number / step * step
}

#[cfg(test)]
mod tests {
    use super::{main_first, three_digits};

    #[test]
    fn the_main_postcode_comes_first() {
        let codes = ["97411", "97422", "97460"].map(str::to_owned);
        assert_eq!(main_first(&codes), ["97460", "97411", "97422"]);
        assert_eq!(main_first(&["91080".to_owned(), "91000".to_owned()]), ["91000", "91080"]);
    }

    #[test]
    fn numbers_keep_three_digits() {
        for (number, kept) in [(0, 0), (7, 7), (999, 999), (1_234, 1_230), (2_103_778, 2_100_000)] {
            assert_eq!(three_digits(number), kept);
        }
    }
}
