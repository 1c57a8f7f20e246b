//! When colleagues receive: people down, hours or days across.

mod day;
mod toolbar;
mod week;

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::Channel;
use creno_types::staff::Permission;
use creno_types::team::{Team, TeamBand, TeamMember};
use yew::prelude::*;
use yew_router::prelude::*;

use self::day::Day;
use self::toolbar::{Toolbar, use_team_keys};
use self::week::Week;
use crate::api::fetch_team;
use crate::app::{AvailabilityQuery, ExplainQuery, Route, TeamQuery};
use crate::calendar::{after, monday};
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::line_keys;
use crate::components::skeleton::Skeleton;
use crate::hooks::clock::use_today;
use crate::hooks::load::use_load;
use crate::hooks::now::use_return_to_tab;
use crate::hooks::said::use_said;
use crate::hooks::session::use_may;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{dates, t, t_count, t_with};

/// How the time is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The hours of one day.
    #[default]
    Day,
    /// The days of one week.
    Week,
}

/// What the address says, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    view: View,
    date: NaiveDate,
    today: NaiveDate,
    agency: Option<String>,
    channel: Option<Channel>,
}

impl Shown {
    fn read(said: &TeamQuery, today: NaiveDate) -> Self {
        Self {
            view: if said.vue.as_deref() == Some("semaine") { View::Week } else { View::Day },
            date: said.date.as_deref().and_then(|date| date.parse().ok()).unwrap_or(today),
            today,
            agency: said.agence.clone().filter(|slug| !slug.is_empty()),
            channel: said.canal.as_deref().and_then(|word| word.parse().ok()),
        }
    }

    /// First and last date.
    fn days(&self) -> (NaiveDate, NaiveDate) {
        match self.view {
            View::Day => (self.date, self.date),
            View::Week => (monday(self.date), after(monday(self.date), 6)),
        }
    }

    /// How far the arrows go.
    fn step(&self) -> i64 {
        match self.view {
            View::Day => 1,
            View::Week => 7,
        }
    }
}

/// The team of one's agencies.
#[component]
pub fn TeamPage() -> Html {
    let (said, say) = use_said::<TeamQuery>(Route::Team);
    let today = use_today(None);
    let shown = Shown::read(&said, today);
    let (from, to) = shown.days();
    let load = use_load((shown.agency.clone(), from, to), |(agency, from, to)| fetch_team(agency, from, to));
    use_return_to_tab(load.reload.clone());
    use_title(t("team.title").to_owned());
    let heading = use_page_heading();
    let search = use_state_eq(String::new);
    let (field, list) = (use_node_ref(), use_node_ref());
    use_team_keys(&shown, &said, &say, &field);
    let onsearch = {
        let search = search.clone();
        use_callback((), move |text: String, ()| search.set(text))
    };
    let onlist = use_callback(list.clone(), |(), list| {
        line_keys::step(list, "ArrowDown");
    });
    let team = load.state.data.clone();
    let people = team.as_ref().map(|team| found(team, &search, shown.channel));
    let told = match shown.view {
        View::Day => dates::long_day(from),
        View::Week => {
            t_with("week.told", &[("from", &dates::short_day(from)), ("to", &dates::dated_day(to))])
        }
    };
    let explains = use_may(Permission::ViewAppointments);
    let asked = ExplainQuery {
        agence: shown.agency.clone(),
        canal: said.canal.clone(),
        date: said.date.clone(),
        ..ExplainQuery::default()
    };
    let announced = people.as_ref().map(|people| {
        let receiving = people.iter().filter(|one| !one.bands.is_empty()).count();
        format!("{}, {}", t_count("team.people", people.len()), t_count("team.receiving", receiving))
    });
    html! {
        <div class="day">
            <div class="day-main">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("team.title") }</h1>
                        <p class="page-date" data-testid="day">
                            { told }
                            if from == to && from == shown.today { <span class="tag">{ t("appointments.is_today") }</span> }
                        </p>
                    </div>
                    if explains {
                        <Link<Route, ExplainQuery> to={Route::Explain} query={Some(asked)} classes="button">
                            <Icon glyph={Glyph::Question} size={16} />{ t("explain.title") }
                        </Link<Route, ExplainQuery>>
                    }
                </header>
                <Toolbar shown={shown.clone()} said={said.clone()} {say} search={(*search).clone()} {onsearch} {onlist} {field}
                    busy={load.state.busy} onreload={load.reload.clone()} />
                <p class="team-told" role="status" data-testid="team-told">{ announced }</p>
                if let (Some(team), Some(people)) = (&team, people) {
                    { closed(team) }
                    if people.is_empty() {
                        <div class="state" data-testid="empty">
                            <Icon glyph={Glyph::User} size={32} />
                            <p class="state-title">{ t("team.empty") }</p>
                            <p>{ t("team.empty_detail") }</p>
                        </div>
                    } else {
                        <div ref={list.clone()} onkeydown={line_keys::on_key(&list)} data-testid="team">
                            if shown.view == View::Day {
                                <Day {people} week={monday(shown.date)} today={shown.today} team={team.clone()} />
                            } else {
                                <Week {people} first={from} today={shown.today} team={team.clone()} />
                            }
                        </div>
                    }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()} />
                }
            </div>
        </div>
    }
}

