//! Where communes are: GeoNames knows names and positions, the official list names and postcodes.

use std::collections::HashMap;

use super::sources::{Area, Commune, Kind, Place, Sources};

/// Degrees north and east.
type Position = (f64, f64);

/// How far, in kilometres, a place may be from the nearest one that is surely of the department.
const NEAR_KM: f64 = 15.0;

/// Where a commune is, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Located {
    /// GeoNames has a place of that name there.
    ByName(Position),
    /// Others of the same postcode are there.
    ByPostcode(Position),
    /// Others whose postcode differs in the last digit are there.
    ByNearPostcode(Position),
    /// Nothing tells.
    Nowhere,
}

/// What is known of positions.
pub struct Locator {
    by_code: HashMap<String, Position>,
    by_postcode: HashMap<String, Vec<Position>>,
    /// By the first four digits.
    by_near_postcode: HashMap<String, Vec<Position>>,
}

impl Locator {
    /// Compares the sources.
    pub fn new(sources: &Sources) -> Self {
        let names = Names::new(&sources.places);
        let mut by_code = HashMap::new();
        // First what a department's own places tell; then, near them, what is known by region only.
        let mut sure: HashMap<&str, Vec<Position>> = HashMap::new();
        for commune in &sources.communes {
            if let Some(position) = names.in_department(commune) {
                by_code.insert(key(commune), position);
                sure.entry(&commune.departement).or_default().push(position);
            }
        }
        for commune in &sources.communes {
            if by_code.contains_key(&key(commune)) {
                continue;
            }
            let near = sure.get(commune.departement.as_str()).map_or(&[][..], Vec::as_slice);
            if let Some(position) = names.in_region(commune, near) {
                by_code.insert(key(commune), position);
            }
        }
        // A commune made of others goes by one of those.
        let former: Vec<_> = sources.communes.iter().filter(|commune| commune.kind == Kind::Former).collect();
        for commune in former {
            if let Some(position) = by_code.get(&key(commune)).copied() {
                by_code.entry(commune.chef_lieu.clone()).or_insert(position);
            }
        }
        let mut by_postcode: HashMap<String, Vec<Position>> = HashMap::new();
        let mut by_near_postcode: HashMap<String, Vec<Position>> = HashMap::new();
        for commune in &sources.communes {
            if let Some(position) = by_code.get(&key(commune)) {
                for postcode in &commune.codes_postaux {
                    by_postcode.entry(postcode.clone()).or_default().push(*position);
                    let near = postcode.chars().take(4).collect();
                    by_near_postcode.entry(near).or_default().push(*position);
                }
            }
        }
        Self { by_code, by_postcode, by_near_postcode }
    }

    /// Where a commune is.
    pub fn locate(&self, commune: &Commune) -> Located {
        if let Some(position) = self.by_code.get(&key(commune)) {
            return Located::ByName(*position);
        }
        let of = |postcodes: &HashMap<String, Vec<Position>>, length: usize| {
            let found = commune.codes_postaux.iter().filter_map(|code| postcodes.get(code.get(..length)?));
            middle(&found.flatten().copied().collect::<Vec<_>>())
        };
        let shared = of(&self.by_postcode, 5).map(Located::ByPostcode);
        shared
            .or_else(|| of(&self.by_near_postcode, 4).map(Located::ByNearPostcode))
            .unwrap_or(Located::Nowhere)
    }
}

fn middle(positions: &[Position]) -> Option<Position> {
    let mean = |part: fn(&Position) -> f64| positions.iter().map(part).sum::<f64>() / positions.len() as f64;
    (!positions.is_empty()).then(|| (mean(|position| position.0), mean(|position| position.1)))
}

/// The code tells communes apart; a former one may have that of the commune that it became a part of.
fn key(commune: &Commune) -> String {
    if commune.kind == Kind::Former {
        format!("{} {}", commune.code, commune.nom)
    } else {
        commune.code.clone()
    }
}

