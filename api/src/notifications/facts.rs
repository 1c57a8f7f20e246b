//! An appointment as it was when something happened to it: messages tell of that moment, whenever they are sent.

use creno_types::ids::{AppointmentId, StaffId};
use creno_types::template::MessageLang;
use creno_types::{Channel, Reference, ZonedInstant};
use serde::{Deserialize, Serialize};

use crate::store::appointments::FullAppointment;

/// What a message tells. Nothing about the client, whose data are in one place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// The appointment.
    pub id: AppointmentId,
    /// What the client quotes.
    pub reference: Reference,
    /// Its theme, as it was called when booked.
    pub theme: String,
    /// Name of the agency.
    pub agency: String,
    /// Its address on one line.
    pub address: String,
    /// Way of meeting.
    pub channel: Channel,
    /// Who receives.
    pub staff: StaffId,
    /// Their name.
    pub staff_name: String,
    /// Start, as the client was told.
    pub start: ZonedInstant,
    /// End, likewise.
    pub end: ZonedInstant,
    /// IANA name of the zone.
    pub timezone: String,
    /// What to know or bring.
    pub instructions: String,
    /// The documents that the theme asks, by label, separated by commas: found when clients are written to.
    #[serde(default)]
    pub documents: String,
    /// How many times it changed, for calendar files.
    pub sequence: i64,
}

impl Facts {
    /// Those of an appointment as it is.
    pub fn of(full: &FullAppointment) -> Self {
        let appointment = &full.appointment;
        Self {
            id: appointment.id,
            reference: appointment.reference.clone(),
            theme: appointment.theme.name.clone(),
            agency: appointment.agency.name.clone(),
            address: full.address.clone(),
            channel: appointment.channel,
            staff: appointment.staff.id,
            staff_name: appointment.staff.name.clone(),
            start: appointment.start,
            end: appointment.end,
            timezone: appointment.timezone.clone(),
            instructions: full.instructions.clone(),
            documents: String::new(),
            sequence: full.sequence,
        }
    }

    /// The same without what it is about, for themes whose messages are to be seen by anybody.
    #[must_use]
    pub fn neutral(self, lang: MessageLang) -> Self {
        let theme = match lang {
            MessageLang::Fr => "Rendez-vous",
            MessageLang::En => "Appointment",
        };
        Self { theme: theme.into(), instructions: String::new(), documents: String::new(), ..self }
    }
}
