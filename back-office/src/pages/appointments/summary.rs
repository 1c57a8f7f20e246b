//! How many there are, of what kind, and how they fill the day.

use std::rc::Rc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use creno_types::Channel;
use creno_types::appointment::{AppointmentStatus, Appointments};
use yew::prelude::*;

use super::timeline::{Timeline, shared_clock};
use crate::i18n::{dates, t, t_count, t_with};

/// Properties of [`Summary`].
#[derive(Properties, PartialEq)]
pub struct SummaryProps {
    /// The day's appointments.
    pub appointments: Rc<Appointments>,
    /// Positions of those that the search keeps.
    pub shown: Rc<[usize]>,
    /// Whether something is searched.
    pub searching: bool,
    /// The day shown.
    pub date: NaiveDate,
    /// Reference of the one that is open.
    pub opened: Option<AttrValue>,
    /// This instant, when the day shown is today.
    pub now: Option<DateTime<Utc>>,
    /// Opens the appointment of that reference.
    pub onopen: Callback<String>,
}

/// Counts and strip of the day.
#[component]
pub fn Summary(props: &SummaryProps) -> Html {
    let (total, kept) = (props.appointments.items.len(), props.shown.len());
    let result = result(total, props.searching.then_some(kept));
    let shared = shared_clock(&props.appointments.items);
    let clock = shared.unwrap_or_else(|| dates::here_offset(props.date.and_time(NaiveTime::MIN).and_utc()));
    html! {
        <section class="summary" hidden={total == 0}>
            <div class="summary-counts">
                <p class="summary-total" data-testid="count">{ result }</p>
                <ul>{ for kinds(props).into_iter().map(|text| html! { <li>{ text }</li> }) }</ul>
                if shared.is_none() && total > 0 {
                    <p class="summary-clock">{ t("appointments.reader_clock") }</p>
                }
            </div>
            <Timeline appointments={props.appointments.clone()} shown={props.shown.clone()}
                date={props.date} {clock}
                opened={props.opened.clone()} now={props.now} onopen={props.onopen.clone()} />
        </section>
    }
}

/// "34 rendez-vous", "2 sur 34 rendez-vous".
pub fn result(total: usize, found: Option<usize>) -> String {
    let text = if total == 0 { t("count.none").to_owned() } else { t_count("count.appointments", total) };
    match found {
        Some(found) if total > 0 => t_with("count.found", &[("found", &found.to_string()), ("total", &text)]),
        _ => text,
    }
}

/// "3 en agence", "1 annulé": the kinds that there are, but the confirmed, who are the rule.
fn kinds(props: &SummaryProps) -> Vec<String> {
    let kept = || props.shown.iter().filter_map(|&index| props.appointments.items.get(index));
    let channels = Channel::ALL.into_iter().map(|channel| {
        (format!("count.{}", channel.as_str()), kept().filter(|item| item.channel == channel).count())
    });
    let statuses = AppointmentStatus::ALL
        .into_iter()
        .filter(|status| *status != AppointmentStatus::Confirmed)
        .map(|status| {
            (format!("count.{}", status.as_str()), kept().filter(|item| item.status == status).count())
        });
    channels
        .chain(statuses)
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| t_count(&key, count))
        .collect()
}
