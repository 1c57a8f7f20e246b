//! Postal addresses, completed while they are typed.

use serde::{Deserialize, Serialize};

use crate::field::{Field, FieldFormat};

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

impl Address {
    /// Number and street, as they stand on an envelope.
    pub fn street_line(&self) -> String {
        match &self.number {
            Some(number) => [number, " ", &self.street].concat(),
            None => self.street.clone(),
        }
    }

    /// What it puts into a form, by field key: the field `street`, and the postcode and the town that follow it there.
    pub fn answers(&self, fields: &[&Field], street: &str) -> impl Iterator<Item = (String, String)> {
        let after = || fields.iter().skip_while(|field| field.key != street);
        let postcode = after().find(|field| field.format == FieldFormat::Postcode);
        let city = after().find(|field| field.key == "city");
        let rest = [(postcode, &self.postcode), (city, &self.city)];
        let rest = rest.map(|(field, text)| field.map(|field| (field.key.clone(), text.clone())));
        [Some((street.to_owned(), self.street_line()))].into_iter().chain(rest).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str, format: &str) -> Field {
        let field = serde_json::json!({ "key": key, "label": key, "format": format, "required": true });
        serde_json::from_value(field).unwrap()
    }

    #[test]
    fn an_address_fills_what_follows_its_street() {
        let address = Address {
            label: String::new(),
            number: Some("8 bis".into()),
            street: "Rue de la Paix".into(),
            postcode: "75002".into(),
            city: "Paris".into(),
        };
        let fields = [
            field("birthplace", "postcode"),
            field("street", "street"),
            field("complement", "text"),
            field("code", "postcode"),
            field("city", "letters"),
        ];
        let filled = |fields: &[Field]| {
            address.answers(&fields.iter().collect::<Vec<_>>(), "street").collect::<Vec<_>>()
        };
        let pair = |key: &str, text: &str| (key.to_owned(), text.to_owned());
        assert_eq!(
            filled(&fields),
            [pair("street", "8 bis Rue de la Paix"), pair("code", "75002"), pair("city", "Paris")]
        );
        assert_eq!(filled(&fields[..3]), [pair("street", "8 bis Rue de la Paix")]);
    }
}