/// The people whose name begins as searched, with the bands of the channel that is shown.
fn found(team: &Team, search: &str, channel: Option<Channel>) -> Rc<[TeamMember]> {
    let wanted = folded(search);
    let people = team.people.iter().filter(|one| folded(&one.staff.name).contains(&wanted));
    let by_channel = |band: &&TeamBand| channel.is_none_or(|channel| band.channels.contains(channel));
    let with_bands = people.map(|one| TeamMember {
        bands: one.bands.iter().filter(by_channel).cloned().collect(),
        ..one.clone()
    });
    with_bands.collect()
}

/// Without capitals nor the accents of French.
fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'â' | 'ä' | 'á' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        letter => letter,
    };
    text.trim().to_lowercase().chars().map(plain).collect()
}

/// What closes agencies on the dates shown.
fn closed(team: &Team) -> Html {
    let lines: Vec<_> = team
        .agencies
        .iter()
        .flat_map(|agency| agency.closures.iter().map(move |closed| (agency, closed)))
        .collect();
    if lines.is_empty() {
        return Html::default();
    }
    // A holiday closes them all: it is told once.
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for (agency, closed) in lines {
        let what = format!("{}, {}", closed.label, dates::short_day(closed.date));
        match told.iter_mut().find(|(known, _)| *known == what) {
            Some((_, places)) => places.push(&agency.name),
            None => told.push((what, vec![&agency.name])),
        }
    }
    html! {
        <ul class="team-closed" data-testid="closed">
            { for told.into_iter().map(|(what, places)| {
                let places = match places.len() == team.agencies.len() && places.len() > 1 {
                    true => t("team.everywhere").to_owned(),
                    false => places.join(", "),
                };
                html! { <li>{ t_with("team.closed", &[("what", &what), ("where", &places)]) }</li> }
            }) }
        </ul>
    }
}

/// The name of a person: a link to their availability for who may see it.
fn name(person: &TeamMember, team: &Team, week: NaiveDate, today: NaiveDate) -> Html {
    let places: Vec<_> = team
        .agencies
        .iter()
        .filter(|agency| person.agencies.contains(&agency.slug))
        .map(|agency| agency.name.as_str())
        .collect();
    let label = match person.within_reach {
        true => {
            let query = AvailabilityQuery {
                personne: Some(person.staff.slug.to_string()),
                semaine: (week != monday(today)).then(|| week.to_string()),
                ..AvailabilityQuery::default()
            };
            html! {
                <Link<Route, AvailabilityQuery> to={Route::Availability} query={Some(query)} classes="row-link">
                    { &person.staff.name }
                </Link<Route, AvailabilityQuery>>
            }
        }
        false => html! { <span class="row-link" tabindex="-1">{ &person.staff.name }</span> },
    };
    html! {
        <>
            { label }
            if team.agencies.len() > 1 { <small class="team-places">{ places.join(", ") }</small> }
        </>
    }
}

/// Where a band stands, when more than one agency is shown and the person works in several.
fn place(person: &TeamMember, band: &TeamBand, team: &Team) -> String {
    if person.agencies.len() < 2 || band.agencies.len() == person.agencies.len() {
        return String::new();
    }
    let names = team.agencies.iter().filter(|agency| band.agencies.contains(&agency.slug));
    names.map(|agency| agency.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn names_are_found_without_accents() {
        assert_eq!(folded(" Élodie FRANÇOIS "), "elodie francois");
    }
}
