//! The appointments of a day.

mod bulk;
mod day;
mod filter;
mod list;
mod pick;
mod row;
#[cfg(test)]
pub mod samples;
mod selection;
mod sort;
mod states;
mod summary;
mod timeline;
mod toolbar;

use std::rc::Rc;

use chrono::{Days, NaiveDate};
use creno_types::appointment::Appointments;
use creno_types::endpoint::{Endpoint, ListAppointments, with_query};
use creno_types::notification::LiveChange;
use creno_types::staff::Permission;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;
use yew_router::prelude::*;

use self::bulk::Bulk;
use self::day::{Day, use_day};
use self::list::List;
use self::selection::{Choose, Choosing, chosen_among, use_selection};
use self::states::NoAppointment;
use self::summary::{Summary, result};
use self::toolbar::Toolbar;
use crate::api::{self, ApiError};
use crate::app::Route;
use crate::components::failure::Failure;
use crate::components::frame::{HelpOpener, SingleKeys};
use crate::components::icon::{Glyph, Icon};
use crate::components::line_keys;
use crate::components::no_match::NoMatch;
use crate::components::skeleton::Skeleton;
use crate::hooks::live::use_live_reload;
use crate::hooks::load::use_load;
use crate::hooks::now::{use_now, use_return_to_tab};
use crate::hooks::session::{use_may, use_person};
use crate::hooks::shortcuts::use_shortcuts;
use crate::hooks::title::{focus, use_page_heading, use_title};
use crate::i18n::{dates, t};
use crate::pages::file::FilePanel;

/// Properties of [`AppointmentsPage`].
#[derive(Properties, PartialEq)]
pub struct AppointmentsPageProps {
    /// Reference of the appointment to show beside the list.
    #[prop_or_default]
    pub reference: Option<AttrValue>,
}

/// The list of a day, and beside it the appointment that is open.
#[component]
pub fn AppointmentsPage(props: &AppointmentsPageProps) -> Html {
    let opened = &props.reference;
    let person = use_person();
    let manages = use_may(Permission::ManageAppointments);
    let day = use_day(person.as_ref(), opened.as_ref());
    let now = use_now();
    let load = use_load((day.date, day.agency.clone()), |(date, agency)| fetch(date, agency));
    use_return_to_tab(load.reload.clone());
    let (date, agency) = (day.date, day.agency.clone());
    let concerns = Callback::from(move |change: LiveChange| {
        change.date == date && agency.as_ref().is_none_or(|agency| change.agency.as_str() == agency)
    });
    use_live_reload(concerns, load.reload.clone());
    use_title(t("appointments.title").to_owned());
    let heading = use_page_heading();
    let search = use_state_eq(AttrValue::default);
    let (search_field, list, bar) = (use_node_ref(), use_node_ref(), use_node_ref());
    let onsearch = {
        let search = search.clone();
        use_callback((), move |text: String, ()| search.set(text.into()))
    };
    let onlist = use_callback(list.clone(), |(), list| {
        line_keys::step(list, "ArrowDown");
    });
    let selection = use_selection((day.date, day.agency.clone()));
    use_focus_return(opened);

    let appointments = load.state.data.clone();
    let shown = use_memo((appointments.clone(), (*search).clone()), |(appointments, search)| {
        let items = appointments.iter().flat_map(|appointments| &appointments.items).enumerate();
        items
            .filter(|(_, item)| filter::matches(item, search))
            .map(|(index, _)| index)
            .collect::<Rc<[usize]>>()
    });
    let sorted =
        use_memo((appointments.clone(), (*shown).clone(), day.order), |(appointments, shown, order)| {
            let mut places = shown.to_vec();
            if let Some(appointments) = appointments {
                sort::sort(&mut places, appointments, *order);
            }
            Rc::<[usize]>::from(places)
        });
    let chosen = use_memo(
        (appointments.clone(), (*sorted).clone(), selection.clone()),
        |(appointments, sorted, selection)| {
            let items = appointments.as_ref().map_or(&[][..], |appointments| &appointments.items);
            chosen_among(sorted.iter().filter_map(|&place| items.get(place)), selection)
        },
    );
    let (lines, chosen) = (*chosen).clone();
    let choosing = manages.then(|| Choosing { selection: selection.clone(), lines });
    let clear = {
        let dispatcher = selection.dispatcher();
        use_callback((), move |(), ()| dispatcher.dispatch(Choose::none()))
    };
    let acting = (!chosen.is_empty()).then(|| (bar.clone(), clear.clone()));
    use_keys(&day, opened.is_some(), &search_field, acting);
    let help = use_context::<HelpOpener>();
    let agency_name = person.iter().flat_map(|person| &person.agencies).find_map(|agency| {
        (Some(agency.slug.as_str()) == day.agency.as_deref()).then(|| AttrValue::from(agency.name.clone()))
    });
    let found = opened.as_deref().and_then(|reference| {
        let mut items = appointments.iter().flat_map(|appointments| &appointments.items);
        items.find(|item| item.reference.as_str().eq_ignore_ascii_case(reference))
    });
    // The address may be typed: from here on the reference is spelt as the server does.
    let opened_reference = found.map(|item| AttrValue::from(item.reference.to_string()));

    let searching = !search.trim().is_empty();
    let announced = appointments
        .as_ref()
        .map(|appointments| result(appointments.items.len(), searching.then_some(shown.len())));

    html! {
        <div class={classes!("day", opened.is_some().then_some("with-panel"))}>
            <div class="day-main">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("appointments.title") }</h1>
                        <p class="page-date" role="status" data-testid="day">
                            { dates::long_day(day.date) }
                            if day.is_today() { <span class="tag">{ t("appointments.is_today") }</span> }
                        </p>
                    </div>
                    if manages {
                        <Link<Route> to={Route::NewAppointment} classes="button button-primary page-new">
                            <Icon glyph={Glyph::Plus} size={16} />{ t("booking.title") }
                        </Link<Route>>
                    }
                    <button type="button" class="button button-icon page-help" title={t("help.title")}
                        aria-label={t("help.title")} aria-keyshortcuts="?" data-testid="open-help"
                        onclick={move |_| if let Some(help) = &help { help.0.emit(()) }}>
                        <Icon glyph={Glyph::Keyboard} />
                    </button>
                </header>
                <Toolbar day={day.clone()} person={person.clone()} search={(*search).clone()}
                    onsearch={onsearch.clone()} onlist={onlist.clone()} {search_field} busy={load.state.busy}
                    onreload={load.reload.clone()} />
                // Always there, for screen readers follow only regions that they have met.
                <p class="hidden" role="status">{ announced }</p>
                if let Some(appointments) = appointments.clone() {
                    <Summary appointments={appointments.clone()} shown={(*shown).clone()}
                        {searching} opened={opened_reference.clone()} date={day.date}
                        now={day.is_today().then_some(now)} onopen={day.open.clone()} />
                    if appointments.items.is_empty() {
                        <NoAppointment day={day.clone()} agency={agency_name} />
                    } else if shown.is_empty() {
                        <NoMatch search={(*search).clone()} detail={t("empty.search_detail")}
                            onclear={onsearch.reform(|()| String::new())} />
                    } else {
                        <List {appointments} shown={(*sorted).clone()} opened={opened_reference}
                            day={day.clone()} {now} {list} {choosing} />
                    }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if manages {
                    <Bulk {chosen} {now} onclear={clear} onchanged={load.reload.clone()} onlist={onlist.clone()} {bar} />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()}>
                        if day.agency.is_some() {
                            <button type="button" class="button" onclick={day.set_agency.reform(|_| None)}>
                                { t("empty.every_agency") }
                            </button>
                        }
                    </Failure>
                }
            </div>
            if let Some(reference) = opened {
                <FilePanel {reference} {now} onclose={day.close.clone()} onchanged={load.reload.clone()} />
            }
        </div>
    }
}

