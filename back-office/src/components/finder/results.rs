//! What was found: to come first, then the latest past.

use std::rc::Rc;

use creno_types::appointment::{Appointment, Appointments};
use creno_types::endpoint::{Endpoint, ListAppointments, with_query};
use yew::prelude::*;

use crate::api::{self, ApiError};
use crate::calendar::after;
use crate::components::appointment::client_name;
use crate::components::dot::Dot;
use crate::components::failure::Failure;
use crate::components::status::StatusBadge;
use crate::hooks::clock::use_today;
use crate::hooks::load::{Load, use_load};
use crate::i18n::{dates, t};

/// The most that are shown of those to come, and of the past.
const MOST: usize = 20;

/// The most that one half is asked for: the past comes by start, and its end is what is shown.
const ASKED: &str = "100";

/// Half of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// From today on.
    Coming,
    /// Before.
    Past,
}

/// What was found.
#[derive(Clone, PartialEq)]
pub struct Found {
    coming: Load<Appointments>,
    past: Load<Appointments>,
    reload: Callback<()>,
}

impl Found {
    /// The appointments of a half, in the order in which they are shown.
    fn items(&self, group: Group) -> Vec<&Appointment> {
        match group {
            Group::Coming => first(self.coming.data.as_ref()),
            Group::Past => latest(self.past.data.as_ref()),
        }
    }

    /// How many are shown of a half.
    pub fn count(&self, group: Group) -> usize {
        self.items(group).len()
    }

    /// Reference and date of each, in order.
    pub fn choices(&self) -> Vec<(String, String)> {
        let all = [Group::Coming, Group::Past].into_iter().flat_map(|group| self.items(group));
        all.map(|item| (item.reference.to_string(), item.start.local_date().to_string())).collect()
    }

    /// Why a half failed.
    pub fn error(&self) -> Option<&ApiError> {
        self.coming.error.as_ref().or(self.past.error.as_ref())
    }

    /// Whether a half is awaited.
    pub fn is_busy(&self) -> bool {
        self.coming.busy || self.past.busy
    }

    /// Whether more match than are shown.
    fn is_cut(&self) -> bool {
        let more = |load: &Load<Appointments>| {
            load.data.as_ref().is_some_and(|data| data.next.is_some() || data.items.len() > MOST)
        };
        more(&self.coming) || more(&self.past)
    }
}

fn first(data: Option<&Rc<Appointments>>) -> Vec<&Appointment> {
    data.iter().flat_map(|data| &data.items).take(MOST).collect()
}

/// The latest first.
fn latest(data: Option<&Rc<Appointments>>) -> Vec<&Appointment> {
    data.iter().flat_map(|data| data.items.iter().rev()).take(MOST).collect()
}

/// Searches; nothing for an empty text.
#[hook]
pub fn use_found(search: AttrValue) -> Found {
    let today = use_today(None);
    let yesterday = after(today, -1);
    let coming =
        use_load((search.clone(), today), |(search, today)| fetch(search, "from", today.to_string()));
    let past = use_load((search, yesterday), |(search, to)| fetch(search, "to", to.to_string()));
    let reload = {
        let (coming, past) = (coming.reload, past.reload);
        Callback::from(move |()| {
            coming.emit(());
            past.emit(());
        })
    };
    Found { coming: coming.state, past: past.state, reload }
}

async fn fetch(search: AttrValue, side: &'static str, date: String) -> Result<Appointments, ApiError> {
    if search.is_empty() {
        return Ok(Appointments::default());
    }
    let parameters = [("q", &*search), (side, &date), ("limit", ASKED)];
    api::call::<ListAppointments>(&with_query(ListAppointments::PATH, &parameters), &()).await
}

/// Id of the result of that place.
pub fn option_id(place: usize) -> String {
    format!("finder-option-{place}")
}

/// Properties of [`Results`].
#[derive(Properties, PartialEq)]
pub struct ResultsProps {
    /// What was found.
    pub found: Found,
    /// Place of the one that Enter opens.
    pub active: usize,
    /// Opens one, by reference and date.
    pub go: Callback<(String, String)>,
    /// Id of the list.
    pub list: &'static str,
}

/// The results in two groups.
#[component]
pub fn Results(props: &ResultsProps) -> Html {
    {
        // The active one stays in sight.
        use_effect_with(props.active, |active| {
            let document = web_sys::window().and_then(|window| window.document());
            let option = document.and_then(|document| document.get_element_by_id(&option_id(*active)));
            if let Some(option) = option {
                option.scroll_into_view_with_scroll_into_view_options(&nearest());
            }
        });
    }
    let found = &props.found;
    let mut place = 0;
    let groups = [(Group::Coming, "finder.coming"), (Group::Past, "finder.past")].map(|(group, title)| {
        let items = found.items(group);
        let begins = place;
        place += items.len();
        (title, begins, items)
    });
    html! {
        <>
            <div class="finder-list" id={props.list} role="listbox" aria-label={t("finder.results")}>
                { for groups.into_iter().filter(|(_, _, items)| !items.is_empty()).map(|(title, begins, items)| html! {
                    <div role="group" aria-label={t(title)}>
                        <p class="finder-group" aria-hidden="true">{ t(title) }</p>
                        { for items.into_iter().enumerate().map(|(rank, item)| option(props, begins + rank, item)) }
                    </div>
                }) }
            </div>
            if found.is_cut() { <p class="finder-more">{ t("finder.more") }</p> }
            if let Some(error) = found.error() {
                <Failure error={error.clone()} onretry={found.reload.clone()} />
            }
        </>
    }
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

fn option(props: &ResultsProps, place: usize, item: &Appointment) -> Html {
    let choice = (item.reference.to_string(), item.start.local_date().to_string());
    let is_active = props.active == place;
    html! {
        <div class={classes!("finder-option", is_active.then_some("is-active"))} id={option_id(place)} role="option"
            aria-selected={is_active.to_string()} data-testid="finder-option" data-reference={item.reference.to_string()}
            onclick={props.go.reform(move |_| choice.clone())}>
            <span class="finder-who">{ client_name(item) }<StatusBadge status={item.status} /></span>
            <span class="finder-when">{ dates::dated_moment(item.start) }</span>
            <span class="finder-what"><Dot color={item.color.clone()} />{ &item.theme.name }</span>
            <span class="finder-whom">{ &item.staff.name }{ " · " }{ &item.agency.name }</span>
            <code>{ item.reference.to_string() }</code>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::appointments::samples::appointment;

    fn load(starts: &[&str], next: Option<&str>) -> Load<Appointments> {
        let items = starts.iter().map(|start| appointment(start, 45)).collect();
        let data = Appointments { items, next: next.map(str::to_owned) };
        Load { data: Some(Rc::new(data)), error: None, busy: false }
    }

    #[test]
    fn those_to_come_are_first_and_the_latest_past_follow() {
        let found = Found {
            coming: load(&["2026-06-16T10:00:00+02:00", "2026-06-17T10:00:00+02:00"], None),
            past: load(&["2026-06-01T10:00:00+02:00", "2026-06-10T10:00:00+02:00"], None),
            reload: Callback::noop(),
        };
        let dates: Vec<_> = found.choices().into_iter().map(|(_, date)| date).collect();
        assert_eq!(dates, ["2026-06-16", "2026-06-17", "2026-06-10", "2026-06-01"]);
        assert!(!found.is_cut());
    }

    #[test]
    fn results_that_were_left_off_are_told() {
        let found = Found { coming: load(&[], None), past: load(&[], Some("x")), reload: Callback::noop() };
        assert!(found.is_cut());
    }
}
