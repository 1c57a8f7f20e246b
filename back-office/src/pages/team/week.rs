//! The days of one week across, people down; a list where there is no room.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::team::{Team, TeamMember};
use yew::prelude::*;

use super::day::chips;
use super::name;
use crate::calendar::after;
use crate::hooks::media::use_media;
use crate::i18n::{dates, t};

/// Properties of [`Week`].
#[derive(Properties, PartialEq)]
pub struct WeekProps {
    /// Who, with the bands of the week.
    pub people: Rc<[TeamMember]>,
    /// Everything that came.
    pub team: Rc<Team>,
    /// Its Monday.
    pub first: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// A line a person, a cell a day.
#[component]
pub fn Week(props: &WeekProps) -> Html {
    let narrow = use_media("(max-width: 899px)");
    let days: Vec<_> = (0..7).map(|day| after(props.first, day)).collect();
    let of = |person: &TeamMember, date: NaiveDate| TeamMember {
        bands: person.bands.iter().filter(|band| band.date == date).cloned().collect(),
        ..person.clone()
    };
    if narrow {
        return html! {
            <ul class="team-list">
                { for props.people.iter().map(|person| html! {
                    <li key={person.staff.slug.to_string()} data-testid="team-person">
                        <h2>{ name(person, &props.team, props.first, props.today) }</h2>
                        if person.bands.is_empty() {
                            <p class="absent">{ t("team.not_this_week") }</p>
                        } else {
                            <dl class="team-days">
                                { for days.iter().map(|date| (date, of(person, *date))).filter(|(_, one)| !one.bands.is_empty()).map(|(date, one)| html! {
                                    <div><dt>{ dates::short_day(*date) }</dt><dd>{ chips(&one, &props.team) }</dd></div>
                                }) }
                            </dl>
                        }
                    </li>
                }) }
            </ul>
        };
    }
    html! {
        <table class="team-week">
            <caption class="hidden">{ t("team.caption_week") }</caption>
            <thead>
                <tr>
                    <th scope="col" class="team-who">{ t("team.who") }</th>
                    { for days.iter().map(|date| html! {
                        <th scope="col" class={(*date == props.today).then_some("is-today")}>{ dates::short_day(*date) }</th>
                    }) }
                </tr>
            </thead>
            <tbody>
                { for props.people.iter().map(|person| html! {
                    <tr key={person.staff.slug.to_string()} data-testid="team-person">
                        <th scope="row" class="team-who">{ name(person, &props.team, props.first, props.today) }</th>
                        { for days.iter().map(|date| {
                            let one = of(person, *date);
                            html! {
                                <td>
                                    if one.bands.is_empty() {
                                        <span class="absent" aria-hidden="true">{ "–" }</span>
                                        <span class="hidden">{ t("week.nothing") }</span>
                                    } else {
                                        { chips(&one, &props.team) }
                                    }
                                </td>
                            }
                        }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
