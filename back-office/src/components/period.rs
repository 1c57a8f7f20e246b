//! A period of days of UTC: what an address says of it, and the tools that change it.

use chrono::NaiveDate;
use yew::prelude::*;

use super::tools::DateField;
use crate::calendar::after;
use crate::i18n::{dates, t, t_with};

/// How many days are shown when none are asked, the last one included.
pub const LAST_DAYS: i64 = 30;
/// Periods of one click, in days.
const PRESETS: [i64; 3] = [1, 7, LAST_DAYS];

/// First and last day, where they are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// The period of an address; what it says wrongly counts for nothing.
    pub fn read(from: Option<&str>, to: Option<&str>) -> Self {
        let day = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        Self { from: day(from), to: day(to) }
    }

    /// What the address says for it.
    pub fn said(self) -> (Option<String>, Option<String>) {
        (self.from.map(|day| day.to_string()), self.to.map(|day| day.to_string()))
    }

    /// First and last days, the last thirty where none is said.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let to = self.to.unwrap_or(today);
        let from = self.from.unwrap_or_else(|| after(to, 1 - LAST_DAYS));
        (from, to)
    }

    /// The last `count` days.
    pub fn last(count: i64, today: NaiveDate) -> Self {
        let from = Some(after(today, 1 - count)).filter(|_| count != LAST_DAYS);
        Self { from, to: None }
    }

    /// The same with another first day; a last day before it follows it.
    pub fn starting(self, from: NaiveDate) -> Self {
        Self { from: Some(from), to: self.to.map(|to| to.max(from)) }
    }

    /// The same with another last day; a first day after it follows it.
    pub fn ending(self, to: NaiveDate, today: NaiveDate) -> Self {
        let (from, _) = self.days(today);
        Self { from: Some(from.min(to)), to: (to != today).then_some(to) }
    }

    /// "Du lun. 15 juin 2026 au mar. 16 juin 2026"
    pub fn told(self, today: NaiveDate) -> String {
        let (from, to) = self.days(today);
        let (first, last) = (dates::dated_day(from), dates::dated_day(to));
        match from == to {
            true => t_with("period.told_day", &[("from", &first)]),
            false => t_with("period.told", &[("from", &first), ("to", &last)]),
        }
    }
}

/// Properties of [`PeriodTools`].
#[derive(Properties, PartialEq)]
pub struct PeriodToolsProps {
    /// The period shown.
    pub period: Period,
    /// Today in UTC.
    pub today: NaiveDate,
    /// Shows another.
    pub onchange: Callback<Period>,
}

/// Periods of one click, and the two dates.
#[component]
pub fn PeriodTools(props: &PeriodToolsProps) -> Html {
    let (period, today) = (props.period, props.today);
    let (from, to) = period.days(today);
    let onfrom = props.onchange.reform(move |date| period.starting(date));
    let onto = props.onchange.reform(move |date| period.ending(date, today));
    html! {
        <>
            <div class="day-switch" role="group" aria-label={t("period.presets")}>
                { for PRESETS.into_iter().map(|count| preset(props, count)) }
            </div>
            <div class="journal-dates">
                <label>
                    <span>{ t("period.from") }</span>
                    <DateField date={from} max={today} onchange={onfrom} testid="from" />
                </label>
                <label>
                    <span>{ t("period.to") }</span>
                    <DateField date={to} max={today} onchange={onto} testid="to" />
                </label>
            </div>
        </>
    }
}

/// The button of the last `count` days.
fn preset(props: &PeriodToolsProps, count: i64) -> Html {
    let (from, to) = props.period.days(props.today);
    let pressed = from == after(props.today, 1 - count) && to == props.today;
    let wanted = Period::last(count, props.today);
    let label = match count {
        1 => t("period.today").to_owned(),
        _ => t_with("period.days", &[("n", &count.to_string())]),
    };
    html! {
        <button type="button" class="button" aria-pressed={pressed.to_string()}
            data-testid={format!("days-{count}")} onclick={props.onchange.reform(move |_| wanted)}>
            { label }
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        let period = Period::read(Some("2026-06-01"), Some("2026-06-15"));
        assert_eq!(period.said(), (Some("2026-06-01".into()), Some("2026-06-15".into())));
        assert_eq!(Period::read(Some("hier"), None), Period::default());
    }

    #[test]
    fn the_last_thirty_days_are_what_no_address_says() {
        let today = date("2026-06-15");
        assert_eq!(Period::default().days(today), (date("2026-05-17"), today));
        assert_eq!(Period::last(30, today), Period::default());
        assert_eq!(Period::last(7, today).days(today), (date("2026-06-09"), today));
        assert_eq!(Period::last(1, today).days(today), (today, today));
    }

    #[test]
    fn a_period_never_goes_backwards() {
        let today = date("2026-06-15");
        let period = Period::default().ending(date("2026-05-01"), today);
        assert_eq!(period.days(today), (date("2026-05-01"), date("2026-05-01")));
        let period = period.starting(date("2026-06-10"));
        assert_eq!(period.days(today), (date("2026-06-10"), date("2026-06-10")));
        let period = period.ending(today, today);
        assert_eq!((period.to, period.days(today)), (None, (date("2026-06-10"), today)));
    }
}
