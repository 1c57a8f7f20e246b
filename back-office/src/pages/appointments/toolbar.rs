//! What chooses the day, the agency and the words searched.

use std::rc::Rc;

use creno_types::session::Session;
use yew::prelude::*;

use super::day::Day;
use crate::calendar::after;
use crate::components::changes::chosen;
use crate::components::icon::{Glyph, Icon};
use crate::components::tools::{DateField, Reload, SearchField};
use crate::i18n::t;

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
    let (previous, next, today) = (after(day.date, -1), after(day.date, 1), day.today);
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
                <DateField label={t("appointments.date")} date={day.date} onchange={day.set_date.clone()} testid="date" />
            </div>
            <AgencyFilter day={day.clone()} person={props.person.clone()} />
            <SearchField search={props.search.clone()} label={t("appointments.search_label")}
                placeholder={t("appointments.search")} field={props.search_field.clone()}
                onsearch={props.onsearch.clone()} onlist={props.onlist.clone()} />
            <Reload busy={props.busy} onreload={props.onreload.clone()} />
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
    let onchange = props.day.set_agency.reform(chosen);
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
