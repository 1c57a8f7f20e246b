//! Postal addresses, completed while they are typed.

use serde::{Deserialize, Serialize};

/// What was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AddressesQuery {
    /// The beginning of an address: 3 characters at least, 200 at most.
    #[cfg_attr(feature = "openapi", param(example = "8 rue de la paix paris"))]
    pub q: String,
}

impl AddressesQuery {
    /// Under so many characters, no address is looked for.
    pub const SHORTEST: usize = 3;
    /// The most characters.
    pub const LONGEST: usize = 200;
}

/// It tells where somebody lives.
impl std::fmt::Debug for AddressesQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddressesQuery(…)")
    }
}

/// The addresses found, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "addresses": [
    { "label": "8 Rue de la Paix 75002 Paris", "number": "8", "street": "Rue de la Paix", "postcode": "75002",
      "city": "Paris" }] })))]
pub struct Addresses {
    /// Five at most.
    pub addresses: Vec<Address>,
}

/// An address, in parts that fill the fields of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// The whole on one line.
    pub label: String,
    /// Number in the street, `12 bis` for example, when one was typed and is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The street, or the locality where streets have no names.
    pub street: String,
    /// Its postcode.
    pub postcode: String,
    /// Its town.
    pub city: String,
}
