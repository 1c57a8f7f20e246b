//! Somebody is away for a day: all their appointments given to those who are free, in one go.

mod line;
mod plan;

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::appointment::{AppointmentPatch, Reassignment};
use creno_types::endpoint::{ChangeAppointment, Endpoint, GetReassignment, path, with_query};
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use self::line::LineView;
use self::plan::{Line, Plan, Step};
use crate::api::{self, ApiError, fetch_team};
use crate::app::Route;
use crate::components::changes::{changing, chosen};
use crate::components::failure::Failure;
use crate::components::skeleton::Skeleton;
use crate::components::tools::DateField;
use crate::hooks::clock::use_today;
use crate::hooks::each::{Each, Outcome, use_each};
use crate::hooks::load::use_load;
use crate::hooks::now::use_now;
use crate::hooks::said::use_said;
use crate::hooks::select::use_select;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{t, t_count, t_with};
use crate::pages::file::FilePanel;

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct AbsenceAddress {
    /// Slug of who is away.
    personne: Option<String>,
    /// The day; today when absent.
    date: Option<String>,
    /// Reference of the appointment that is open.
    ouvert: Option<String>,
}

async fn fetch((staff, date): (Option<String>, NaiveDate)) -> Result<Option<Reassignment>, ApiError> {
    let Some(staff) = staff else { return Ok(None) };
    let path = with_query(GetReassignment::PATH, &[("staff", &staff), ("date", &date.to_string())]);
    api::call::<GetReassignment>(&path, &()).await.map(Some)
}

/// The page.
#[component]
pub fn AbsencePage() -> Html {
    use_title(t("absence.title").to_owned());
    let heading = use_page_heading();
    let now = use_now();
    let (said, go) = use_said::<AbsenceAddress>(Route::Absence);
    let today = use_today(None);
    let date = said.date.as_deref().and_then(|date| date.parse().ok()).unwrap_or(today);
    let plan = use_reducer(Plan::default);
    let team = use_load(today, |today| fetch_team(None, today, today));
    let select = use_select(said.personne.clone().unwrap_or_default(), team.state.data.clone());
    let load = use_load((said.personne.clone(), date), fetch);
    {
        let (data, dispatcher) = (load.state.data.clone(), plan.dispatcher());
        use_effect_with(data, move |data| {
            let found = data.as_deref().and_then(Option::as_ref).cloned();
            dispatcher.dispatch(Step::Start(Rc::new(found.unwrap_or_default())));
        });
    }
    let told = {
        let dispatcher = plan.dispatcher();
        Callback::from(move |((place, _), outcome): ((usize, Line), Outcome)| {
            dispatcher.dispatch(Step::Came(place, outcome));
        })
    };
    let Each { start, busy } = use_each(give, told, Callback::noop());
    let apply = {
        let lines = plan.lines.clone();
        start.reform(move |_: MouseEvent| {
            let lines = lines.iter().cloned().enumerate();
            lines.filter(|(_, line)| line.waits()).collect()
        })
    };
    let closed = AbsenceAddress { ouvert: None, ..said.clone() };
    let onperson = changing(&closed, &go, |said, personne| said.personne = personne).reform(chosen);
    let ondate = changing(&closed, &go, |said, date: NaiveDate| said.date = Some(date.to_string()));
    let open = |reference: Option<String>| {
        let address = AbsenceAddress { ouvert: reference, ..said.clone() };
        go.reform(move |()| address.clone())
    };
    let (waiting, (done, failed)) = (plan.waiting(), plan.results());
    html! {
        <div class={classes!("day", said.ouvert.is_some().then_some("with-panel"))}>
            <div class="day-main">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("absence.title") }</h1>
                        <p class="page-date">{ t("absence.lead") }</p>
                    </div>
                </header>
                <div class="toolbar" role="group" aria-label={t("absence.tools")}>
                    <select ref={select} class="input" aria-label={t("absence.person")} onchange={onperson} data-testid="absent-person">
                        <option value="" selected={said.personne.is_none()}>{ t("absence.choose") }</option>
                        { for team.state.data.iter().flat_map(|team| &team.people).map(|member| {
                            let slug = member.staff.slug.to_string();
                            html! {
                                <option selected={said.personne.as_ref() == Some(&slug)} value={slug.clone()}>
                                    { &member.staff.name }
                                </option>
                            }
                        }) }
                    </select>
                    <DateField label={t("appointments.date")} {date} onchange={ondate} testid="absence-date" />
                </div>
                if let Some(error) = load.state.error.clone().or_else(|| team.state.error.clone()) {
                    <Failure {error} onretry={load.reload.clone()} />
                } else if load.state.data.is_none() {
                    <Skeleton />
                } else if said.personne.is_some() && plan.lines.is_empty() {
                    <p class="notice" role="status" data-testid="absence-none">{ t("absence.none") }</p>
                }
                if !plan.lines.is_empty() {
                    <p class="absence-plan" role="status" data-testid="absence-plan">
                        if done + failed > 0 {
                            { t_with("absence.result", &[("done", &done.to_string()), ("failed", &failed.to_string())]) }
                        } else {
                            { t_with("absence.plan", &[("n", &waiting.to_string()), ("left", &plan.left().to_string())]) }
                        }
                    </p>
                    <ul class="absence-lines">
                        { for plan.lines.iter().enumerate().map(|(place, line)| {
                            let dispatcher = plan.dispatcher();
                            let onchoose = Callback::from(move |to| dispatcher.dispatch(Step::Choose(place, to)));
                            let onopen = open(Some(line.item.appointment.reference.to_string()));
                            html! {
                                <LineView key={line.item.appointment.reference.to_string()} line={line.clone()}
                                    locked={busy} {onchoose} {onopen} />
                            }
                        }) }
                    </ul>
                    if waiting + done + failed > 0 {
                        <p class="dialog-ways">
                            <button type="button" class="button button-primary" disabled={waiting == 0} onclick={apply}
                                aria-disabled={busy.to_string()} data-testid="absence-apply">
                                { t_count("absence.apply", waiting) }
                            </button>
                        </p>
                    }
                }
            </div>
            if let Some(reference) = said.ouvert.clone() {
                <FilePanel {reference} {now} onclose={open(None)} onchanged={load.reload.clone()} />
            }
        </div>
    }
}

/// Gives an appointment to whom it goes to, if it is still what was seen.
async fn give((_, line): (usize, Line)) -> Result<(), ApiError> {
    let patch = AppointmentPatch { staff: line.to, ..AppointmentPatch::default() };
    let path = path(ChangeAppointment::PATH, &[&line.item.appointment.reference.to_string()]);
    api::call_tagged::<ChangeAppointment>(&path, &patch, Some(&line.item.etag)).await.map(drop)
}