/// Places by area and folded name.
struct Names(HashMap<(Area, String), Vec<Position>>);

impl Names {
    fn new(places: &[Place]) -> Self {
        let mut names: HashMap<_, Vec<_>> = HashMap::new();
        for place in places {
            names.entry((place.area.clone(), fold(&place.name))).or_default().push(place.position);
        }
        Self(names)
    }

    fn in_department(&self, commune: &Commune) -> Option<Position> {
        let area = Area::Department(commune.departement.clone());
        let mut found =
            spellings(&commune.nom).into_iter().filter_map(|name| self.0.get(&(area.clone(), name)));
        found.next().and_then(|positions| positions.first()).copied()
    }

    /// Names come back within a region: only a place that has others of the department beside it counts.
    fn in_region(&self, commune: &Commune, near: &[Position]) -> Option<Position> {
        let positions = self.0.get(&(Area::Region(commune.region.clone()), fold(&commune.nom)))?;
        let distance = |position: &Position| {
            near.iter().map(|other| km(*position, *other)).fold(f64::INFINITY, f64::min)
        };
        let nearest = positions.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        (distance(nearest) <= NEAR_KM).then_some(*nearest)
    }
}

/// The name, and what GeoNames may have in its place.
fn spellings(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut spellings = vec![folded.clone()];
    // "Paris 9e Arrondissement" is "Paris 09 Opéra" there, or "Paris 09".
    if let Some((city, number)) =
        folded.strip_suffix(" arrondissement").and_then(|name| name.rsplit_once(' '))
    {
        let number: String = number.chars().filter(char::is_ascii_digit).collect();
        spellings.push(format!("{city} {number:0>2}"));
    }
    // Names made of two, and names told apart by what follows them.
    for separator in ["-Courcouronnes", "-sur-Seine", "-sur-Oise", "-sur-Mer", "-Rocquencourt"] {
        spellings.extend(name.strip_suffix(separator).map(fold));
    }
    spellings
}

/// Lower case, without accents, one space between words; `St` in full. The number is all that is kept of the name of
/// an arrondissement of Paris.
fn fold(name: &str) -> String {
    let mut folded = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'à' | 'â' | 'ä' | 'á' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' => folded.push('i'),
            'ô' | 'ö' | 'ó' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            c if c.is_alphanumeric() => folded.push(c),
            _ => folded.push(' '),
        }
    }
    let words: Vec<_> = folded
        .split_whitespace()
        .map(|word| match word {
            "st" => "saint",
            "ste" => "sainte",
            word => word,
        })
        .collect();
    match words.as_slice() {
        ["paris", number, _, ..] if number.len() == 2 && number.chars().all(|c| c.is_ascii_digit()) => {
            format!("paris {number}")
        }
        words => words.join(" "),
    }
}

/// Between two positions near each other, the Earth being a ball.
fn km(a: Position, b: Position) -> f64 {
    const KM_BY_DEGREE: f64 = 111.2;
    KM_BY_DEGREE * (a.0 - b.0).hypot((a.1 - b.1) * a.0.to_radians().cos())
}

#[cfg(test)]
mod tests {
    use super::{fold, km, spellings};

    #[test]
    fn names_of_both_sources_meet() {
        assert_eq!(fold("L'Haÿ-les-Roses"), "l hay les roses");
        assert_eq!(fold("St-Cœur"), "saint coeur");
        assert!(spellings("Paris 9e Arrondissement").contains(&fold("Paris 09 Opéra")));
        assert!(spellings("Lyon 1er Arrondissement").contains(&fold("Lyon 01")));
        assert!(spellings("Saint-Ouen-sur-Seine").contains(&fold("Saint-Ouen")));
    }

    #[test]
    fn a_degree_north_is_a_hundred_and_eleven_kilometres() {
        assert!((km((48.0, 2.0), (49.0, 2.0)) - 111.2).abs() < 0.1);
        assert!((km((60.0, 2.0), (60.0, 3.0)) - 55.6).abs() < 0.1);
    }
}
