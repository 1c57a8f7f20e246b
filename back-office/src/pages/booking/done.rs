//! It is booked.

use creno_types::appointment::Appointment;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::{DayQuery, Route};
use crate::components::appointment::client_name;
use crate::components::copy::Copy;
use crate::components::icon::{Glyph, Icon};
use crate::hooks::title::use_page_heading;
use crate::i18n::{dates, t};

/// Properties of [`Done`].
#[derive(Properties, PartialEq)]
pub struct DoneProps {
    /// What was booked.
    pub appointment: Appointment,
    /// Books another one.
    pub onagain: Callback<()>,
}

/// The reference, and what may come next.
#[component]
pub fn Done(props: &DoneProps) -> Html {
    let heading = use_page_heading();
    let item = &props.appointment;
    let reference = item.reference.to_string();
    let query = DayQuery { date: Some(item.start.local_date().to_string()), ..DayQuery::default() };
    html! {
        <section class="booked" data-testid="booked" data-reference={reference.clone()}>
            <Icon glyph={Glyph::CircleCheck} size={40} />
            <h1 ref={heading} tabindex="-1">{ t("booking.done") }</h1>
            <p class="booked-when">{ dates::short_moment(item.start) }{ " · " }{ &item.agency.name }</p>
            <p>{ client_name(item) }{ " · " }{ &item.theme.name }{ " · " }{ &item.staff.name }</p>
            <p class="booked-reference">
                <span>{ t("booking.reference") }</span>
                <code>{ reference.clone() }</code>
                <Copy text={reference.clone()} label={t("booking.copy")} />
            </p>
            <p class="state-ways">
                <Link<Route, DayQuery> to={Route::Appointment { reference }} query={query}
                    classes="button button-primary">{ t("booking.file") }</Link<Route, DayQuery>>
                <button type="button" class="button" data-testid="book-another"
                    onclick={props.onagain.reform(|_| ())}>{ t("booking.another") }</button>
            </p>
        </section>
    }
}
