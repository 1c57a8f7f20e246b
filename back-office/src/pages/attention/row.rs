//! What table and cards have in common: the parts of one appointment.

use chrono::{DateTime, Utc};
use creno_types::appointment::Appointment;
use creno_types::attention::AttentionItem;
use creno_types::endpoint::with_query;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::{DayQuery, Route, address};
use crate::components::appointment::{client_name, hours};
use crate::components::icon::{Glyph, Icon};
use crate::components::link::is_for_browser;
use crate::i18n::{dates, words};

/// Day and hours; how far off, within a day.
pub fn when(appointment: &Appointment, now: DateTime<Utc>) -> Html {
    html! {
        <>
            <span class="when-day">{ dates::short_day(appointment.start.local_date()) }</span>
            { hours(appointment) }
            if let Some(relative) = dates::relative(appointment.start.utc(), now) {
                <span class="when-soon">{ relative }</span>
            }
        </>
    }
}

/// Everything that is in the way, a sentence each.
pub fn reasons(item: &AttentionItem) -> Html {
    html! {
        <ul class="obstacles">
            { for item.reasons.iter().map(|reason| html! {
                <li>
                    <Icon glyph={Glyph::Warning} size={16} />
                    <span>{ words::attention(*reason, &item.appointment) }</span>
                </li>
            }) }
        </ul>
    }
}

/// Opens the file of an appointment.
pub fn open(navigator: Option<&Navigator>, appointment: &Appointment) {
    if let Some(navigator) = navigator {
        let route = Route::Appointment { reference: appointment.reference.to_string() };
        let date = appointment.start.local_date().to_string();
        let query = DayQuery { date: Some(date), ..DayQuery::default() };
        // The query is a plain text: encoding it can't fail.
        drop(navigator.push_with_query(&route, query));
    }
}

/// Properties of [`FileLink`].
#[derive(Properties, PartialEq)]
pub struct FileLinkProps {
    /// The appointment.
    pub appointment: Appointment,
}

/// The name of the client, a link to the file: it can be opened in another tab, and copied.
#[component]
pub fn FileLink(props: &FileLinkProps) -> Html {
    let navigator = use_navigator();
    let route = Route::Appointment { reference: props.appointment.reference.to_string() };
    let href = navigator.as_ref().map(|navigator| {
        let date = props.appointment.start.local_date().to_string();
        with_query(&address(navigator, &route), &[("date", &date)])
    });
    let onclick = {
        let appointment = props.appointment.clone();
        Callback::from(move |event: MouseEvent| {
            // The whole line opens it too: once is enough.
            event.stop_propagation();
            if !is_for_browser(&event) {
                event.prevent_default();
                open(navigator.as_ref(), &appointment);
            }
        })
    };
    html! { <a class="row-link" {href} {onclick}>{ client_name(&props.appointment).to_owned() }</a> }
}
