//! What is typed of an exception.

use creno_types::FieldError;
use creno_types::team::TeamAgency;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::draft::{MOST_DAYS, TypedException};
use super::fields::{agency, channels, input, radios};
use crate::components::changes::changing;
use crate::i18n::{t, t_with};

/// Properties of [`ExceptionFields`].
#[derive(Properties, PartialEq)]
pub struct ExceptionFieldsProps {
    /// What is typed so far.
    pub typed: TypedException,
    /// Whether an exception that stands is changed: it keeps to one date.
    pub one_day: bool,
    /// Where the person works.
    pub places: Vec<TeamAgency>,
    /// What can't be accepted.
    pub faults: Vec<FieldError>,
    /// Called with what is typed now.
    pub onchange: Callback<TypedException>,
}

/// What it does, dates, hours, channels, agency.
#[component]
pub fn ExceptionFields(props: &ExceptionFieldsProps) -> Html {
    let typed = &props.typed;
    let faults = &props.faults[..];
    let set = |change: fn(&mut TypedException, String)| changing(typed, &props.onchange, change);
    let onopens = changing(typed, &props.onchange, |typed, opens: bool| {
        // Who opens a day says when; who closes one is mostly away.
        (typed.opens, typed.whole) = (opens, !opens);
    });
    let onwhole = changing(typed, &props.onchange, |typed, event: Event| {
        typed.whole = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
    });
    let onagency = changing(typed, &props.onchange, |typed, agency| typed.agency = agency);
    let onchannels = changing(typed, &props.onchange, |typed, channels| typed.channels = channels);
    let kinds =
        [(false, "closing", "exceptions.closing_detail"), (true, "opening", "exceptions.opening_detail")];
    let limit = t_with("exceptions.period_hint", &[("n", &MOST_DAYS.to_string())]);
    html! {
        <>
            { radios(t("exceptions.kind"), "kind", typed.opens, &kinds, &onopens) }
            <div class="field-row">
                { input(t(if props.one_day { "exceptions.date" } else { "exceptions.first" }), "date", "date", &typed.from,
                    faults, set(|typed, text| typed.from = text), None, "") }
                if !props.one_day {
                    { input(t("exceptions.last"), "date", "to", &typed.to, faults,
                        set(|typed, text| typed.to = text), Some(&limit), "") }
                }
            </div>
            <label class="check">
                <input type="checkbox" checked={typed.whole} onchange={onwhole} data-testid="whole" />
                { t("exceptions.whole") }
            </label>
            if !typed.whole {
                <div class="field-row">
                    { input(t("rules.from_time"), "text", "from_time", &typed.from_time, faults,
                        set(|typed, text| typed.from_time = text), None, "field-time") }
                    { input(t("rules.to_time"), "text", "to_time", &typed.to_time, faults,
                        set(|typed, text| typed.to_time = text), None, "field-time") }
                </div>
            }
            { channels(&typed.channels, faults, onchannels) }
            { agency(&props.places, typed.agency.as_deref(), faults, onagency) }
        </>
    }
}
