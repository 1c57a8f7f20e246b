//! What clients will be offered from the person: computed here, by the engine that the server runs, as the form is typed.

use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;
use creno_engine::Window as EngineWindow;
use creno_engine::preview::{preview, zone};
use creno_types::catalog::Catalog;
use creno_types::endpoint::{Endpoint, GetSlotInputs, with_query};
use creno_types::slot_inputs::{SlotInputs, TakenBy};
use creno_types::team::TeamMember;
use creno_types::{Agency, Channel, Theme};
use yew::prelude::*;
use yew_router::prelude::Link;

use super::fields::choice;
use crate::api::{self, ApiError};
use crate::app::{AvailabilityQuery, ExplainQuery, Route};
use crate::calendar::after;
use crate::components::changes::changing;
use crate::components::failure::Failure;
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::i18n::{dates, t, t_count, t_with, words};

/// Properties of [`Preview`].
#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    /// Whose.
    pub member: TeamMember,
    /// What is on offer in the network.
    pub catalog: Rc<Catalog>,
    /// Monday of the week.
    pub monday: NaiveDate,
    /// Windows that are saved.
    pub saved: Rc<[EngineWindow]>,
    /// Windows as they would be; none while nothing is typed.
    pub draft: Option<Rc<[EngineWindow]>>,
    /// Moves when something was saved.
    pub round: u32,
    /// Whether the person may ask why a start is offered.
    pub explains: bool,
    /// What the address says.
    pub said: AvailabilityQuery,
    /// Makes it say something else.
    pub say: Callback<AvailabilityQuery>,
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    agency: String,
    theme: String,
    channel: Channel,
}

/// What is chosen, and what there is to choose from.
pub struct Choices<'a> {
    agencies: Vec<&'a Agency>,
    themes: Vec<&'a Theme>,
    channels: Vec<Channel>,
    chosen: Option<Chosen>,
}

/// What the address says, where it makes sense for the person; the first choice otherwise.
pub fn choices<'a>(catalog: &'a Catalog, member: &TeamMember, said: &AvailabilityQuery) -> Choices<'a> {
    let agencies: Vec<_> =
        catalog.agencies.iter().filter(|agency| member.agencies.contains(&agency.slug)).collect();
    let named = |slug: &str, said: &Option<String>| said.as_deref() == Some(slug);
    let agency =
        agencies.iter().find(|agency| named(agency.slug.as_str(), &said.agence)).or(agencies.first());
    let themes: Vec<_> = agency.map_or_else(Vec::new, |agency| {
        catalog.themes_of(agency).filter(|theme| member.themes.contains(&theme.slug)).collect()
    });
    let theme = themes.iter().find(|theme| named(theme.slug.as_str(), &said.theme)).or(themes.first());
    let channels: Vec<_> = match (agency, theme) {
        (Some(agency), Some(theme)) => catalog.channels(agency, theme).iter().collect(),
        _ => Vec::new(),
    };
    let channel = channels.iter().find(|channel| named(channel.as_str(), &said.canal)).or(channels.first());
    let chosen = match (agency, theme, channel) {
        (Some(agency), Some(theme), Some(&channel)) => {
            Some(Chosen { agency: agency.slug.to_string(), theme: theme.slug.to_string(), channel })
        }
        _ => None,
    };
    Choices { agencies, themes, channels, chosen }
}