async fn fetch(date: NaiveDate, agency: Option<String>) -> Result<Appointments, ApiError> {
    let date = date.to_string();
    let mut parameters = vec![("date", date.as_str())];
    parameters.extend(agency.as_deref().map(|agency| ("agency", agency)));
    api::call::<ListAppointments>(&with_query(ListAppointments::PATH, &parameters), &()).await
}

/// `/` searches, the arrows change the day, Escape closes what is open. While lines are chosen, `.` goes to the bar that acts
/// on them, and Escape leaves them.
#[hook]
fn use_keys(day: &Day, open: bool, search_field: &NodeRef, acting: Option<(NodeRef, Callback<()>)>) {
    let SingleKeys(single_keys) = use_context::<SingleKeys>().unwrap_or(SingleKeys(true));
    let on_key = use_callback(
        (day.clone(), open, single_keys, search_field.clone(), acting),
        |key: String, (day, open, single_keys, search_field, acting)| {
            let neighbour = match key.as_str() {
                "ArrowLeft" => day.date.checked_sub_days(Days::new(1)),
                "ArrowRight" => day.date.checked_add_days(Days::new(1)),
                _ => None,
            };
            match (key.as_str(), neighbour, acting) {
                (_, Some(date), _) => day.set_date.emit(date),
                ("/", ..) if *single_keys => focus(search_field),
                ("Escape", ..) if *open => day.close.emit(()),
                ("Escape", _, Some((_, clear))) => clear.emit(()),
                (".", _, Some((bar, _))) if *single_keys => focus_first(bar),
                _ => return false,
            }
            true
        },
    );
    use_shortcuts(on_key);
}

/// Puts the focus on the first button of a bar.
fn focus_first(bar: &NodeRef) {
    let button = bar.cast::<Element>().and_then(|bar| bar.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // A button can take the focus.
        drop(button.focus());
    }
}

/// When the panel closes, the focus returns to the line that it was opened from.
#[hook]
fn use_focus_return(opened: &Option<AttrValue>) {
    let before = use_mut_ref(|| None::<AttrValue>);
    use_effect_with(opened.clone(), move |opened| {
        let left = before.replace(opened.clone());
        if let (Some(left), None) = (left, opened) {
            let document = web_sys::window().and_then(|window| window.document());
            let line = document.and_then(|document| document.get_element_by_id(&row::line_id(&left)));
            if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
                // A line that is gone leaves the focus where it is.
                drop(line.focus());
            }
        }
    });
}
