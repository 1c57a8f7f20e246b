//! One person's day: a line of runs, and each run in words.

use std::rc::Rc;

use chrono::{NaiveDate, NaiveTime, Timelike};
use creno_types::explain::{PersonVerdicts, Rule, StartVerdict};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::{AvailabilityQuery, Route};
use crate::calendar::monday;
use crate::components::icon::{Glyph, Icon};
use crate::hooks::clock::use_today;
use crate::i18n::{dates, t, t_with};

/// Minutes of a day.
const DAY: u32 = 1_440;

/// The name of a rule, in a few words.
pub fn rule_name(rule: Option<Rule>) -> &'static str {
    t(match rule {
        None => "rule_name.offered",
        Some(Rule::NotHandled) => "rule_name.not_handled",
        Some(Rule::ChannelClosed) => "rule_name.channel_closed",
        Some(Rule::Past) => "rule_name.past",
        Some(Rule::Notice) => "rule_name.notice",
        Some(Rule::Horizon) => "rule_name.horizon",
        Some(Rule::ClosedDate) => "rule_name.closed_date",
        Some(Rule::NoWindow) => "rule_name.no_window",
        Some(Rule::Closing) => "rule_name.closing",
        Some(Rule::WindowTooShort) => "rule_name.window_too_short",
        Some(Rule::OffStep) => "rule_name.off_step",
        Some(Rule::Booked) => "rule_name.booked",
        Some(Rule::Busy) => "rule_name.busy",
    })
}

/// How a rule is drawn.
fn class(rule: Option<Rule>) -> &'static str {
    match rule {
        None => "run-offered",
        Some(Rule::Booked | Rule::Busy) => "run-taken",
        Some(Rule::Closing | Rule::ClosedDate) => "run-closed",
        Some(Rule::WindowTooShort | Rule::OffStep) => "run-short",
        Some(Rule::Past | Rule::Notice | Rule::Horizon) => "run-late",
        Some(Rule::NoWindow | Rule::NotHandled | Rule::ChannelClosed) => "run-none",
    }
}

/// Properties of [`PersonRuns`].
#[derive(Properties, PartialEq)]
pub struct PersonRunsProps {
    /// Who, with the runs of the date.
    pub of: Rc<PersonVerdicts>,
    /// The date.
    pub date: NaiveDate,
    /// The hour that is asked, if one is.
    pub hour: Option<NaiveTime>,
    /// What the rules say of it.
    pub verdict: Option<StartVerdict>,
}

/// The person's name, the answer about the hour, the line, the runs.
#[component]
pub fn PersonRuns(props: &PersonRunsProps) -> Html {
    let staff = &props.of.staff;
    let (week, today) = (monday(props.date), use_today(None));
    let semaine = (week != monday(today)).then(|| week.to_string());
    let query =
        AvailabilityQuery { personne: Some(staff.slug.to_string()), semaine, ..AvailabilityQuery::default() };
    html! {
        <li class="thing" data-testid="explained-person">
            <div class="thing-head">
                <h2>{ &staff.name }</h2>
                <Link<Route, AvailabilityQuery> to={Route::Availability} query={Some(query)} classes="button thing-act">
                    { t("explain.availability") }
                </Link<Route, AvailabilityQuery>>
            </div>
            if let (Some(hour), Some(verdict)) = (props.hour, &props.verdict) {
                <p class={classes!("verdict", class(verdict.rule))} data-testid="verdict">
                    <Icon glyph={if verdict.rule.is_none() { Glyph::CircleCheck } else { Glyph::CircleX }} />
                    <span><strong>{ dates::clock(hour) }{ " : " }{ rule_name(verdict.rule) }{ "." }</strong>
                        if verdict.rule.is_some() { { " " }{ &verdict.detail } }</span>
                </p>
            }
            { line(props) }
            <ul class="runs">
                { for props.of.verdicts.iter().map(|verdict| html! {
                    <li class={classes!("run", class(verdict.rule))} data-testid="run" data-rule={verdict.rule.map(|rule| crate::i18n::words::word(&rule))}>
                        <span class="run-mark" aria-hidden="true" />
                        <span class="run-time">{ times(verdict) }</span>
                        <span><strong>{ rule_name(verdict.rule) }</strong>
                            if verdict.rule.is_some() { <span class="run-detail">{ &verdict.detail }</span> }</span>
                    </li>
                }) }
            </ul>
        </li>
    }
}

/// "09:00", or "de 09:00 à 11:15".
fn times(verdict: &StartVerdict) -> String {
    let clock = |at: creno_types::ZonedInstant| dates::clock(at.local_time());
    match verdict.from == verdict.to {
        true => clock(verdict.from),
        false => t_with("explain.times", &[("from", &clock(verdict.from)), ("to", &clock(verdict.to))]),
    }
}

fn minute(time: NaiveTime) -> u32 {
    time.hour() * 60 + time.minute()
}

/// Where a run begins and ends on the line: up to where the next begins.
pub fn stretches(verdicts: &[StartVerdict]) -> Vec<(u32, u32)> {
    let starts: Vec<u32> = verdicts.iter().map(|verdict| minute(verdict.from.local_time())).collect();
    let ends = starts.iter().skip(1).copied().chain([DAY]);
    starts.iter().copied().zip(ends).map(|(start, end)| (start, end.max(start))).collect()
}

fn line(props: &PersonRunsProps) -> Html {
    let percent = |minute: u32| format!("{:.3}%", f64::from(minute) * 100.0 / f64::from(DAY));
    let spans = stretches(&props.of.verdicts);
    html! {
        <svg class="runs-line" width="100%" height="42" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
                </pattern>
            </defs>
            { for props.of.verdicts.iter().zip(spans).map(|(verdict, (from, to))| html! {
                <g class={class(verdict.rule)}>
                    <title>{ times(verdict) }{ " : " }{ rule_name(verdict.rule) }</title>
                    <rect class="run-ground" x={percent(from)} width={percent(to - from)} y="2" height="20" />
                    <rect class="run-hatch" x={percent(from)} width={percent(to - from)} y="2" height="20" />
                </g>
            }) }
            { for (0..=24).step_by(3).map(|hour| {
                let anchor = match hour { 0 => "start", 24 => "end", _ => "middle" };
                html! { <text class={classes!("week-hour", (hour % 6 != 0).then_some("tick-odd"))} x={percent(hour * 60)} y="38" text-anchor={anchor}>{ format!("{hour}\u{a0}h") }</text> }
            }) }
            if let Some(hour) = props.hour {
                <line class="run-hour" x1={percent(minute(hour))} x2={percent(minute(hour))} y1="0" y2="26" />
            }
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use creno_types::explain::StartVerdict;

    use super::stretches;

    #[test]
    fn runs_fill_the_day() {
        let run = |from: &str, to: &str| StartVerdict {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            rule: None,
            detail: String::new(),
        };
        let runs = [
            run("2026-06-16T00:00:00+02:00", "2026-06-16T08:45:00+02:00"),
            run("2026-06-16T09:00:00+02:00", "2026-06-16T09:00:00+02:00"),
            run("2026-06-16T09:15:00+02:00", "2026-06-16T23:45:00+02:00"),
        ];
        assert_eq!(stretches(&runs), [(0, 540), (540, 555), (555, 1_440)]);
    }
}
