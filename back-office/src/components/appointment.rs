//! Parts of one appointment that several pages show.

use creno_types::appointment::Appointment;
use yew::prelude::*;

use crate::i18n::{dates, t};

/// Start and end on the agency's clock, and whose clock it is when it is not the reader's.
pub fn hours(appointment: &Appointment) -> Html {
    html! {
        <span class="hours">
            <time class="hours-start" datetime={appointment.start.to_string()}>
                { dates::clock(appointment.start.local_time()) }
            </time>
            <span class="hours-end">
                { t("appointments.until") }{ dates::clock(appointment.end.local_time()) }
            </span>
            if let Some(zone) = dates::foreign_zone(appointment.start, &appointment.timezone) {
                <span class="hours-zone">{ zone }</span>
            }
        </span>
    }
}

/// Name of the client, or what stands for it when the profile masks it.
pub fn client_name(appointment: &Appointment) -> &str {
    match appointment.client.name.trim() {
        "" => t("appointments.masked_client"),
        name => name,
    }
}
