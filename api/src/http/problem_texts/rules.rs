//! What is in the way of a rule of availability, in French.

use chrono::NaiveDate;
use creno_types::appointment::Named;
use creno_types::ids::AgencyId;
use creno_types::local_minute::LocalMinute;

use crate::staff::overlap::{Conflict, Rule};
use crate::store::settings_log::LastChange;

/// Names who changed a rule since it was seen, and when.
pub(in crate::http) fn changed_detail(last: &LastChange) -> String {
    let at = last.at.format("%d/%m/%Y à %-H:%M UTC");
    format!("{} l’a changée le {at}. Rien n’a été modifié : relisez-la, puis recommencez.", last.who)
}

/// Names the rule that a new one overlaps.
pub(in crate::http) fn conflict_detail(conflict: &Conflict) -> String {
    format!(
        "Chevauche {}. Changez l’horaire ou les dates, ou fermez d’abord l’autre.",
        conflict_name(conflict)
    )
}

/// Names who would be in two places at once, were an agency in another zone.
pub(in crate::http) fn moved_detail(conflict: &Conflict) -> String {
    format!(
        "Dans ce fuseau, une disponibilité de {} chevaucherait {}. Changez d’abord l’une des deux.",
        conflict.with.staff().name,
        conflict_name(conflict)
    )
}

fn conflict_name(conflict: &Conflict) -> String {
    let day = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
    let times = |from: LocalMinute, to: LocalMinute| format!("{}–{}", clock(from), clock(to));
    let at = |agency: &Option<Named<AgencyId>>| {
        agency.as_ref().map(|agency| format!(" à {}", agency.name)).unwrap_or_default()
    };
    let standing = match &conflict.with {
        Rule::Window(window) => {
            let rule = &window.rule;
            let weekday = usize::from(rule.weekday.saturating_sub(1));
            let weekday = WEEKDAYS.get(weekday).copied().unwrap_or_default();
            let dates = match (rule.valid_from, rule.valid_until) {
                (None, None) => String::new(),
                (Some(first), None) => format!(" (à partir du {})", day(first)),
                (None, Some(last)) => format!(" (jusqu’au {})", day(last)),
                (Some(first), Some(last)) => format!(" (du {} au {})", day(first), day(last)),
            };
            format!(
                "la plage du {weekday} {}{}{dates}",
                times(rule.from_time, rule.to_time),
                at(&window.agency)
            )
        }
        Rule::Exception(exception) => {
            let rule = &exception.rule;
            format!(
                "l’ouverture du {} {}{}",
                day(rule.date),
                times(rule.from_time, rule.to_time),
                at(&exception.agency)
            )
        }
    };
    format!("{standing} : premier jour commun le {}", day(conflict.date))
}

const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// `9:00`, as French writes it.
fn clock(time: LocalMinute) -> String {
    format!("{}:{:02}", time.minutes() / 60, time.minutes() % 60)
}
