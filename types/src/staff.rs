//! People who receive clients and run the network.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;
use crate::slug::Slug;

/// What visitors may know of a staff member: never an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffName {
    /// Stable id.
    pub id: StaffId,
    /// Name in URLs.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
}

/// What a profile allows. A handler names the one it needs; what is not named is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See appointments within one's scope.
    ViewAppointments,
    /// Move, cancel, transfer, book and mark attendance within one's scope.
    ManageAppointments,
    /// Change availability within one's scope.
    ManageAvailability,
    /// See reports.
    ViewReports,
    /// Change the settings of the network.
    Administer,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 5] = [
        Self::ViewAppointments,
        Self::ManageAppointments,
        Self::ManageAvailability,
        Self::ViewReports,
        Self::Administer,
    ];
}

/// Whose appointments a profile reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One's own.
    Own,
    /// Those of the agencies one belongs to.
    Perimeter,
    /// Those of every agency.
    Network,
}
