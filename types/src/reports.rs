//! What happened, counted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::staff::StaffName;

/// Which appointments are counted by person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SpreadQuery {
    /// Slug or id of the agency.
    pub agency: String,
    /// Slug or id of the theme.
    pub theme: String,
    /// First local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub from: NaiveDate,
    /// Last local date.
    #[serde(deserialize_with = "crate::date::date")]
    pub to: NaiveDate,
}

/// How appointments fell to the people who handle a theme in an agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spread {
    /// How many there are, cancelled ones apart.
    pub total: u32,
    /// Each person who handles the theme there today, and whoever had some, by name.
    pub people: Vec<PersonSpread>,
}

/// What fell to one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonSpread {
    /// Who.
    pub staff: StaffName,
    /// How many appointments.
    pub appointments: u32,
    /// Their part of the total, from 0 to 1.
    pub share: f64,
}
