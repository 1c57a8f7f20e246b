//! What was to be done outside and was given up: why, and the way to have it done again.

use creno_types::endpoint::{Endpoint, ListJobs, ReplayAllJobs, ReplayJob, path};
use creno_types::outbox::{JobLine, JobState, Jobs, ReplayJobs};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::accesses::moment;
use super::filter::{Filter, choice};
use super::tabs::Tab;
use super::{Around, Kind};
use crate::api::{self, ApiError};
use crate::app::JournalQuery;
use crate::components::fault::Fault;
use crate::components::icon::{Glyph, Icon};
use crate::components::side_panel::fact;
use crate::i18n::{grouped, t, t_count, words};

/// Jobs that were given up, or that wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Failures;

impl Kind for Failures {
    type Item = JobLine;
    type Page = Jobs;
    type List = ListJobs;
    const TAB: Tab = Tab::Failures;
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("journal.when", "col-time"),
        ("failures.kind", "col-subject"),
        ("messages.reference", "col-mark"),
        ("deliveries.attempts", "col-times"),
        ("messages.error", "col-error"),
        ("messages.state", "col-kind"),
    ];
    const SEARCH: Option<&'static str> = None;
    const OPENS: bool = true;
    const EXPORTS: bool = false;
    const PERIOD: bool = false;

    fn items(page: &Jobs) -> &[JobLine] {
        &page.items
    }

    fn id(item: &JobLine) -> Uuid {
        item.id
    }

    fn cells(item: &JobLine) -> Vec<Html> {
        vec![
            moment(item.created_at),
            html! { { words::job(&item.kind) } },
            item.reference
                .as_ref()
                .map(|reference| html! { <code>{ reference.to_string() }</code> })
                .unwrap_or_default(),
            html! { { t_count("deliveries.count", item.attempts as usize) } },
            html! { <span class="job-error">{ item.error.clone() }</span> },
            state(item.state),
        ]
    }

    fn asked(said: &JournalQuery) -> Vec<(&'static str, Option<String>)> {
        let known = |words: &'static [&'static str]| move |word: &String| words.contains(&word.as_str());
        vec![
            ("state", said.etat.clone().filter(known(&["waiting", "dead"]))),
            ("kind", said.nature.clone().filter(known(&words::JOBS))),
        ]
    }

    fn choices(filter: &Filter) -> Html {
        let kinds = words::JOBS.into_iter().map(|word| (word, words::job(word)));
        let states = [("waiting", t("failures.waiting"))].into_iter();
        let (kind, state) = (filter.said.nature.as_deref(), filter.said.etat.as_deref());
        html! {
            <>
                { choice(filter, "failures.kind", "failures.every_kind", kind, kinds, |said, word| said.nature = word) }
                { choice(filter, "messages.state", "failures.dead", state, states, |said, word| said.etat = word) }
                if let Some(kind) = kind.filter(|_| state.is_none()) { <ReplayAll kind={kind.to_owned()} /> }
            </>
        }
    }

    fn detail(item: &JobLine, around: &Around) -> Option<(String, Html)> {
        let content = html! {
            <Detail key={item.id.to_string()} of={item.clone()} onreplayed={around.reload.clone()} />
        };
        Some((words::job(&item.kind).to_owned(), content))
    }
}

fn state(state: JobState) -> Html {
    let (class, text) = match state {
        JobState::Waiting => ("status-absent", "failures.waiting"),
        JobState::Dead => ("status-cancelled", "failures.dead"),
    };
    html! { <span class={classes!("status", class)}>{ t(text) }</span> }
}

#[derive(Properties, PartialEq)]
struct DetailProps {
    of: JobLine,
    onreplayed: Callback<()>,
}

/// One job, and the way to have it done again.
#[component]
fn Detail(props: &DetailProps) -> Html {
    let failed = use_state_eq(|| None::<ApiError>);
    let asked = use_state_eq(|| false);
    let onreplay = {
        let (id, failed, asked, done) =
            (props.of.id, failed.clone(), asked.clone(), props.onreplayed.clone());
        Callback::from(move |_: MouseEvent| {
            let (failed, asked, done) = (failed.clone(), asked.clone(), done.clone());
            spawn_local(async move {
                match api::call::<ReplayJob>(&path(ReplayJob::PATH, &[&id.to_string()]), &()).await {
                    Ok(()) => {
                        asked.set(true);
                        done.emit(());
                    }
                    Err(error) => failed.set(Some(error)),
                }
            });
        })
    };
    let of = &props.of;
    html! {
        <>
            <dl class="facts">
                { fact(t("messages.state"), state(of.state)) }
                { fact(t("journal.when"), moment(of.created_at)) }
                if let Some(ended) = of.ended_at { { fact(t("failures.ended"), moment(ended)) } }
                if let Some(due) = of.due_at { { fact(t("deliveries.due"), moment(due)) } }
                if let Some(reference) = &of.reference {
                    { fact(t("messages.reference"), html! { <code>{ reference.to_string() }</code> }) }
                }
                { fact(t("deliveries.attempts"), html! { { grouped(of.attempts as usize) } }) }
                if let Some(error) = &of.error { { fact(t("messages.error"), html! { { error } }) } }
            </dl>
            if let Some(error) = &*failed { <Fault error={error.clone()} /> }
            if of.state == JobState::Dead {
                <p class="panel-ways"><button type="button" class="button" onclick={onreplay} data-testid="replay">
                    <Icon glyph={Glyph::Refresh} size={16} />{ t("failures.replay") }
                </button></p>
            }
            <p role="status">{ if *asked { t("failures.asked") } else { "" } }</p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ReplayAllProps {
    kind: AttrValue,
}

/// Has all those of a kind done again.
#[component]
fn ReplayAll(props: &ReplayAllProps) -> Html {
    let told = use_state_eq(String::new);
    let onclick = {
        let (kind, told) = (props.kind.to_string(), told.clone());
        Callback::from(move |_: MouseEvent| {
            let (asked, told) = (ReplayJobs { kind: kind.clone() }, told.clone());
            spawn_local(async move {
                told.set(match api::call::<ReplayAllJobs>(ReplayAllJobs::PATH, &asked).await {
                    Ok(replayed) => t_count("failures.asked_all", replayed.jobs as usize),
                    Err(error) => words::failure(&error).0,
                });
            });
        })
    };
    html! {
        <>
            <button type="button" class="button" {onclick} data-testid="replay-all">{ t("failures.replay_all") }</button>
            <p class="journal-told" role="status">{ (*told).clone() }</p>
        </>
    }
}
