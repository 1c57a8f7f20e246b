//! The week that the windows make: bands by day, the draft included.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_engine::Window as EngineWindow;
use creno_engine::bands::{Band as Open, bands};
use creno_types::channel::Channels;
use creno_types::local_minute::LocalMinute;
use creno_types::team::TeamAgency;
use yew::prelude::*;

use super::people::closures;
use crate::calendar::after;
use crate::components::band::{Band, channels_in_letters, channels_in_words, drawn_edge, tint};
use crate::hooks::media::use_media;
use crate::i18n::{dates, t, t_with};

/// Height of an hour, in pixels.
const HOUR: u16 = 26;
/// Hours that are always shown.
const HOURS: (u16, u16) = (8, 18);
/// Room for the names of the hours, in pixels.
const HEAD: u16 = 6;

/// Properties of [`Week`].
#[derive(Properties, PartialEq)]
pub struct WeekProps {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Where the person works.
    pub places: Rc<[TeamAgency]>,
    /// Their windows, the draft included.
    pub windows: Rc<[EngineWindow]>,
    /// Whether something in it is not saved.
    pub draft: bool,
}

/// A band of a day: when, by what, and where.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    band: Open,
    places: Vec<String>,
}

/// Days side by side with the hours down; a list where there is no room.
#[component]
pub fn Week(props: &WeekProps) -> Html {
    let narrow = use_media("(max-width: 899px)");
    let days: Vec<(NaiveDate, Vec<Told>)> = (0..7)
        .map(|day| after(props.monday, day))
        .map(|date| (date, told(&props.windows, &props.places, date)))
        .collect();
    let title = t(if props.draft { "week.title_draft" } else { "week.title" });
    html! {
        <section class="avail-section" aria-labelledby="week-title" data-testid="week">
            <h2 id="week-title">{ title }</h2>
            if narrow { { list(props, &days) } } else { { columns(props, &days) } }
        </section>
    }
}

fn told(windows: &[EngineWindow], places: &[TeamAgency], date: NaiveDate) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for place in places {
        for band in bands(windows, place.id, &closures(&place.closures), date) {
            match all.iter_mut().find(|told| told.band == band) {
                Some(told) => told.places.push(place.name.clone()),
                None => all.push(Told { band, places: vec![place.name.clone()] }),
            }
        }
    }
    all.sort_by_key(|told| (told.band.from, told.band.to));
    all
}

/// What closes the agencies on a date: "Fête nationale".
fn closed(places: &[TeamAgency], date: NaiveDate) -> Option<String> {
    let mut labels: Vec<_> = places
        .iter()
        .flat_map(|place| &place.closures)
        .filter(|closed| closed.date == date)
        .map(|closed| closed.label.clone())
        .collect();
    labels.sort();
    labels.dedup();
    (!labels.is_empty()).then(|| t_with("week.closed", &[("why", &labels.join(", "))]))
}

/// Where, when the person works in several agencies and this is not all of them.
fn place(props: &WeekProps, told: &Told) -> String {
    if told.places.len() == props.places.len() { String::new() } else { told.places.join(", ") }
}

fn minute(minutes: u16) -> LocalMinute {
    LocalMinute::try_from(minutes).unwrap_or_default()
}

fn list(props: &WeekProps, days: &[(NaiveDate, Vec<Told>)]) -> Html {
    html! {
        <ul class="week-list">
            { for days.iter().map(|(date, told)| html! {
                <li>
                    <h3>{ dates::short_day(*date) }</h3>
                    <p class="week-bands">
                        { for told.iter().map(|told| html! {
                            <Band from={minute(told.band.from)} to={minute(told.band.to)}
                                channels={told.band.channels} place={place(props, told)} />
                        }) }
                        if let Some(closed) = closed(&props.places, *date) {
                            <span class="week-closed">{ closed }</span>
                        } else if told.is_empty() {
                            <span class="absent">{ t("week.nothing") }</span>
                        }
                    </p>
                </li>
            }) }
        </ul>
    }
}

fn columns(props: &WeekProps, days: &[(NaiveDate, Vec<Told>)]) -> Html {
    let all = || days.iter().flat_map(|(_, told)| told);
    let first = all().map(|told| told.band.from / 60).min().unwrap_or(HOURS.0).min(HOURS.0);
    let last = all().map(|told| told.band.to.div_ceil(60)).max().unwrap_or(HOURS.1).max(HOURS.1);
    let y = |minute: u16| HEAD + (minute.saturating_sub(first * 60)) * HOUR / 60;
    let height = (y(last * 60) + HEAD).to_string();
    let lines = || {
        html! { { for (first..=last).map(|hour| {
            let y = y(hour * 60).to_string();
            html! { <line class="week-line" x1="0" x2="100%" y1={y.clone()} y2={y} /> }
        }) } }
    };
    html! {
        <div class="week">
            <div class="week-axis" aria-hidden="true">
                <span class="week-day" />
                <svg width="100%" height={height.clone()} focusable="false">
                    { for (first..=last).map(|hour| html! {
                        <text class="week-hour" x="100%" dx="-6" y={(y(hour * 60) + 4).to_string()} text-anchor="end">
                            { dates::clock_at((hour * 60).into()) }
                        </text>
                    }) }
                </svg>
            </div>
            { for days.iter().map(|(date, told)| {
                let class = classes!("week-column", (*date == props.today).then_some("is-today"));
                let closed = closed(&props.places, *date);
                html! {
                    <div {class} data-date={date.to_string()}>
                        <h3 class="week-day">{ dates::short_day(*date) }</h3>
                        <svg width="100%" height={height.clone()} aria-hidden="true" focusable="false">
                            { lines() }
                            { for told.iter().map(|told| drawn(told, &place(props, told), &y)) }
                        </svg>
                        if let Some(closed) = &closed { <p class="week-closed">{ closed }</p> }
                        <ul class="hidden">
                            { for told.iter().map(|told| html! { <li>{ spoken(told, &place(props, told)) }</li> }) }
                        </ul>
                    </div>
                }
            }) }
        </div>
    }
}

/// "09:00–12:00, En agence, Téléphone, Lille"
fn spoken(told: &Told, place: &str) -> String {
    let Open { from, to, channels } = told.band;
    let mut parts = vec![dates::hours(minute(from), minute(to)), words(channels)];
    parts.extend((!place.is_empty()).then(|| place.to_owned()));
    parts.join(", ")
}

fn words(channels: Channels) -> String {
    channels_in_words(channels)
}

fn drawn(told: &Told, place: &str, y: &impl Fn(u16) -> u16) -> Html {
    let Open { from, to, channels } = told.band;
    let (top, height) = (y(from), y(to).saturating_sub(y(from)).max(8));
    html! {
        <svg class={classes!("band-box", tint(channels))} x="2" y={top.to_string()} width="96%" height={height.to_string()}>
            <title>{ spoken(told, place) }</title>
            <rect class="band-ground" width="100%" height="100%" rx="5" />
            { drawn_edge(channels) }
            <text x="11" y="14">{ dates::hours(minute(from), minute(to)) }</text>
            if height > 30 { <text x="11" y="28">{ channels_in_letters(channels) }</text> }
            if height > 44 && !place.is_empty() { <text x="11" y="42">{ place }</text> }
        </svg>
    }
}
