//! What chooses the day or the week, the agency, the channel and the name.

use chrono::NaiveDate;
use creno_types::Channel;
use yew::prelude::*;

use super::{Shown, View};
use crate::app::TeamQuery;
use crate::calendar::after;
use crate::components::band::Legend;
use crate::components::changes::{changing, chosen};
use crate::components::frame::SingleKeys;
use crate::components::icon::{Glyph, Icon};
use crate::components::tools::{DateField, Reload, SearchField};
use crate::hooks::session::use_person;
use crate::hooks::shortcuts::use_shortcuts;
use crate::hooks::title::focus;
use crate::i18n::{t, words};

/// Properties of [`Toolbar`].
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// What is shown.
    pub shown: Shown,
    /// What the address says.
    pub said: TeamQuery,
    /// Makes it say something else.
    pub say: Callback<TeamQuery>,
    /// The name searched.
    pub search: String,
    /// Searches another.
    pub onsearch: Callback<String>,
    /// Leaves the search for the first line.
    pub onlist: Callback<()>,
    /// The field of the search, for the shortcut.
    pub field: NodeRef,
    /// Whether a fetch is under way.
    pub busy: bool,
    /// Fetches again.
    pub onreload: Callback<()>,
}

/// The same address for another date; today is what none says.
fn dated(said: &TeamQuery, shown: &Shown, date: NaiveDate) -> TeamQuery {
    TeamQuery { date: (date != shown.today).then(|| date.to_string()), ..said.clone() }
}

/// The tools above the list.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let (shown, said) = (&props.shown, &props.said);
    let agencies = use_person().map(|person| person.agencies.clone()).unwrap_or_default();
    let go = |date: NaiveDate| {
        let to = dated(said, shown, date);
        props.say.reform(move |_: MouseEvent| to.clone())
    };
    let view = |view: View| {
        let vue = (view == View::Week).then(|| "semaine".to_owned());
        let to = TeamQuery { vue, ..said.clone() };
        props.say.reform(move |_: MouseEvent| to.clone())
    };
    let ondate = {
        let (said, shown) = (said.clone(), shown.clone());
        props.say.reform(move |date| dated(&said, &shown, date))
    };
    let select =
        |change: fn(&mut TeamQuery, Option<String>)| changing(said, &props.say, change).reform(chosen);
    let (back, forth) = match shown.view {
        View::Day => ("appointments.previous_day", "appointments.next_day"),
        View::Week => ("week.previous", "week.next"),
    };
    html! {
        <>
            <div class="toolbar team-tools" role="group" aria-label={t("team.tools")}>
                <div class="day-switch">
                    <button type="button" class="button button-icon" title={t(back)} aria-label={t(back)}
                        onclick={go(after(shown.date, -shown.step()))} data-testid="previous"><Icon glyph={Glyph::Previous} /></button>
                    <button type="button" class="button" disabled={shown.date == shown.today} onclick={go(shown.today)}
                        data-testid="today">{ t("appointments.today") }</button>
                    <button type="button" class="button button-icon" title={t(forth)} aria-label={t(forth)}
                        onclick={go(after(shown.date, shown.step()))} data-testid="next"><Icon glyph={Glyph::Next} /></button>
                    <DateField label={t("appointments.date")} date={shown.date} onchange={ondate} testid="date" />
                </div>
                <div class="day-switch" role="group" aria-label={t("team.view")}>
                    <button type="button" class="button" aria-pressed={(shown.view == View::Day).to_string()}
                        onclick={view(View::Day)} data-testid="view-day">{ t("team.day") }</button>
                    <button type="button" class="button" aria-pressed={(shown.view == View::Week).to_string()}
                        onclick={view(View::Week)} data-testid="view-week">{ t("team.week") }</button>
                </div>
                if agencies.len() > 1 {
                    <select class="input" aria-label={t("appointments.agency")} data-testid="agency"
                        onchange={select(|said, agence| said.agence = agence)}>
                        <option value="" selected={shown.agency.is_none()}>{ t("appointments.every_agency") }</option>
                        { for agencies.iter().map(|agency| {
                            let slug = agency.slug.to_string();
                            html! { <option value={slug.clone()} selected={shown.agency.as_ref() == Some(&slug)}>{ &agency.name }</option> }
                        }) }
                    </select>
                }
                <select class="input" aria-label={t("column.channel")} data-testid="channel"
                    onchange={select(|said, canal| said.canal = canal)}>
                    <option value="" selected={shown.channel.is_none()}>{ t("team.every_channel") }</option>
                    { for Channel::ALL.into_iter().map(|channel| html! {
                        <option value={channel.as_str()} selected={shown.channel == Some(channel)}>{ words::channel(channel) }</option>
                    }) }
                </select>
                <SearchField search={props.search.clone()} label={t("team.search")} placeholder={t("team.search")}
                    field={props.field.clone()} onsearch={props.onsearch.clone()} onlist={props.onlist.clone()} />
                <Reload busy={props.busy} onreload={props.onreload.clone()} />
            </div>
            <Legend />
        </>
    }
}

/// `/` searches, the arrows change the day or the week.
#[hook]
pub fn use_team_keys(shown: &Shown, said: &TeamQuery, say: &Callback<TeamQuery>, field: &NodeRef) {
    let SingleKeys(single_keys) = use_context::<SingleKeys>().unwrap_or(SingleKeys(true));
    let on = (shown.clone(), said.clone(), say.clone(), field.clone(), single_keys);
    let on_key = use_callback(on, |key: String, (shown, said, say, field, single_keys)| {
        match key.as_str() {
            "ArrowLeft" => say.emit(dated(said, shown, after(shown.date, -shown.step()))),
            "ArrowRight" => say.emit(dated(said, shown, after(shown.date, shown.step()))),
            "/" if *single_keys => focus(field),
            _ => return false,
        }
        true
    });
    use_shortcuts(on_key);
}
