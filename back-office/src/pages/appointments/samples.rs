//! An appointment for the tests of this page.

use chrono::TimeDelta;
use creno_types::appointment::{Appointment, AppointmentStatus, ClientSummary, Named, Source};
use creno_types::ids::{AgencyId, AppointmentId, StaffId, ThemeId};
use creno_types::staff::StaffName;
use creno_types::{Channel, Reference, ZonedInstant};

/// An appointment in an agency, from `start` on, of that many minutes.
pub fn appointment(start: &str, minutes: i64) -> Appointment {
    let start: ZonedInstant = start.parse().unwrap();
    let end = chrono::DateTime::parse_from_rfc3339(&start.to_string()).unwrap() + TimeDelta::minutes(minutes);
    Appointment {
        id: AppointmentId(Default::default()),
        reference: Reference::from_indices([1, 2, 3, 4, 5, 6]),
        status: AppointmentStatus::Confirmed,
        start,
        end: end.into(),
        timezone: "Europe/Paris".into(),
        channel: Channel::Office,
        agency: Named {
            id: AgencyId(Default::default()),
            slug: "paris-opera".parse().unwrap(),
            name: "Paris Opéra".into(),
        },
        theme: Named {
            id: ThemeId(Default::default()),
            slug: "budget".parse().unwrap(),
            name: "Faire le point sur son budget".into(),
        },
        color: "#086E6B".into(),
        staff: StaffName {
            id: StaffId(Default::default()),
            slug: "jean-petit".parse().unwrap(),
            name: "Jean Petit".into(),
        },
        client: ClientSummary::default(),
        source: Source::Widget,
        created_at: start,
        presence_confirmed_at: None,
    }
}
