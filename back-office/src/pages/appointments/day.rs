//! What the address of the page says, and the ways to change it.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::session::Session;
use yew::prelude::*;
use yew_router::prelude::*;

use super::sort::Column;
use crate::app::{DayQuery, Route};
use crate::components::sort::Order;
use crate::hooks::clock::zone;
use crate::i18n::dates;

/// The day shown.
#[derive(Clone, PartialEq)]
pub struct Day {
    /// Its date.
    pub date: NaiveDate,
    /// Today's date where it is looked at.
    pub today: NaiveDate,
    /// Whether the address says it.
    pub is_dated: bool,
    /// Slug of the only agency shown.
    pub agency: Option<String>,
    /// Goes to another date.
    pub set_date: Callback<NaiveDate>,
    /// Shows one agency, or all of them.
    pub set_agency: Callback<Option<String>>,
    /// How the list is sorted.
    pub order: Order<Column>,
    /// Sorts it otherwise.
    pub set_order: Callback<Order<Column>>,
    /// Opens the appointment of that reference.
    pub open: Callback<String>,
    /// Closes the appointment that is open.
    pub close: Callback<()>,
}

impl Day {
    /// Whether it is today.
    pub fn is_today(&self) -> bool {
        self.date == self.today
    }
}

/// Reads the address; `opened` is the reference of the appointment that it names.
#[hook]
pub fn use_day(person: Option<&Rc<Session>>, opened: Option<&AttrValue>) -> Day {
    let navigator = use_navigator();
    let location = use_location();
    // Whether the entry of the history before this one is the list.
    let list_behind = use_mut_ref(|| false);
    let query = location.and_then(|location| location.query::<DayQuery>().ok()).unwrap_or_default();
    let agencies = person.map_or(&[][..], |person| &person.agencies);
    let agency = query.agence.clone().filter(|slug| !slug.is_empty());
    let today = dates::today(zone(agencies, agency.as_deref()));
    let said = query.date.as_deref().and_then(|date| date.parse().ok());
    let (date, is_dated) = (said.unwrap_or(today), said.is_some());

    let go = move |route: Route, query: DayQuery, replace: bool| {
        let Some(navigator) = &navigator else { return };
        let done = match replace {
            true => navigator.replace_with_query(&route, query),
            false => navigator.push_with_query(&route, query),
        };
        // The query is plain texts: encoding them can't fail.
        drop(done);
    };
    let set_date = {
        let (go, query) = (go.clone(), query.clone());
        Callback::from(move |date: NaiveDate| {
            go(Route::Appointments, DayQuery { date: Some(date.to_string()), ..query.clone() }, false);
        })
    };
    let set_agency = {
        let (go, query) = (go.clone(), query.clone());
        Callback::from(move |agence| go(Route::Appointments, DayQuery { agence, ..query.clone() }, false))
    };
    let order = Order::read(query.tri.as_deref());
    let set_order = {
        let (go, query, list_behind) = (go.clone(), query.clone(), list_behind.clone());
        // What is open stays open. The history does not grow: Back leaves the list, however often it was sorted.
        let route = match opened {
            Some(reference) => Route::Appointment { reference: reference.to_string() },
            None => Route::Appointments,
        };
        Callback::from(move |order: Order<Column>| {
            // The list of the entry before is in the former order: closing what is open must not lead back to it.
            *list_behind.borrow_mut() = false;
            go(route.clone(), DayQuery { tri: order.said(), ..query.clone() }, true);
        })
    };
    let open = {
        let (go, query, list_behind) = (go.clone(), query.clone(), list_behind.clone());
        // From one appointment to another the history does not grow: Back always leads to the list.
        let replace = opened.is_some();
        Callback::from(move |reference| {
            if !replace {
                *list_behind.borrow_mut() = true;
            }
            // The date goes along: the link then opens the same day tomorrow.
            let query = DayQuery { date: Some(date.to_string()), ..query.clone() };
            go(Route::Appointment { reference }, query, replace);
        })
    };
    let close = {
        let navigator = use_navigator();
        Callback::from(move |()| match (list_behind.replace(false), &navigator) {
            (true, Some(navigator)) => navigator.back(),
            _ => go(Route::Appointments, query.clone(), true),
        })
    };
    Day { date, today, is_dated, agency, set_date, set_agency, order, set_order, open, close }
}
