//! How the refusals fall on the days of the period.

use chrono::{Days, NaiveDate};
use creno_types::refusal::RefusalCount;
use yew::prelude::*;

use super::counts::occurrences;
use crate::i18n::{dates, grouped, t, t_with};

/// Height of the highest bar, in pixels.
const HEIGHT: f64 = 72.0;
/// Beyond so many days bars would be thinner than what one can see.
const MOST_DAYS: usize = 124;

/// Properties of [`ByDay`].
#[derive(Properties, PartialEq)]
pub struct ByDayProps {
    /// The counts of the period.
    pub counts: Vec<RefusalCount>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// A bar a day for the eye, a list of the days that had some for those who listen.
#[component]
pub fn ByDay(props: &ByDayProps) -> Html {
    let days = by_day(&props.counts, props.from, props.to);
    let Some(peak) = days.iter().max_by_key(|(_, count)| *count) else { return Html::default() };
    if days.len() < 2 {
        return Html::default();
    }
    let width = 100.0 / days.len() as f64;
    let bars = days.iter().enumerate().filter(|(_, (_, count))| *count > 0).map(|(place, (day, count))| {
        let height = (*count as f64 * HEIGHT / peak.1 as f64).max(2.0);
        html! {
            <rect x={format!("{:.3}%", place as f64 * width)} width={format!("{:.3}%", width * 0.8)}
                y={format!("{:.1}", HEIGHT - height)} height={format!("{height:.1}")} rx="1.5">
                <title>{ told(*day, *count) }</title>
            </rect>
        }
    });
    let most = [("n", grouped(peak.1)), ("day", dates::short_day(peak.0))];
    let most = most.each_ref().map(|(name, value)| (*name, value.as_str()));
    html! {
        <section class="by-day">
            <h2>{ t("refusals.by_day") }</h2>
            <p class="by-day-most">{ t_with("refusals.most_a_day", &most) }</p>
            <svg width="100%" height={HEIGHT.to_string()} aria-hidden="true" focusable="false">{ for bars }</svg>
            <p class="by-day-ends" aria-hidden="true">
                { for [days.first(), days.last()].into_iter().flatten().map(|(day, _)| html! {
                    <span>{ dates::short_day(*day) }</span>
                }) }
            </p>
            <ul class="hidden">
                { for days.iter().filter(|(_, count)| *count > 0).map(|(day, count)| html! {
                    <li>{ told(*day, *count) }</li>
                }) }
            </ul>
        </section>
    }
}

fn told(day: NaiveDate, count: usize) -> String {
    t_with("refusals.day_count", &[("day", &dates::short_day(day)), ("n", &grouped(count))])
}

/// How many there are on each day of the period, none included. A long period begins with its first refusal; none is
/// told of one that is still too long.
fn by_day(counts: &[RefusalCount], from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, usize)> {
    let length = |from: NaiveDate| usize::try_from((to - from).num_days() + 1).unwrap_or_default();
    let first = match counts.iter().map(|count| count.day).min() {
        Some(earliest) if length(from) > MOST_DAYS => earliest.max(from),
        _ => from,
    };
    if length(first) > MOST_DAYS {
        return Vec::new();
    }
    let sum = |day| counts.iter().filter(|count| count.day == day).map(occurrences).sum();
    (0..length(first) as u64)
        .filter_map(|ahead| first.checked_add_days(Days::new(ahead)))
        .map(|day| (day, sum(day)))
        .collect()
}

#[cfg(test)]
mod tests {
    use creno_types::ProblemCode;

    use super::*;

    #[test]
    fn every_day_of_the_period_has_its_place() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let count = |day: &str, occurrences| RefusalCount {
            day: date(day),
            reason: ProblemCode::RateLimited,
            occurrences,
        };
        let counts = [count("2026-06-15", 3), count("2026-06-15", 2), count("2026-06-13", 1)];
        let days = by_day(&counts, date("2026-06-12"), date("2026-06-15"));
        assert_eq!(days.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [0, 1, 0, 5]);
        assert_eq!(by_day(&counts, date("2020-01-01"), date("2026-06-15")).len(), 3);
        assert!(by_day(&[count("2020-01-01", 1)], date("2020-01-01"), date("2026-06-15")).is_empty());
        assert!(by_day(&counts, date("2026-06-16"), date("2026-06-15")).is_empty());
    }
}
