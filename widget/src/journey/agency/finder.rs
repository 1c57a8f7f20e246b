//! The search once its part is there: what was typed may be a town, and who is near it counts.

use std::cell::Cell;
use std::rc::Rc;

use creno_types::endpoint::{Endpoint, ListPlaces, with_query};
use creno_types::place::{Place, PlacesQuery};
use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::rank::{Ranked, Spot, from, other_readings, rank};
use super::{Found, browser};
use crate::api::{self, Extra};
use crate::i18n::{I18n, use_i18n};
use crate::journey::shell::use_shell;

/// People type on for less than this between two letters, in milliseconds.
const PAUSE_MS: u32 = 200;

/// What the search needs besides the shell.
#[derive(Clone, PartialEq, Properties)]
pub struct FinderProps {
    /// What was typed.
    pub query: AttrValue,
    /// How many times the visitor's own place was asked for since.
    pub near: u32,
    /// Takes what was found.
    pub onfound: Callback<Found>,
}

/// The search; it shows the other towns that may be meant.
#[component]
pub fn Finder(props: &FinderProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let FinderProps { query, near, onfound } = props;
    let answer = use_towns(&shell.api, query);
    let here = use_here(*near);
    // Which town is meant, of those found for these very words.
    let reading = use_state_eq(|| (AttrValue::default(), 0_usize));
    let picked = (reading.0 == *query && !query.is_empty()).then_some(reading.1);
    // A former answer serves while the next one is on its way, and the visitor types on in the same word.
    let towns: &[Place] = if query.starts_with(&*answer.0) { &answer.1 } else { &[] };
    let settled = answer.0 == *query;

    let catalog = &shell.journey.catalog;
    let agencies = shell.journey.given.agencies(catalog);
    let ranked = match here {
        Here::At(spot) => from(&agencies, Vec::new(), spot),
        _ => rank(&agencies, query, towns, picked),
    };
    let town = ranked.town.and_then(|at| towns.get(at));
    let status = status(&ranked, town, here, !query.trim().is_empty(), &i18n);
    let spot = match here {
        Here::At(spot) => Some(spot),
        _ => town.map(|town| (town.lat, town.lon)),
    };
    let found = found(&ranked, spot, status, &i18n);
    // Nothing found yet is not nothing found.
    let known = settled || !found.order.is_empty();
    use_effect_with((found, known, onfound.clone()), |(found, known, onfound)| {
        if *known {
            onfound.emit(found.clone());
        }
    });

    let others = ranked.town.map(|at| other_readings(query, towns, at)).unwrap_or_default();
    if others.is_empty() {
        return Html::default();
    }
    let button = |at: usize| {
        let (reading, query, town) = (reading.setter(), query.clone(), &towns[at]);
        let onclick = Callback::from(move |_: MouseEvent| reading.set((query.clone(), at)));
        html! {
            <button
                type="button" class="button button-quiet" {onclick}
                data-testid={["creno-reading-", &town.postcode].concat()}
            >{ [&*town.name, " (", &town.department, ")"].concat() }</button>
        }
    };
    html! {
        <div class="search-tools" role="group" aria-label={i18n.text("agency.search.readings")}>
            { for others.into_iter().map(button) }
        </div>
    }
}

/// What is on offer, in that order, with distances in words.
fn found(ranked: &Ranked, spot: Option<Spot>, status: String, i18n: &I18n) -> Found {
    let words = |kilometres: f64| {
        let distance = browser::kilometres(i18n.lang(), kilometres.max(1.0));
        AttrValue::from(i18n.with("agency.search.away", &[("distance", &distance)]))
    };
    // Beyond twice as far as the nearest, the map would only show smaller what matters.
    let nearest = ranked.order.first().and_then(|(_, away)| *away).unwrap_or_default();
    let around = ranked
        .order
        .iter()
        .take(6)
        .take_while(|(_, away)| away.is_some_and(|away| away < nearest * 2.0 + 15.0));
    let focus = match ranked.order.first() {
        Some((_, Some(_))) => around.count(),
        _ => ranked.matching,
    };
    let order = ranked.order.iter().map(|(at, away)| (*at, away.map(words))).collect();
    Found { order, focus, spot, status: status.into() }
}

