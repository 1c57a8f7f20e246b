//! The appointment to receive now or next, in evidence.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::agenda::Agenda;
use creno_types::appointment::AppointmentStatus;
use yew::prelude::*;

use super::attendance::{Notes, Ways};
use super::figures;
use super::today::FileLink;
use crate::components::appointment::hours;
use crate::components::channel::ChannelLabel;
use crate::components::dot::{Dot, Edge};
use crate::i18n::{dates, t};

/// Properties of [`Next`] and of the list of the day.
#[derive(Properties, PartialEq)]
pub struct DayProps {
    /// The agendas; the first of their days is the one shown.
    pub agenda: Rc<Agenda>,
    /// What is noted.
    pub notes: Notes,
    /// This instant.
    pub now: DateTime<Utc>,
    /// Whether the profile notes attendance.
    pub manages: bool,
    /// Whether several people's appointments are shown.
    pub everybody: bool,
}

/// The card; nothing when nobody else is expected.
#[component]
pub fn Next(props: &DayProps) -> Html {
    let mut items = figures::of_day(&props.agenda, props.agenda.from);
    // What was just noted is not waited for, though the agendas do not say so yet.
    items.retain(|item| props.notes.status(item) == AppointmentStatus::Confirmed);
    let Some(item) = figures::next(&items, props.now).and_then(|place| items.get(place)) else {
        return Html::default();
    };
    let ongoing = item.start.utc() <= props.now;
    let when = match ongoing {
        true => Some(t("dashboard.ongoing").to_owned()),
        false => dates::relative(item.start.utc(), props.now),
    };
    html! {
        <section class="next" aria-labelledby="next-title" data-testid="next"
            data-reference={item.reference.to_string()}>
            <Edge color={item.color.clone()} />
            <h2 id="next-title">{ t(if ongoing { "dashboard.now" } else { "dashboard.next" }) }</h2>
            <p class="next-when">{ hours(item) }<span class="next-relative">{ when }</span></p>
            <p class="next-who"><FileLink appointment={(*item).clone()} /></p>
            <p class="next-what">
                <span class="theme"><Dot color={item.color.clone()} />{ &item.theme.name }</span>
                <ChannelLabel channel={item.channel} />
                if props.everybody { <span>{ &item.staff.name }</span> }
                <span>{ &item.agency.name }</span>
            </p>
            if props.manages {
                <Ways appointment={(*item).clone()} notes={props.notes.clone()} now={props.now} whole={true} />
            }
        </section>
    }
}
