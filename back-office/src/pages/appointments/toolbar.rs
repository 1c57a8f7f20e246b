//! What chooses the day, the agency and the words searched.

use std::rc::Rc;

use chrono::{Datelike, Days, NaiveDate};
use creno_types::session::Session;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::day::Day;
use crate::components::icon::{Glyph, Icon};
use crate::i18n::t;

/// No appointment is older.
const FIRST_YEAR: i32 = 2000;

/// Properties of [`Toolbar`].
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// The day shown.
    pub day: Day,
    /// The person, for their agencies.
    pub person: Option<Rc<Session>>,
    /// What is searched.
    pub search: AttrValue,
    /// Searches something else.
    pub onsearch: Callback<String>,
    /// Leaves the search for the first line of the list.
    pub onlist: Callback<()>,
    /// The field of the search, for the shortcut.
    pub search_field: NodeRef,
    /// Fetches the list again.
    pub onreload: Callback<()>,
    /// Whether that is under way.
    pub busy: bool,
}

/// The tools above the list.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let day = &props.day;
    let previous = day.date.checked_sub_days(Days::new(1)).unwrap_or(day.date);
    let next = day.date.checked_add_days(Days::new(1)).unwrap_or(day.date);
    let today = day.today;
    let on_date = {
        let set_date = day.set_date.clone();
        Callback::from(move |event: Event| {
            let value = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
            let date = value.and_then(|value| value.parse::<NaiveDate>().ok());
            // While a year is typed the field holds 0002, 0020, 0202.
            if let Some(date) = date.filter(|date| date.year() >= FIRST_YEAR) {
                set_date.emit(date);
            }
        })
    };
    let on_search = {
        let onsearch = props.onsearch.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                onsearch.emit(input.value());
            }
        })
    };
    let on_search_key = {
        let (onlist, onsearch) = (props.onlist.clone(), props.onsearch.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                onlist.emit(());
            }
            "Escape" => {
                // It clears the search, and leaves open what is open.
                event.prevent_default();
                onsearch.emit(String::new());
            }
            _ => {}
        })
    };
    html! {
        <div class="toolbar" role="group" aria-label={t("appointments.tools")}>
            <div class="day-switch">
                <button type="button" class="button button-icon" title={t("appointments.previous_day")}
                    aria-label={t("appointments.previous_day")} data-testid="previous-day"
                    onclick={day.set_date.reform(move |_| previous)}>
                    <Icon glyph={Glyph::Previous} />
                </button>
                <button type="button" class="button" data-testid="today" disabled={day.is_today()}
                    onclick={day.set_date.reform(move |_| today)}>
                    { t("appointments.today") }
                </button>
                <button type="button" class="button button-icon" title={t("appointments.next_day")}
                    aria-label={t("appointments.next_day")} data-testid="next-day"
                    onclick={day.set_date.reform(move |_| next)}>
                    <Icon glyph={Glyph::Next} />
                </button>
                <input type="date" class="input" aria-label={t("appointments.date")} data-testid="date"
                    value={day.date.to_string()} onchange={on_date} />
            </div>
            <AgencyFilter day={day.clone()} person={props.person.clone()} />
            <div class="search">
                <Icon glyph={Glyph::Search} size={16} />
                <input ref={&props.search_field} type="search" class="input" value={&props.search}
                    placeholder={t("appointments.search")} aria-label={t("appointments.search_label")}
                    aria-keyshortcuts="/" autocomplete="off" spellcheck="false" data-testid="search"
                    oninput={on_search} onkeydown={on_search_key} />
                <kbd aria-hidden="true">{ "/" }</kbd>
            </div>
            <button type="button" class={classes!("button", "button-icon", props.busy.then_some("is-busy"))}
                title={t("appointments.reload")} aria-label={t("appointments.reload")} data-testid="reload"
                onclick={props.onreload.reform(|_| ())}>
                <Icon glyph={Glyph::Refresh} />
            </button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AgencyFilterProps {
    day: Day,
    person: Option<Rc<Session>>,
}

/// The choice of an agency, for who has several.
#[component]
fn AgencyFilter(props: &AgencyFilterProps) -> Html {
    let Some(person) = props.person.as_ref().filter(|person| person.agencies.len() > 1) else {
        return Html::default();
    };
    let shown = props.day.agency.as_deref().unwrap_or_default();
    let onchange = props.day.set_agency.reform(|event: Event| {
        event
            .target_dyn_into::<HtmlSelectElement>()
            .map(|select| select.value())
            .filter(|slug| !slug.is_empty())
    });
    html! {
        <select class="input" aria-label={t("appointments.agency")} data-testid="agency" {onchange}>
            <option value="" selected={shown.is_empty()}>{ t("appointments.every_agency") }</option>
            { for person.agencies.iter().map(|agency| {
                let slug = agency.slug.as_str();
                html! { <option value={slug.to_owned()} selected={slug == shown}>{ &agency.name }</option> }
            }) }
        </select>
    }
}
