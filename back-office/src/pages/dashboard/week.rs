//! The week to come: how many appointments a day, and how much of the time open is taken.

use std::rc::Rc;

use creno_types::agenda::Agenda;
use yew::prelude::*;
use yew_router::prelude::*;

use super::figures::{Occupancy, by_day};
use crate::app::{DayQuery, Route, address};
use crate::components::link::is_for_browser;
use crate::i18n::{dates, t, t_count, t_with};

/// Properties of [`Week`].
#[derive(Properties, PartialEq)]
pub struct WeekProps {
    /// The agendas.
    pub agenda: Rc<Agenda>,
    /// Whether several people's are counted.
    pub everybody: bool,
}

/// A bar a day, and the rate.
#[component]
pub fn Week(props: &WeekProps) -> Html {
    let navigator = use_navigator();
    let days = by_day(&props.agenda);
    let most = days.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    html! {
        <section class="tile" aria-labelledby="week-title" data-testid="week">
            <h2 id="week-title">{ t("dashboard.week") }</h2>
            <ul class="days-ahead">
                { for days.into_iter().map(|(day, count)| {
                    let query = DayQuery { date: Some(day.to_string()), ..DayQuery::default() };
                    let href = navigator.as_ref().map(|navigator| {
                        let at = address(navigator, &Route::Appointments);
                        creno_types::endpoint::with_query(&at, &[("date", &day.to_string())])
                    });
                    let navigator = navigator.clone();
                    let onclick = Callback::from(move |event: MouseEvent| {
                        if let (false, Some(navigator)) = (is_for_browser(&event), &navigator) {
                            event.prevent_default();
                            // The query is two plain texts: encoding them can't fail.
                            drop(navigator.push_with_query(&Route::Appointments, query.clone()));
                        }
                    });
                    let width = format!("{:.1}%", count as f64 * 100.0 / most as f64);
                    html! {
                        <li><a {href} {onclick} aria-label={t_with("dashboard.day_count", &[
                            ("day", &dates::long_day(day)), ("count", &t_count("count.appointments", count))])}>
                            <span class="week-day">{ dates::short_day(day) }</span>
                            <svg class="week-bar" height="10" aria-hidden="true" focusable="false">
                                <rect {width} height="10" rx="3" />
                            </svg>
                            <span class="week-count">{ count }</span>
                        </a></li>
                    }
                }) }
            </ul>
            { occupancy(Occupancy::of(&props.agenda), props.everybody) }
        </section>
    }
}

fn occupancy(rate: Occupancy, everybody: bool) -> Html {
    let Some(percent) = rate.percent() else {
        return html! { <p class="rate-none" data-testid="rate">{ t("dashboard.nothing_open") }</p> };
    };
    let (booked, open) = (duration(rate.booked), duration(rate.open));
    let told = t_with("dashboard.rate_detail", &[("booked", &booked), ("open", &open)]);
    html! {
        <div class="rate" data-testid="rate">
            <p class="rate-figure">
                <strong>{ t_with("dashboard.percent", &[("n", &percent.to_string())]) }</strong>
                { " " }{ t("dashboard.rate") }
            </p>
            <svg class="rate-bar" height="8" width="100%" aria-hidden="true" focusable="false">
                <rect class="rate-all" width="100%" height="8" rx="4" />
                <rect width={format!("{percent}%")} height="8" rx="4" />
            </svg>
            <p class="rate-detail">
                { told }{ " " }{ t(if everybody { "dashboard.rate_everybody" } else { "dashboard.rate_mine" }) }
            </p>
        </div>
    }
}

/// "14 h 30", with no-break spaces.
fn duration(minutes: i64) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    match minutes {
        0 => format!("{hours}\u{a0}h"),
        _ => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_read_as_hours() {
        assert_eq!(duration(870), "14\u{a0}h\u{a0}30");
        assert_eq!(duration(60), "1\u{a0}h");
        assert_eq!(duration(5), "0\u{a0}h\u{a0}05");
    }
}
