//! The dashboard: the day, the week to come, what is new, what waits for a decision.
//!
//! One call gives the agendas of seven days; notifications and what needs attention are the frame's.

mod attendance;
mod figures;
mod news;
mod next;
mod today;
mod view;
mod week;

use std::rc::Rc;

use creno_types::agenda::{Agenda, AgendaQuery};
use creno_types::endpoint::{Endpoint, GetAgenda, with_query};
use creno_types::notification::LiveChange;
use creno_types::session::Session;
use creno_types::staff::{Permission, Scope};
use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew_router::prelude::*;

use self::attendance::{Undo, use_notes};
use self::news::{Attend, News};
use self::next::Next;
use self::today::Today;
use self::view::{View, use_view};
use self::week::Week;
use crate::api::{self, ApiError};
use crate::app::Route;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::live::use_live_reload;
use crate::hooks::load::use_load;
use crate::hooks::now::{use_now, use_return_to_tab};
use crate::hooks::select::use_select;
use crate::hooks::session::{use_may, use_person};
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{dates, t, t_with};
use crate::parts::Parts;

/// The most people that one answer holds.
const MOST_PEOPLE: usize = 200;

/// The page.
#[component]
pub fn DashboardPage() -> Html {
    // It is shown to nobody else.
    let Some(person) = use_person() else { return Html::default() };
    html! { <Dashboard {person} /> }
}

#[derive(Properties, PartialEq)]
struct DashboardProps {
    person: Rc<Session>,
}

#[component]
fn Dashboard(props: &DashboardProps) -> Html {
    let person = &props.person;
    use_title(t("dashboard.title").to_owned());
    let heading = use_page_heading();
    // It also brings the page to another day at midnight.
    let now = use_now();
    let (view, set_view) = use_view(Some(person));
    let asked = view.asked(person);
    let load = use_load(Asked(asked.clone()), |Asked(query)| fetch(query));
    use_return_to_tab(load.reload.clone());
    use_live_reload(concerns(&asked), load.reload.clone());
    let notes = use_notes(load.state.data.clone(), load.reload.clone());
    // What one opens from here is fetched while the day is read.
    use_effect_with(load.state.data.is_some(), |there| {
        if *there {
            Parts::Day.ahead();
        }
    });
    let manages = use_may(Permission::ManageAppointments);
    let everybody = view != View::Mine;
    let today = asked.from;
    html! {
        <div class="day">
            <div class="day-main dashboard">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("dashboard.title") }</h1>
                        <p class="page-date" data-testid="day">{ dates::long_day(today) }</p>
                    </div>
                    if manages {
                        <Link<Route> to={Route::NewAppointment} classes="button button-primary">
                            <Icon glyph={Glyph::Plus} size={16} />{ t("booking.title") }
                        </Link<Route>>
                    }
                </header>
                if person.scope != Scope::Own {
                    <Choice {view} person={person.clone()} onchange={set_view} />
                }
                <Undo notes={notes.clone()} />
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()} />
                }
                <div class="dashboard-columns">
                    <div class="dashboard-main">
                        if let Some(agenda) = load.state.data.clone() {
                            if agenda.people.len() >= MOST_PEOPLE {
                                <p class="dashboard-note" data-testid="cut">
                                    { t_with("dashboard.cut", &[("n", &MOST_PEOPLE.to_string())]) }
                                </p>
                            }
                            <Next agenda={agenda.clone()} notes={notes.clone()} {now} {manages} {everybody} />
                            <Today {agenda} {notes} {now} {manages} {everybody} />
                        } else if load.state.error.is_none() {
                            <Skeleton />
                        }
                    </div>
                    <div class="dashboard-side">
                        <Attend />
                        if let Some(agenda) = load.state.data.clone() { <Week {agenda} {everybody} /> }
                        <News />
                    </div>
                </div>
            </div>
        </div>
    }
}

/// What a fetch depends on.
#[derive(Clone, PartialEq)]
struct Asked(AgendaQuery);

async fn fetch(query: AgendaQuery) -> Result<Agenda, ApiError> {
    let (from, to) = (query.from.to_string(), query.to.to_string());
    let mut parameters = vec![("from", from.as_str()), ("to", to.as_str())];
    parameters.extend(query.staff.as_deref().map(|staff| ("staff", staff)));
    parameters.extend(query.agency.as_deref().map(|agency| ("agency", agency)));
    api::call::<GetAgenda>(&with_query(GetAgenda::PATH, &parameters), &()).await
}

/// Whether a change is about what is shown.
fn concerns(asked: &AgendaQuery) -> Callback<LiveChange, bool> {
    let asked = asked.clone();
    Callback::from(move |change: LiveChange| {
        let is = |asked: Option<&String>, told: &str| asked.is_none_or(|asked| asked == told);
        (asked.from..=asked.to).contains(&change.date)
            && is(asked.staff.as_ref(), change.staff.as_str())
            && is(asked.agency.as_ref(), change.agency.as_str())
    })
}

#[derive(Properties, PartialEq)]
struct ChoiceProps {
    view: View,
    person: Rc<Session>,
    onchange: Callback<View>,
}

/// Whose day it is: mine, everybody's, an agency's.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let (view, person) = (&props.view, &props.person);
    let everybody = match person.scope {
        Scope::Network => t("dashboard.network"),
        _ => t("dashboard.perimeter"),
    };
    let chosen = match view {
        View::Mine => String::new(),
        View::Everybody { agency: None } => "*".to_owned(),
        View::Everybody { agency: Some(slug) } => slug.clone(),
    };
    let select = use_select(chosen, ());
    let agencies = person.agencies.iter().filter(|_| person.agencies.len() > 1);
    let onchange = props.onchange.reform(|event: Event| {
        let chosen =
            event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
        match chosen.as_str() {
            "" => View::Mine,
            "*" => View::Everybody { agency: None },
            slug => View::Everybody { agency: Some(slug.to_owned()) },
        }
    });
    html! {
        <p class="dashboard-choice">
            <label for="dashboard-view">{ t("dashboard.view") }</label>
            <select ref={select} id="dashboard-view" class="input" data-testid="view" {onchange}>
                <option value="" selected={*view == View::Mine}>{ t("dashboard.mine") }</option>
                <option value="*" selected={*view == (View::Everybody { agency: None })}>{ everybody }</option>
                { for agencies.map(|agency| {
                    let slug = agency.slug.to_string();
                    let selected = *view == (View::Everybody { agency: Some(slug.clone()) });
                    html! { <option value={slug} {selected}>{ &agency.name }</option> }
                }) }
            </select>
        </p>
    }
}