/// The choices, the days and their starts, and what they don't know.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let Choices { agencies, themes, channels, chosen } = choices(&props.catalog, &props.member, &props.said);
    let asked = (props.member.staff.slug.to_string(), chosen.clone(), props.monday, props.round);
    let load = use_load(asked, |(staff, chosen, monday, _)| fetch(staff, chosen, monday));
    let say = |change: fn(&mut AvailabilityQuery, String)| changing(&props.said, &props.say, change);
    let agencies: Vec<_> = agencies.iter().map(|one| (one.slug.to_string(), one.name.clone())).collect();
    let themes: Vec<_> = themes.iter().map(|one| (one.slug.to_string(), one.name.clone())).collect();
    let channels: Vec<_> =
        channels.iter().map(|one| (one.as_str().to_owned(), words::channel(*one).to_owned())).collect();
    // What was known before something was saved stays until it is known again.
    let kept = use_mut_ref(|| None::<((Option<Chosen>, NaiveDate), Rc<Option<SlotInputs>>)>);
    let about = (chosen.clone(), props.monday);
    if let Some(inputs) = &load.state.data {
        *kept.borrow_mut() = Some((about.clone(), inputs.clone()));
    }
    let known = kept.borrow().as_ref().filter(|(of, _)| *of == about).map(|(_, inputs)| inputs.clone());
    let known = known.filter(|inputs| {
        inputs.as_ref().as_ref().is_none_or(|inputs| inputs.staff.slug == props.member.staff.slug)
    });
    let inputs = known.as_ref().and_then(|inputs| (**inputs).as_ref());
    html! {
        <section class="avail-section preview" aria-labelledby="preview-title" data-testid="preview">
            <h2 id="preview-title">{ t("preview.title") }<span class="tag">{ t("preview.tag") }</span></h2>
            if let Some(chosen) = &chosen {
                <div class="preview-choices">
                    { choice(t("rules.agency"), "preview-agency", &chosen.agency, &agencies, say(|said, to| {
                        (said.agence, said.theme, said.canal) = (Some(to), None, None);
                    })) }
                    { choice(t("column.theme"), "preview-theme", &chosen.theme, &themes, say(|said, to| {
                        (said.theme, said.canal) = (Some(to), None);
                    })) }
                    { choice(t("column.channel"), "preview-channel", chosen.channel.as_str(), &channels,
                        say(|said, to| said.canal = Some(to))) }
                </div>
                if let Some(inputs) = inputs {
                    { days(props, inputs) }
                    { basis(inputs) }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()} />
                }
            } else {
                <p class="absent" data-testid="preview-none">{ t("preview.nothing_handled") }</p>
            }
        </section>
    }
}

async fn fetch(
    staff: String,
    chosen: Option<Chosen>,
    monday: NaiveDate,
) -> Result<Option<SlotInputs>, ApiError> {
    let Some(chosen) = chosen else { return Ok(None) };
    let (from, to) = (monday.to_string(), after(monday, 6).to_string());
    let asked = [
        ("staff", staff.as_str()),
        ("agency", chosen.agency.as_str()),
        ("theme", chosen.theme.as_str()),
        ("channel", chosen.channel.as_str()),
        ("from", from.as_str()),
        ("to", to.as_str()),
    ];
    api::call::<GetSlotInputs>(&with_query(GetSlotInputs::PATH, &asked), &()).await.map(Some)
}

/// How a start stands once the draft is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Same,
    New,
    Gone,
}

/// The starts of a week, saved and as they would be, in order.
fn starts(props: &PreviewProps, inputs: &SlotInputs) -> Vec<(i64, Fate)> {
    let (from, to) = (props.monday, after(props.monday, 6));
    let of = |windows: &[EngineWindow]| -> BTreeSet<i64> {
        preview(inputs, windows.to_vec(), from, to).into_iter().flat_map(|day| day.starts).collect()
    };
    let saved = of(&props.saved);
    let draft = props.draft.as_ref().map(|draft| of(draft));
    let draft = draft.as_ref().unwrap_or(&saved);
    let fate = |start: &i64| match (saved.contains(start), draft.contains(start)) {
        (true, true) => Fate::Same,
        (false, _) => Fate::New,
        (true, false) => Fate::Gone,
    };
    saved.union(draft).map(|start| (*start, fate(start))).collect()
}