/// How many there are, near what, or what else to do.
fn status(ranked: &Ranked, town: Option<&Place>, here: Here, typed: bool, i18n: &I18n) -> String {
    if let Some(town) = town {
        let place = [&*town.name, " (", &town.postcode, ")"].concat();
        let text = match ranked.matching {
            0 => i18n.text("agency.search.near"),
            count if count == ranked.order.len() => i18n.plural("agency.found", count),
            count => i18n.plural("agency.search.found", count),
        };
        return of(&text, &place);
    }
    match here {
        Here::At(_) => i18n.text("agency.search.near_you"),
        Here::Asked => i18n.text("agency.search.locating"),
        Here::Lost => i18n.text("agency.search.lost"),
        Here::Unasked if !typed => String::new(),
        Here::Unasked if ranked.matching == 0 => i18n.text("agency.none"),
        Here::Unasked => i18n.plural("agency.found", ranked.matching),
    }
}

/// Fills in the town; French says "d’Arcachon", "du Havre", "des Ulis".
fn of(text: &str, place: &str) -> String {
    let open = |first: char| "aàâeéèêiîoôuyœAÀÂEÉÈÊIÎOÔUYŒ".contains(first);
    let (of, rest) = match (place.strip_prefix("Le "), place.strip_prefix("Les ")) {
        (Some(rest), _) => ("du ", rest),
        (_, Some(rest)) => ("des ", rest),
        _ if place.starts_with(open) => ("d’", place),
        _ => ("de ", place),
    };
    text.replace("de {place}", &[of, rest].concat()).replace("{place}", place)
}

/// The words that were asked, and the towns that they may name.
type Answer = Rc<(AttrValue, Vec<Place>)>;

/// Asks the server for the towns that `query` may name, once the visitor stops typing. None when it does not answer: the
/// agencies are known all the same.
#[hook]
fn use_towns(api: &AttrValue, query: &AttrValue) -> Answer {
    let answer = use_state(|| Rc::new((AttrValue::default(), Vec::new())));
    let set = answer.setter();
    use_effect_with((api.clone(), query.clone()), move |(api, query)| {
        let (api, query) = (api.clone(), query.clone());
        let left = Rc::new(Cell::new(false));
        let late = left.clone();
        let length = query.trim().chars().count();
        let timer = if (PlacesQuery::SHORTEST..=PlacesQuery::LONGEST).contains(&length) {
            Some(Timeout::new(PAUSE_MS, move || {
                spawn_local(async move {
                    let path = with_query(ListPlaces::PATH, &[("q", query.trim())]);
                    let places = api::call::<ListPlaces>(&api, &path, None, Extra::default()).await;
                    if !late.get() {
                        set.set(Rc::new((
                            query,
                            places.map(|answer| answer.body.places).unwrap_or_default(),
                        )));
                    }
                });
            }))
        } else {
            set.set(Rc::new((query, Vec::new())));
            None
        };
        move || {
            left.set(true);
            drop(timer);
        }
    });
    (*answer).clone()
}

/// What is known of the visitor's own place. It never leaves the page.
#[derive(Clone, Copy, PartialEq)]
enum Here {
    /// They did not ask.
    Unasked,
    /// They asked; the browser may be asking them.
    Asked,
    /// Here.
    At(Spot),
    /// The browser does not know, or may not say.
    Lost,
}

/// Asks for the visitor's place each time that `near` is a new count; 0 forgets it.
#[hook]
fn use_here(near: u32) -> Here {
    let known = use_state_eq(|| (0, Here::Unasked));
    let set = known.setter();
    use_effect_with(near, move |near| {
        let near = *near;
        if near > 0 {
            spawn_local(async move {
                let place = JsFuture::from(browser::locate()).await.ok();
                let spot = place
                    .and_then(|place| place.dyn_into::<Array>().ok())
                    .and_then(|place| Some((place.get(0).as_f64()?, place.get(1).as_f64()?)));
                set.set((near, spot.map_or(Here::Lost, Here::At)));
            });
        }
    });
    match *known {
        _ if near == 0 => Here::Unasked,
        (asked, here) if asked == near => here,
        _ => Here::Asked,
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn towns_take_their_article() {
        let text = "Les plus proches de {place}";
        for (place, said) in [
            ("Bordeaux (33000)", "Les plus proches de Bordeaux (33000)"),
            ("Évreux (27000)", "Les plus proches d’Évreux (27000)"),
            ("Le Havre (76600)", "Les plus proches du Havre (76600)"),
            ("Les Ulis (91940)", "Les plus proches des Ulis (91940)"),
        ] {
            assert_eq!(of(text, place), said);
        }
        assert_eq!(of("Nearest to {place}", "Le Havre"), "Nearest to Le Havre");
    }
}
