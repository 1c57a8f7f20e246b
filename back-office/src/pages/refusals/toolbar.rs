//! What chooses the period and the reason.

use chrono::{Datelike, Days, NaiveDate};
use creno_types::ProblemCode;
use creno_types::refusal::RefusalsQuery;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::filter::{Filter, LAST_DAYS, ending, last, starting};
use crate::components::icon::{Glyph, Icon};
use crate::i18n::{t, t_with, words};

/// Periods of one click, in days.
const PERIODS: [u64; 3] = [1, 7, LAST_DAYS];
/// No journal is older.
const FIRST_YEAR: i32 = 2000;

/// Properties of [`Toolbar`].
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// Which refusals are shown.
    pub filter: Filter,
    /// Whether they are being fetched.
    pub busy: bool,
    /// Fetches them again.
    pub onreload: Callback<()>,
}

/// The tools above the journal.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let filter = &props.filter;
    let (query, today) = (filter.query.clone(), filter.today);
    let onfrom = on_date(filter, move |date| starting(&query, date));
    let query = filter.query.clone();
    let onto = on_date(filter, move |date| ending(&query, date, today));
    html! {
        <div class="toolbar journal-tools" role="group" aria-label={t("refusals.tools")}>
            <div class="day-switch" role="group" aria-label={t("refusals.presets")}>
                { for PERIODS.into_iter().map(|count| period(filter, count)) }
            </div>
            <div class="journal-dates">
                <label>
                    <span>{ t("refusals.from") }</span>
                    <input type="date" class="input" value={filter.from.to_string()} max={today.to_string()}
                        onchange={onfrom} data-testid="from" />
                </label>
                <label>
                    <span>{ t("refusals.to") }</span>
                    <input type="date" class="input" value={filter.to.to_string()} max={today.to_string()}
                        onchange={onto} data-testid="to" />
                </label>
            </div>
            { reasons(filter) }
            <button type="button" class={classes!("button", "button-icon", props.busy.then_some("is-busy"))}
                title={t("refusals.reload")} aria-label={t("refusals.reload")} data-testid="reload"
                onclick={props.onreload.reform(|_| ())}>
                <Icon glyph={Glyph::Refresh} />
            </button>
        </div>
    }
}

/// The button of the last `count` days.
fn period(filter: &Filter, count: u64) -> Html {
    let first = filter.today.checked_sub_days(Days::new(count - 1));
    let pressed = first == Some(filter.from) && filter.to == filter.today;
    let wanted = last(&filter.query, count, filter.today);
    let label = match count {
        1 => t("refusals.today").to_owned(),
        _ => t_with("refusals.days", &[("n", &count.to_string())]),
    };
    html! {
        <button type="button" class="button" aria-pressed={pressed.to_string()}
            data-testid={format!("days-{count}")} onclick={filter.set.reform(move |_| wanted.clone())}>
            { label }
        </button>
    }
}

fn on_date(filter: &Filter, wanted: impl Fn(NaiveDate) -> RefusalsQuery + 'static) -> Callback<Event> {
    let set = filter.set.clone();
    Callback::from(move |event: Event| {
        let value = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
        let date = value.and_then(|value| value.parse::<NaiveDate>().ok());
        // While a year is typed the field holds 0002, 0020, 0202.
        if let Some(date) = date.filter(|date| date.year() >= FIRST_YEAR) {
            set.emit(wanted(date));
        }
    })
}

/// The choice of a reason. One that the address names is there, whatever it is.
fn reasons(filter: &Filter) -> Html {
    let shown = filter.query.reason;
    let unlisted = shown.filter(|code| !words::REFUSALS.contains(code));
    let (set, query) = (filter.set.clone(), filter.query.clone());
    let onchange = Callback::from(move |event: Event| {
        let word = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        let reason = ProblemCode::ALL.iter().find(|code| Some(code.as_str()) == word.as_deref()).copied();
        set.emit(RefusalsQuery { reason, ..query.clone() });
    });
    html! {
        <select class="input" aria-label={t("refusals.reason")} data-testid="reason" {onchange}>
            <option value="" selected={shown.is_none()}>{ t("refusals.every_reason") }</option>
            { for words::REFUSALS.into_iter().chain(unlisted).map(|code| {
                let [name, ..] = words::refusal(code);
                html! { <option value={code.as_str()} selected={shown == Some(code)}>{ name }</option> }
            }) }
        </select>
    }
}
