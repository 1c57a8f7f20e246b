//! The client of the Base Adresse Nationale: the search of `data.geopf.fr/geocodage` (formerly
//! `api-adresse.data.gouv.fr`), or of an Addok server of one's own, which answer the same GeoJSON.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use creno_types::address::Address;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use rustls::{ClientConfig, RootCertStore};
use serde::Deserialize;

use super::{AddressSource, MOST, SourceError};

/// Beyond it, people have typed on.
const TIMEOUT: Duration = Duration::from_millis(1_500);
/// Five addresses take three thousand bytes.
const LARGEST: usize = 64 * 1024;
/// The most characters of a part of an address.
const LONGEST_PART: usize = 200;

/// A server of addresses.
#[derive(Debug)]
pub struct Ban {
    client: Client,
    search: String,
}

impl Ban {
    /// The one whose search is at `{base}/search/`.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(base: &str) -> anyhow::Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls.with_root_certificates(roots).with_no_client_auth())
            .user_agent(concat!("creno/", env!("CARGO_PKG_VERSION")))
            .timeout(TIMEOUT)
            // What people type goes where the operator says, nowhere else.
            .redirect(Policy::none())
            .build()?;
        Ok(Self { client, search: format!("{}/search/", base.trim_end_matches('/')) })
    }
}

#[async_trait]
impl AddressSource for Ban {
    async fn complete(&self, typed: &str) -> Result<Vec<Address>, SourceError> {
        let limit = MOST.to_string();
        let query = [("q", typed), ("limit", &limit), ("autocomplete", "1")];
        let request = self.client.get(&self.search).query(&query);
        let mut response = request.send().await.map_err(|error| told(&error))?;
        match response.status() {
            StatusCode::OK => {}
            // It finds no sense in what was typed: there is nothing to propose.
            StatusCode::BAD_REQUEST => return Ok(Vec::new()),
            status if status.is_redirection() => return Err(SourceError::Redirect(status.as_u16())),
            status => return Err(SourceError::Status(status.as_u16())),
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| told(&error))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(SourceError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        read(&body)
    }
}

/// The library's own words would repeat the address that was asked.
fn told(error: &reqwest::Error) -> SourceError {
    if error.is_timeout() { SourceError::TooSlow } else { SourceError::Unreachable }
}

#[derive(Deserialize)]
struct FeatureCollection {
    #[serde(rename = "type")]
    kind: String,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
}

#[derive(Deserialize)]
struct Properties {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    name: String,
    housenumber: Option<String>,
    street: Option<String>,
    #[serde(default)]
    postcode: String,
    #[serde(default)]
    city: String,
}

fn read(body: &[u8]) -> Result<Vec<Address>, SourceError> {
    let collection: FeatureCollection = serde_json::from_slice(body).map_err(|_| SourceError::Unreadable)?;
    if collection.kind != "FeatureCollection" {
        return Err(SourceError::Unreadable);
    }
    let addresses = collection.features.into_iter().filter_map(|feature| address(feature.properties));
    Ok(addresses.take(MOST).collect())
}

/// The address in parts; `None` for a town alone, or what can't fill a form.
fn address(found: Properties) -> Option<Address> {
    let (number, street) = match found.kind.as_str() {
        "housenumber" => (Some(found.housenumber?), found.street?),
        "street" | "locality" => (None, found.name),
        _ => return None,
    };
    let parts = [&found.label, &street, &found.postcode, &found.city];
    let sound = |part: &str| part.chars().count() <= LONGEST_PART && !part.chars().any(char::is_control);
    let whole = parts.iter().all(|part| !part.trim().is_empty() && sound(part));
    (whole && number.as_deref().is_none_or(sound)).then_some(Address {
        label: found.label,
        number,
        street,
        postcode: found.postcode,
        city: found.city,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{SourceError, read};

    #[test]
    fn the_published_format_is_read() {
        // Shaped as the documentation of the service shows it.
        let body = json!({ "type": "FeatureCollection", "version": "draft", "features": [
            { "type": "Feature", "geometry": { "type": "Point", "coordinates": [2.290084, 49.897443] },
              "properties": { "label": "8 Boulevard du Port 80000 Amiens", "score": 0.49, "housenumber": "8",
                "id": "80021_6590_00008", "type": "housenumber", "name": "8 Boulevard du Port",
                "postcode": "80000", "citycode": "80021", "x": 648952.58, "y": 6977867.25, "city": "Amiens",
                "context": "80, Somme, Hauts-de-France", "importance": 0.67, "street": "Boulevard du Port" } },
            { "type": "Feature", "geometry": null, "properties": { "label": "Boulevard du Port 95000 Cergy",
                "type": "street", "name": "Boulevard du Port", "postcode": "95000", "city": "Cergy" } },
            { "type": "Feature", "properties": { "label": "Le Port 29910 Trégunc", "type": "locality",
                "name": "Le Port", "postcode": "29910", "city": "Trégunc" } },
            { "type": "Feature", "properties": { "label": "Le Port", "type": "municipality", "name": "Le Port",
                "postcode": "97420", "city": "Le Port" } },
            { "type": "Feature", "properties": { "label": "Rue X", "type": "street", "name": "Rue X" } },
            { "type": "Feature", "properties": {} },
        ] });
        let addresses = read(body.to_string().as_bytes()).unwrap();
        let parts: Vec<_> = addresses
            .iter()
            .map(|one| (one.number.as_deref(), one.street.as_str(), one.postcode.as_str(), one.city.as_str()))
            .collect();
        assert_eq!(
            parts,
            [
                (Some("8"), "Boulevard du Port", "80000", "Amiens"),
                (None, "Boulevard du Port", "95000", "Cergy"),
                (None, "Le Port", "29910", "Trégunc"),
            ]
        );
        assert_eq!(addresses[0].label, "8 Boulevard du Port 80000 Amiens");
    }

    #[test]
    fn anything_else_is_unreadable() {
        for body in ["", "{", "[]", "null", "{}", r#"{"type":"Feature","features":[]}"#, r#"{"features":[]}"#]
        {
            assert_eq!(read(body.as_bytes()), Err(SourceError::Unreadable), "{body}");
        }
        let empty = r#"{"type":"FeatureCollection","features":[]}"#;
        assert_eq!(read(empty.as_bytes()), Ok(Vec::new()));
    }
}
