//! What table and cards have in common: the parts of one appointment.

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus};
use web_sys::MouseEvent;
use yew::prelude::*;
use yew_router::prelude::*;

use super::day::Day;
use crate::app::{Route, address};
use crate::components::link::is_for_browser;

/// Id of the line of an appointment: where the focus returns.
pub fn line_id(reference: &str) -> String {
    format!("rdv-{reference}")
}

/// Classes of the line of an appointment.
pub fn line_classes(appointment: &Appointment, opened: bool, now: DateTime<Utc>) -> Classes {
    classes!(
        "line",
        opened.then_some("is-open"),
        (appointment.end.utc() <= now).then_some("is-past"),
        (appointment.status == AppointmentStatus::Cancelled).then_some("is-cancelled"),
    )
}

/// Properties of [`RowLink`].
#[derive(Properties, PartialEq)]
pub struct RowLinkProps {
    /// Reference of the appointment.
    pub reference: AttrValue,
    /// Name shown.
    pub name: AttrValue,
    /// The day shown.
    pub day: Day,
    /// Whether it is the one that is open.
    pub opened: bool,
}

/// The name of the client, a true link: it can be opened in another tab.
#[component]
pub fn RowLink(props: &RowLinkProps) -> Html {
    let route = Route::Appointment { reference: props.reference.to_string() };
    let href = use_navigator().map(|navigator| {
        let date = props.day.date.to_string();
        let mut parameters = vec![("date", date.as_str())];
        parameters.extend(props.day.agency.as_deref().map(|agency| ("agence", agency)));
        let order = props.day.order.said();
        parameters.extend(order.as_deref().map(|order| ("tri", order)));
        creno_types::endpoint::with_query(&address(&navigator, &route), &parameters)
    });
    let onclick = {
        let (open, reference) = (props.day.open.clone(), props.reference.to_string());
        Callback::from(move |event: MouseEvent| {
            // The whole line opens it too: once is enough.
            event.stop_propagation();
            if !is_for_browser(&event) {
                event.prevent_default();
                open.emit(reference.clone());
            }
        })
    };
    html! {
        <a class="row-link" id={line_id(&props.reference)} {href} {onclick}
            aria-current={props.opened.then_some("true")}>{ &props.name }</a>
    }
}