fn days(props: &PreviewProps, inputs: &SlotInputs) -> Html {
    if !inputs.handles {
        return html! { <p class="absent">{ t("preview.not_handled") }</p> };
    }
    let zone = zone(inputs);
    let starts = starts(props, inputs);
    let count = |fate| starts.iter().filter(|(_, own)| *own == fate).count();
    let (new, gone) = (count(Fate::New), count(Fate::Gone));
    let mut told = t_count("preview.count", count(Fate::Same) + new);
    for (key, count) in [("preview.new", new), ("preview.gone", gone)] {
        if count > 0 {
            told.push_str(", ");
            told.push_str(&t_count(key, count));
        }
    }
    html! {
        <>
            <p class="preview-told" role="status" data-testid="preview-told">{ told }</p>
            <ol class="preview-days">
                { for (0..7).map(|day| {
                    let date = after(props.monday, day);
                    let of_day: Vec<_> = starts.iter().filter(|(start, _)| zone.local_date(*start) == date).collect();
                    let closed = inputs.closures.iter().find(|closed| closed.date == date);
                    html! {
                        <li data-date={date.to_string()} data-testid="preview-day">
                            <h3>{ dates::short_day(date) }{ why(props, inputs, date) }</h3>
                            <p class="preview-starts">
                                { for of_day.iter().map(|(start, fate)| chip(zone.local_seconds(*start), *fate)) }
                                if let Some(closed) = closed {
                                    <span class="week-closed">{ t_with("week.closed", &[("why", &closed.label)]) }</span>
                                } else if of_day.is_empty() {
                                    <span class="absent">{ t("preview.none") }</span>
                                }
                            </p>
                        </li>
                    }
                }) }
            </ol>
        </>
    }
}

/// The way to the rules that say so, for who may read them.
fn why(props: &PreviewProps, inputs: &SlotInputs, date: NaiveDate) -> Html {
    if !props.explains {
        return Html::default();
    }
    let query = ExplainQuery {
        agence: Some(inputs.agency.slug.to_string()),
        theme: Some(inputs.theme.slug.to_string()),
        canal: Some(inputs.channel.as_str().to_owned()),
        date: Some(date.to_string()),
        personne: Some(inputs.staff.slug.to_string()),
        heure: None,
    };
    html! {
        <Link<Route, ExplainQuery> to={Route::Explain} query={Some(query)} classes="preview-why">
            { t("preview.why") }<span class="hidden">{ " " }{ dates::short_day(date) }</span>
        </Link<Route, ExplainQuery>>
    }
}

fn chip(seconds: i64, fate: Fate) -> Html {
    let time = dates::clock_at(u32::try_from(seconds / 60).unwrap_or_default());
    match fate {
        Fate::Same => html! { <span class="start" data-testid="start">{ time }</span> },
        Fate::New => html! {
            <ins class="start is-new" data-testid="start-new"><span aria-hidden="true">{ "+" }</span>{ time }</ins>
        },
        Fate::Gone => html! { <del class="start is-gone" data-testid="start-gone">{ time }</del> },
    }
}

/// What the preview takes into account, and what it does not know.
fn basis(inputs: &SlotInputs) -> Html {
    let count = |by| inputs.taken.iter().filter(|taken| taken.by == by).count();
    let (booked, busy) = (count(TakenBy::Booking), count(TakenBy::Calendar));
    let rules = &inputs.rules;
    let told = t_with(
        "preview.known",
        &[
            ("at", &dates::short_moment(inputs.now)),
            ("booked", &t_count("preview.booked", booked)),
            ("busy", &t_count("preview.busy", busy)),
        ],
    );
    let minutes = t_with(
        "preview.rules",
        &[
            ("duration", &rules.duration_min.0.to_string()),
            ("buffer", &rules.buffer_min.0.to_string()),
            ("days", &rules.horizon_days.to_string()),
        ],
    );
    html! {
        <div class="preview-known" data-testid="preview-known">
            <p>{ told }{ " " }{ minutes }</p>
            <p>{ t("preview.unknown") }</p>
        </div>
    }
}
