//! The appointments of the day, shortly; the whole list is a page of its own.

use creno_types::appointment::Appointment;
use yew::prelude::*;
use yew_router::prelude::*;

use super::attendance::Ways;
use super::figures;
use super::next::DayProps;
use crate::app::{DayQuery, Route, address};
use crate::components::appointment::{client_name, hours};
use crate::components::channel::ChannelLabel;
use crate::components::dot::{Dot, Edge};
use crate::components::icon::{Glyph, Icon};
use crate::components::line_keys;
use crate::components::link::is_for_browser;
use crate::components::status::StatusBadge;
use crate::i18n::{t, t_count};

/// The most lines that are shown.
const MOST: usize = 12;

/// Which lines to show of so many, when the next one expected is at `next`: from a little before it.
fn window(count: usize, next: Option<usize>) -> std::ops::Range<usize> {
    let begins = next.unwrap_or(count).saturating_sub(2).min(count.saturating_sub(MOST));
    begins..count.min(begins + MOST)
}

/// The list.
#[component]
pub fn Today(props: &DayProps) -> Html {
    let list = use_node_ref();
    let items = figures::of_day(&props.agenda, props.agenda.from);
    let shown = window(items.len(), figures::next(&items, props.now));
    let left_off = items.len() - shown.len();
    html! {
        <section class="today" aria-labelledby="today-title">
            <div class="today-head">
                <h2 id="today-title">{ t("dashboard.today") }</h2>
                <p data-testid="today-count">
                    { if items.is_empty() { t("count.none").to_owned() } else { t_count("count.appointments", items.len()) } }
                </p>
            </div>
            if items.is_empty() {
                <div class="state" data-testid="empty-day">
                    <Icon glyph={Glyph::NoCalendar} size={32} />
                    <p class="state-title">{ t("dashboard.empty") }</p>
                    <p>{ t(if props.everybody { "dashboard.empty_everybody" } else { "dashboard.empty_mine" }) }</p>
                </div>
            } else {
                <ul class="today-list" ref={&list} onkeydown={line_keys::on_key(&list)}>
                    { for items.iter().skip(shown.start).take(shown.len()).map(|item| line(props, item)) }
                </ul>
            }
            <p class="today-more">
                <Link<Route> to={Route::Appointments} classes="button button-quiet">
                    { match left_off {
                        0 => t("dashboard.list").to_owned(),
                        left_off => t_count("dashboard.others", left_off),
                    } }
                </Link<Route>>
            </p>
        </section>
    }
}

fn line(props: &DayProps, item: &Appointment) -> Html {
    let status = props.notes.status(item);
    html! {
        <li key={item.reference.to_string()} data-testid="today-line" data-reference={item.reference.to_string()}
            class={classes!("today-line", (item.end.utc() <= props.now).then_some("is-past"))}>
            <Edge color={item.color.clone()} />
            { hours(item) }
            <span class="today-who">
                <FileLink appointment={item.clone()} />
                <span class="today-what">
                    <span class="theme"><Dot color={item.color.clone()} />{ &item.theme.name }</span>
                    <ChannelLabel channel={item.channel} />
                    if props.everybody { <span>{ &item.staff.name }</span> }
                </span>
            </span>
            <span class="today-status">
                <StatusBadge {status} />
                if props.manages {
                    <Ways appointment={item.clone()} notes={props.notes.clone()} now={props.now} />
                }
            </span>
        </li>
    }
}

/// Properties of [`FileLink`].
#[derive(Properties, PartialEq)]
pub struct FileLinkProps {
    /// The appointment.
    pub appointment: Appointment,
}

/// The name of the client, which leads to the appointment.
#[component]
pub fn FileLink(props: &FileLinkProps) -> Html {
    let item = &props.appointment;
    let route = Route::Appointment { reference: item.reference.to_string() };
    let date = item.start.local_date().to_string();
    let navigator = use_navigator();
    let href = navigator
        .as_ref()
        .map(|navigator| creno_types::endpoint::with_query(&address(navigator, &route), &[("date", &date)]));
    let onclick = Callback::from(move |event: MouseEvent| {
        if let (false, Some(navigator)) = (is_for_browser(&event), &navigator) {
            event.prevent_default();
            let query = DayQuery { date: Some(date.clone()), ..DayQuery::default() };
            // The query is two plain texts: encoding them can't fail.
            drop(navigator.push_with_query(&route, query));
        }
    });
    html! { <a class="row-link" {href} {onclick}>{ client_name(item) }</a> }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn the_next_is_always_shown() {
        assert_eq!(window(5, Some(4)), 0..5);
        assert_eq!(window(0, None), 0..0);
        assert_eq!(window(30, Some(0)), 0..12);
        assert_eq!(window(30, Some(10)), 8..20);
        assert_eq!(window(30, Some(29)), 18..30);
        // The day is over: its end is shown.
        assert_eq!(window(30, None), 18..30);
    }
}
