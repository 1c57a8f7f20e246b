//! Agencies, as administrators set them.

use serde::{Deserialize, Serialize};

use super::{Faults, Translations, yes};
use crate::agency::Position;
use crate::channel::Channels;
use crate::holiday::HolidayCalendar;
use crate::ids::AgencyId;
use crate::problem::{FieldError, FieldErrorCode};

/// An agency as it is typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "slug": "lyon-part-dieu", "name": "Lyon Part-Dieu",
    "street": "12 rue Garibaldi", "postcode": "69003", "city": "Lyon", "timezone": "Europe/Paris",
    "position": { "latitude": 45.7606, "longitude": 4.8597 }, "channels": ["office", "phone"] })))]
#[serde(deny_unknown_fields)]
pub struct NewAgency {
    /// Name in URLs and attributes: lower-case letters, digits and single hyphens, 64 at most.
    pub slug: String,
    /// Name on screen, 120 characters at most.
    pub name: String,
    /// Number and street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// IANA name of the zone that its hours are in.
    pub timezone: String,
    /// Where it stands.
    pub position: Position,
    /// The public holidays that it observes: a word of [`HolidayCalendar`].
    #[serde(default = "national")]
    pub holidays: String,
    /// Ways of meeting that it offers.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::channel::Channel>))]
    pub channels: Channels,
    /// Whether it is on offer. What was booked stays.
    #[serde(default = "yes")]
    pub active: bool,
    /// Its `name` in other languages.
    #[serde(default)]
    pub translations: Translations,
}

fn national() -> String {
    HolidayCalendar::National.as_str().to_owned()
}

impl NewAgency {
    /// Checks what needs no database; the zone is the server's to know.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::default();
        faults.slug(&self.slug);
        faults.name("name", &self.name, 120);
        faults.text("street", &self.street, 200);
        let digits = self.postcode.len();
        if !(5..=6).contains(&digits) || !self.postcode.bytes().all(|b| b.is_ascii_digit()) {
            faults.add("postcode", FieldErrorCode::NotPostcode);
        }
        faults.name("city", &self.city, 120);
        if !(-90.0..=90.0).contains(&self.position.latitude) {
            faults.add("position.latitude", FieldErrorCode::OutOfRange);
        }
        if !(-180.0..=180.0).contains(&self.position.longitude) {
            faults.add("position.longitude", FieldErrorCode::OutOfRange);
        }
        if self.holidays.parse::<HolidayCalendar>().is_err() {
            faults.add("holidays", FieldErrorCode::NotChoice);
        }
        faults.translations(&self.translations, &["name"], 120);
        faults.all()
    }
}

/// An agency as administrators read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencySettings {
    /// Stable id.
    pub id: AgencyId,
    /// What is set.
    #[serde(flatten)]
    pub settings: NewAgency,
}
