//! Calendar files (RFC 5545).

use chrono::{DateTime, Utc};
use creno_types::Channel;
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus};

use crate::store::appointments::FullAppointment;

/// The appointment as a calendar file. Instants are in UTC, so that every calendar shows the right hour without
/// knowing the agency's zone.
pub fn file(full: &FullAppointment, manage_url: &str, now: DateTime<Utc>) -> String {
    let appointment = &full.appointment;
    let mut event = Event::new();
    event
        .uid(&format!("{}@creno", appointment.id))
        .timestamp(now)
        .starts(appointment.start.utc())
        .ends(appointment.end.utc())
        .summary(&format!("{}, {}", appointment.theme.name, appointment.agency.name))
        .description(&description(full, manage_url))
        .add_property("SEQUENCE", full.sequence.to_string())
        .status(EventStatus::Confirmed);
    if appointment.channel == Channel::Office {
        event.location(&format!("{}, {}", appointment.agency.name, full.address));
    }
    let mut calendar = Calendar::new();
    calendar.push(event.done());
    calendar.to_string()
}

fn description(full: &FullAppointment, manage_url: &str) -> String {
    let appointment = &full.appointment;
    let how = match appointment.channel {
        Channel::Office => "En agence",
        Channel::Video => "En visioconférence",
        Channel::Phone => "Par téléphone",
    };
    let mut lines = vec![
        format!("Référence : {}", appointment.reference),
        format!("{how}, avec {}", appointment.staff.name),
        format!("Voir ou annuler : {manage_url}"),
    ];
    if !full.instructions.is_empty() {
        lines.insert(2, full.instructions.clone());
    }
    lines.join("\n")
}
