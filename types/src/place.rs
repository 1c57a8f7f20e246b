//! Towns, for who looks for the nearest agencies.

use serde::{Deserialize, Serialize};

/// What a town is looked for by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PlacesQuery {
    /// A name or its beginning, or the first digits of a postcode: 2 characters at least, 100 at most.
    #[cfg_attr(feature = "openapi", param(example = "saint-den"))]
    pub q: String,
}

impl PlacesQuery {
    /// Under so many characters, no town is looked for.
    pub const SHORTEST: usize = 2;
    /// The most characters.
    pub const LONGEST: usize = 100;
}

/// The towns found, the best first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "places": [
    { "name": "Saint-Denis", "postcode": "97400", "department": "La Réunion", "lat": -20.882, "lon": 55.45 }] })))]
pub struct Places {
    /// Six at most.
    pub places: Vec<Place>,
}

/// A town, or an arrondissement of Paris, Lyon or Marseille.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Its name; "Paris 9e" for an arrondissement.
    pub name: String,
    /// Its main postcode, or the one that was asked.
    pub postcode: String,
    /// Name of its department, which tells apart towns of the same name.
    pub department: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}
