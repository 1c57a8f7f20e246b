//! One newtype per kind of row, so that an agency's id never stands where a theme's is meant.
//!
//! Every id is a UUID v7, made by the server: ordered by time, and telling nothing of how many there are.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                // As the server writes it, and no other way.
                text.parse::<uuid::fmt::Hyphenated>().map(|id| Self(id.into_uuid()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// An agency of the network.
    AgencyId,
    /// A skill that groups themes.
    SkillId,
    /// A theme: what an appointment is about.
    ThemeId,
    /// A person who signs in to the back-office, and may receive clients.
    StaffId,
    /// A profile: what a staff member may do and see.
    ProfileId,
    /// A campaign: sessions of its own, apart from the windows of those who take part.
    CampaignId,
    /// An appointment.
    AppointmentId,
    /// A client's personal data, kept for one appointment or several.
    ClientId,
    /// A stretch of a person's time that is taken, by a hold or by an appointment.
    OccupancyId,
    /// A recurring window of a person.
    WindowId,
    /// An exception of one date to a person's windows.
    ExceptionId,
    /// A closure of an agency, or of the network.
    ClosureId,
    /// A change to the computed public holidays.
    HolidayId,
    /// A document that was received for an appointment.
    DocumentId,
}
