//! A place of the network that receives clients.

use serde::{Deserialize, Serialize};

use crate::channel::Channels;
use crate::holiday::HolidayCalendar;
use crate::ids::AgencyId;
use crate::slug::Slug;

/// An agency as clients see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agency {
    /// Stable id.
    pub id: AgencyId,
    /// Name in URLs and attributes.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// Number and street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// IANA name of the zone that its hours are in, such as `Indian/Reunion`.
    pub timezone: String,
    /// Where it stands.
    pub position: Position,
    /// Ways of meeting that it offers.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::Channel>))]
    pub channels: Channels,
}

/// A point on the globe, in WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A change of an agency's settings; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AgencyPatch {
    /// IANA name of the zone that its hours are in.
    pub timezone: Option<String>,
    /// The public holidays that it observes: a word of [`HolidayCalendar`].
    pub holidays: Option<String>,
}

/// The settings of an agency that can be changed, and which agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencySettings {
    /// Stable id.
    pub id: AgencyId,
    /// Name in URLs.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// IANA name of the zone that its hours are in.
    pub timezone: String,
    /// The public holidays that it observes.
    pub holidays: HolidayCalendar,
}
