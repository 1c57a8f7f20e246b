//! What could be done about an appointment: who else could receive, and when.

use chrono::NaiveDate;
use creno_types::ZonedInstant;
use creno_types::attention::{AttentionItem, AttentionReason};
use yew::prelude::*;

use crate::components::icon::{Glyph, Icon};
use crate::i18n::{dates, t, t_count};

/// Names told before "and others".
const NAMES: usize = 3;

/// The proposals of the server, or why there are none.
pub fn proposals(item: &AttentionItem) -> Html {
    let others = other_starts(item);
    if item.colleagues.is_empty() && others.is_empty() {
        let text = if closes_the_offer(item) { "attention.nowhere" } else { "attention.nobody" };
        return html! { <p class="ways-none" data-testid="no-way">{ t(text) }</p> };
    }
    html! {
        <dl class="ways">
            if !item.colleagues.is_empty() {
                <div data-testid="colleagues">
                    <dt><Icon glyph={Glyph::User} size={16} />{ t("attention.colleagues") }</dt>
                    <dd>{ names(item) }</dd>
                </div>
            }
            if !others.is_empty() {
                <div data-testid="alternatives">
                    <dt><Icon glyph={Glyph::Clock} size={16} />{ t("attention.starts") }</dt>
                    { for others.iter().map(|(date, starts)| html! {
                        <dd>{ dates::short_day(*date) }{ "\u{a0}: " }{ starts_of_a_day(starts) }</dd>
                    }) }
                </div>
            }
        </dl>
    }
}

/// The first names, and how many more there are.
fn names(item: &AttentionItem) -> String {
    let told: Vec<_> = item.colleagues.iter().take(NAMES).map(|colleague| colleague.name.as_str()).collect();
    let told = told.join(", ");
    match item.colleagues.len().saturating_sub(NAMES) {
        0 => told,
        more => format!("{told} {}", t_count("attention.more_people", more)),
    }
}

/// The starts that are not the appointment's own, by day.
fn other_starts(item: &AttentionItem) -> Vec<(NaiveDate, Vec<ZonedInstant>)> {
    let mut days: Vec<(NaiveDate, Vec<ZonedInstant>)> = Vec::new();
    for start in item.alternatives.iter().filter(|start| **start != item.appointment.start) {
        match days.last_mut() {
            Some((date, starts)) if *date == start.local_date() => starts.push(*start),
            _ => days.push((start.local_date(), vec![*start])),
        }
    }
    days
}

fn starts_of_a_day(starts: &[ZonedInstant]) -> Html {
    html! {
        { for starts.iter().enumerate().map(|(place, start)| html! {
            <>
                if place > 0 { { ", " } }
                <time datetime={start.to_string()}>{ dates::clock(start.local_time()) }</time>
            </>
        }) }
    }
}

/// Whether the agency no longer offers the theme by that channel: nothing can be looked for there.
fn closes_the_offer(item: &AttentionItem) -> bool {
    item.reasons.iter().any(|reason| match reason {
        AttentionReason::ThemeOff | AttentionReason::AgencyOff | AttentionReason::ChannelClosed => true,
        AttentionReason::StaffLeft
        | AttentionReason::NotHandled
        | AttentionReason::Closed
        | AttentionReason::Away => false,
    })
}

#[cfg(test)]
mod tests {
    use creno_types::ids::StaffId;
    use creno_types::staff::StaffName;

    use super::*;
    use crate::pages::appointments::samples::appointment;

    fn item(colleagues: &[&str], alternatives: &[&str]) -> AttentionItem {
        let colleague = |name: &&str| StaffName {
            id: StaffId(Default::default()),
            slug: "quelqu-un".parse().unwrap(),
            name: (*name).to_owned(),
        };
        AttentionItem {
            appointment: appointment("2026-06-15T11:00:00+02:00", 45),
            reasons: vec![AttentionReason::Away],
            colleagues: colleagues.iter().map(colleague).collect(),
            alternatives: alternatives.iter().map(|start| start.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn starts_are_told_by_day_without_the_appointments_own() {
        let starts = [
            "2026-06-12T16:00:00+02:00",
            "2026-06-15T10:00:00+02:00",
            "2026-06-15T11:00:00+02:00",
            "2026-06-15T11:30:00+02:00",
        ];
        let days = other_starts(&item(&[], &starts));
        let counts: Vec<_> = days.iter().map(|(date, starts)| (date.to_string(), starts.len())).collect();
        assert_eq!(counts, [("2026-06-12".to_owned(), 1), ("2026-06-15".to_owned(), 2)]);
    }

    #[test]
    fn names_stay_few() {
        assert_eq!(names(&item(&["Ana", "Eve"], &[])), "Ana, Eve");
        assert_eq!(names(&item(&["Ana", "Eve", "Léo", "Max"], &[])), "Ana, Eve, Léo et 1 autre");
        assert_eq!(names(&item(&["A", "B", "C", "D", "E"], &[])), "A, B, C et 2 autres");
    }

    #[test]
    fn an_offer_that_is_closed_has_no_proposal_to_wait_for() {
        let mut one = item(&[], &[]);
        assert!(!closes_the_offer(&one));
        one.reasons.push(AttentionReason::ThemeOff);
        assert!(closes_the_offer(&one));
    }
}
