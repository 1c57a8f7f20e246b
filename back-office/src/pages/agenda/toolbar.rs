//! What chooses the view, the days, the person and what is shown.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::agenda::Agenda;
use creno_types::session::Session;
use creno_types::team::Team;
use creno_types::{Channel, Slug};
use yew::prelude::*;

use super::address::{AgendaAddress, Place};
use crate::calendar::after;
use crate::components::changes::{changing, chosen};
use crate::components::icon::{Glyph, Icon};
use crate::components::tools::{DateField, Reload};
use crate::hooks::select::use_select;
use crate::i18n::{t, words};

/// Properties of [`Toolbar`].
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// The address.
    pub place: Place,
    /// Who is signed in.
    pub person: Option<Rc<Session>>,
    /// Those whose week may be looked at.
    pub team: Option<Rc<Team>>,
    /// What is shown, for its themes.
    pub agenda: Option<Rc<Agenda>>,
    /// Whether something is being fetched.
    pub busy: bool,
    /// Fetches again.
    pub onreload: Callback<()>,
}

/// The tools.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let Place { said, date, today, by_person, go } = &props.place;
    let by_person = *by_person;
    let to_date = |date: Option<NaiveDate>| {
        let said = AgendaAddress { date: date.map(|date| date.to_string()), ouvert: None, ..said.clone() };
        go.reform(move |_: MouseEvent| said.clone())
    };
    let ondate = {
        let said = AgendaAddress { ouvert: None, ..said.clone() };
        go.reform(move |date: NaiveDate| AgendaAddress { date: Some(date.to_string()), ..said.clone() })
    };
    let step = props.place.step();
    let view = |word: &'static str, label: &'static str| {
        let current = (word == "jour") == by_person;
        let said = AgendaAddress { vue: Some(word.to_owned()), ouvert: None, ..said.clone() };
        html! {
            <button type="button" class="button" aria-pressed={current.to_string()} data-testid={format!("view-{word}")}
                onclick={go.reform(move |_: MouseEvent| said.clone())}>{ label }</button>
        }
    };
    let choose = |change: fn(&mut AgendaAddress, Option<String>)| {
        changing(&AgendaAddress { ouvert: None, ..said.clone() }, go, change).reform(chosen)
    };
    let own = props.person.as_ref().map(|person| person.staff.slug.to_string());
    let shown = said.personne.clone().or_else(|| own.clone());
    let text = |chosen: &Option<String>| chosen.clone().unwrap_or_default();
    let all_themes = themes(props.agenda.as_deref());
    let person_select = use_select(text(&shown), (props.team.clone(), by_person));
    let agency_select = use_select(text(&said.agence), by_person);
    let theme_select = use_select(text(&said.theme), all_themes.clone());
    let channel_select = use_select(text(&said.canal), by_person);
    let (previous, next) = match by_person {
        true => (t("appointments.previous_day"), t("appointments.next_day")),
        false => (t("agenda.previous_week"), t("agenda.next_week")),
    };
    let print = Callback::from(|_: MouseEvent| {
        if let Some(window) = web_sys::window() {
            // Nothing to do where printing is refused.
            drop(window.print());
        }
    });
    let agencies = props.person.as_ref().map_or(&[][..], |person| &person.agencies);
    html! {
        <div class="toolbar ag-tools" role="group" aria-label={t("agenda.tools")}>
            <div class="day-switch">
                <button type="button" class="button button-icon" title={previous} aria-label={previous}
                    onclick={to_date(Some(after(*date, -step)))} data-testid="previous"><Icon glyph={Glyph::Previous} /></button>
                <button type="button" class="button" onclick={to_date(None)} disabled={date == today}>
                    { t("appointments.today") }
                </button>
                <button type="button" class="button button-icon" title={next} aria-label={next}
                    onclick={to_date(Some(after(*date, step)))} data-testid="next"><Icon glyph={Glyph::Next} /></button>
                <DateField label={t("appointments.date")} date={*date} onchange={ondate} testid="agenda-date" />
            </div>
            <div class="day-switch" role="group" aria-label={t("agenda.view")}>
                { view("semaine", t("agenda.week")) }
                { view("jour", t("agenda.day")) }
            </div>
            if let Some(team) = props.team.as_ref().filter(|_| !by_person) {
                <select ref={person_select} class="input" aria-label={t("agenda.person")} onchange={choose(|next, value| next.personne = value)}
                    data-testid="agenda-person">
                    { for team.people.iter().map(|member| {
                        let slug = member.staff.slug.to_string();
                        html! {
                            <option selected={shown.as_deref() == Some(&slug)} value={slug.clone()}>{ &member.staff.name }</option>
                        }
                    }) }
                </select>
            }
            if agencies.len() > 1 {
                <select ref={agency_select} class="input" aria-label={t("appointments.agency")} onchange={choose(|next, value| next.agence = value)}
                    data-testid="agenda-agency">
                    <option value="" selected={said.agence.is_none()}>{ t("appointments.every_agency") }</option>
                    { for agencies.iter().map(|agency| html! {
                        <option value={agency.slug.to_string()} selected={said.agence.as_deref() == Some(agency.slug.as_str())}>
                            { &agency.name }
                        </option>
                    }) }
                </select>
            }
            <select ref={theme_select} class="input" aria-label={t("column.theme")} onchange={choose(|next, value| next.theme = value)}
                data-testid="agenda-theme">
                <option value="" selected={said.theme.is_none()}>{ t("agenda.every_theme") }</option>
                { for all_themes.into_iter().map(|(slug, name)| html! {
                    <option selected={said.theme.as_deref() == Some(slug.as_str())} value={slug.to_string()}>{ name }</option>
                }) }
            </select>
            <select ref={channel_select} class="input" aria-label={t("column.channel")} onchange={choose(|next, value| next.canal = value)}
                data-testid="agenda-channel">
                <option value="" selected={said.canal.is_none()}>{ t("agenda.every_channel") }</option>
                { for Channel::ALL.into_iter().map(|channel| html! {
                    <option value={channel.as_str()} selected={said.canal.as_deref() == Some(channel.as_str())}>
                        { words::channel(channel) }
                    </option>
                }) }
            </select>
            <Reload busy={props.busy} onreload={props.onreload.clone()} />
            <button type="button" class="button" onclick={print}>{ t("agenda.print") }</button>
        </div>
    }
}

/// The themes of what is shown, by name.
fn themes(agenda: Option<&Agenda>) -> Vec<(Slug, String)> {
    let items = agenda.into_iter().flat_map(|agenda| &agenda.people).flat_map(|person| &person.appointments);
    let all: BTreeMap<_, _> = items.map(|item| (item.theme.name.clone(), item.theme.slug.clone())).collect();
    all.into_iter().map(|(name, slug)| (slug, name)).collect()
}
