//! A place of the network that receives clients.

use serde::{Deserialize, Serialize};

use crate::channel::Channels;
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
