//! The hours of one day across, people down; a list where there is no room.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::team::{Team, TeamBand, TeamMember};
use yew::prelude::*;

use super::{name, place};
use crate::components::band::{Band, channels_in_letters, channels_in_words, drawn_edge, tint};
use crate::hooks::media::use_media;
use crate::i18n::dates::hours;
use crate::i18n::t;

/// Hours that are always shown.
const HOURS: (u16, u16) = (8, 18);

/// Properties of [`Day`].
#[derive(Properties, PartialEq)]
pub struct DayProps {
    /// Who, with the bands of the date.
    pub people: Rc<[TeamMember]>,
    /// Everything that came.
    pub team: Rc<Team>,
    /// Monday of the date's week.
    pub week: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// A line a person.
#[component]
pub fn Day(props: &DayProps) -> Html {
    let narrow = use_media("(max-width: 899px)");
    if narrow {
        return html! {
            <ul class="team-list">
                { for props.people.iter().map(|person| html! {
                    <li key={person.staff.slug.to_string()} data-testid="team-person">
                        <h2>{ name(person, &props.team, props.week, props.today) }</h2>
                        { chips(person, &props.team) }
                    </li>
                }) }
            </ul>
        };
    }
    let bands = || props.people.iter().flat_map(|person| &person.bands);
    let first = bands().map(|band| band.from_time.minutes() / 60).min().unwrap_or(HOURS.0).min(HOURS.0);
    let last = bands().map(|band| band.to_time.minutes().div_ceil(60)).max().unwrap_or(HOURS.1).max(HOURS.1);
    let scale = Scale { from: first * 60, to: last * 60 };
    html! {
        <table class="team-day">
            <caption class="hidden">{ t("team.caption_day") }</caption>
            <thead>
                <tr>
                    <th scope="col" class="team-who">{ t("team.who") }</th>
                    <th scope="col">
                        <span class="hidden">{ t("team.receives") }</span>
                        <svg class="team-axis" width="100%" height="18" aria-hidden="true" focusable="false">
                            { for (first..=last).map(|hour| {
                                let anchor = if hour == first { "start" } else if hour == last { "end" } else { "middle" };
                                html! { <text class="week-hour" x={scale.at(hour * 60)} y="13" text-anchor={anchor}>{ format!("{hour}\u{a0}h") }</text> }
                            }) }
                        </svg>
                    </th>
                </tr>
            </thead>
            <tbody>
                { for props.people.iter().map(|person| html! {
                    <tr key={person.staff.slug.to_string()} data-testid="team-person">
                        <th scope="row" class="team-who">{ name(person, &props.team, props.week, props.today) }</th>
                        <td>
                            if person.bands.is_empty() {
                                <span class="absent">{ t("week.nothing") }</span>
                            } else {
                                { strip(person, &props.team, &scale, (first, last)) }
                                <ul class="hidden">
                                    { for person.bands.iter().map(|band| html! { <li>{ spoken(person, band, &props.team) }</li> }) }
                                </ul>
                            }
                        </td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// Minutes of the day across the width.
struct Scale {
    from: u16,
    to: u16,
}

impl Scale {
    fn percent(&self, minute: u16) -> f64 {
        f64::from(minute.saturating_sub(self.from)) * 100.0 / f64::from((self.to - self.from).max(1))
    }

    fn at(&self, minute: u16) -> String {
        format!("{:.3}%", self.percent(minute))
    }
}

/// The bands of a person in a list.
pub fn chips(person: &TeamMember, team: &Team) -> Html {
    if person.bands.is_empty() {
        return html! { <p class="absent">{ t("week.nothing") }</p> };
    }
    html! {
        <p class="week-bands">
            { for person.bands.iter().map(|band| html! {
                <Band from={band.from_time} to={band.to_time} channels={band.channels} place={place(person, band, team)} />
            }) }
        </p>
    }
}

fn spoken(person: &TeamMember, band: &TeamBand, team: &Team) -> String {
    let place = place(person, band, team);
    let mut parts = vec![hours(band.from_time, band.to_time), channels_in_words(band.channels)];
    parts.extend((!place.is_empty()).then_some(place));
    parts.join(", ")
}

fn strip(person: &TeamMember, team: &Team, scale: &Scale, (first, last): (u16, u16)) -> Html {
    html! {
        <svg class="team-strip" width="100%" height="36" aria-hidden="true" focusable="false">
            { for (first..=last).map(|hour| {
                let x = scale.at(hour * 60);
                html! { <line class="week-line" x1={x.clone()} x2={x} y1="0" y2="36" /> }
            }) }
            { for person.bands.iter().map(|band| {
                let (from, to) = (band.from_time.minutes(), band.to_time.minutes());
                let width = scale.percent(to) - scale.percent(from);
                html! {
                    <svg class={classes!("band-box", tint(band.channels))} x={scale.at(from)} y="2" height="32"
                        width={format!("{width:.3}%")} data-testid="team-band">
                        <title>{ spoken(person, band, team) }</title>
                        <rect class="band-ground" width="100%" height="100%" rx="5" />
                        { drawn_edge(band.channels) }
                        <text x="11" y="14">{ hours(band.from_time, band.to_time) }</text>
                        <text x="11" y="27">{ channels_in_letters(band.channels) }{ " " }{ place(person, band, team) }</text>
                    </svg>
                }
            }) }
        </svg>
    }
}
