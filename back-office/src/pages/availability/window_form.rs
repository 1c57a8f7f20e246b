//! What is typed of a recurring window.

use creno_types::FieldError;
use creno_types::team::TeamAgency;
use yew::prelude::*;

use super::draft::{Rhythm, TypedWindow};
use super::fields::{agency, channels, choice, described, fault_of, input, radios};
use super::phrases::weekday;
use crate::components::changes::changing;
use crate::i18n::{t, t_with};

/// Which one of the month, with the phrase of each.
const NTHS: [(i64, &str); 7] = [
    (1, "nth.first"),
    (2, "nth.second"),
    (3, "nth.third"),
    (4, "nth.fourth"),
    (5, "nth.fifth"),
    (-1, "nth.last"),
    (-2, "nth.last_but_one"),
];

/// Properties of [`WindowFields`].
#[derive(Properties, PartialEq)]
pub struct WindowFieldsProps {
    /// What is typed so far.
    pub typed: TypedWindow,
    /// Whether a window that stands is changed: it keeps to one day.
    pub one_day: bool,
    /// Where the person works.
    pub places: Vec<TeamAgency>,
    /// What can't be accepted.
    pub faults: Vec<FieldError>,
    /// Called with what is typed now.
    pub onchange: Callback<TypedWindow>,
}

/// Days, hours, rhythm, channels, agency, ends.
#[component]
pub fn WindowFields(props: &WindowFieldsProps) -> Html {
    let typed = &props.typed;
    let faults = &props.faults[..];
    let set = |change: fn(&mut TypedWindow, String)| changing(typed, &props.onchange, change);
    let onrhythm = changing(typed, &props.onchange, |typed, rhythm| typed.rhythm = rhythm);
    let onagency = changing(typed, &props.onchange, |typed, agency| typed.agency = agency);
    let onchannels = changing(typed, &props.onchange, |typed, channels| typed.channels = channels);
    let rhythms = [
        (Rhythm::Weekly, "weekly", "rules.weekly"),
        (Rhythm::Every, "every", "rules.every"),
        (Rhythm::Monthly, "monthly", "rules.monthly"),
    ];
    let nths: Vec<_> = NTHS.iter().map(|(nth, text)| (nth.to_string(), t(text).to_owned())).collect();
    html! {
        <>
            { days(props) }
            <div class="field-row">
                { input(t("rules.from_time"), "text", "from_time", &typed.from_time, faults,
                    set(|typed, text| typed.from_time = text), None, "field-time") }
                { input(t("rules.to_time"), "text", "to_time", &typed.to_time, faults,
                    set(|typed, text| typed.to_time = text), None, "field-time") }
            </div>
            { radios(t("rules.rhythm"), "rhythm", typed.rhythm, &rhythms, &onrhythm) }
            if typed.rhythm == Rhythm::Monthly {
                { choice(t("rules.which"), "nth", &typed.nth.to_string(), &nths,
                    set(|typed, text| typed.nth = text.parse().unwrap_or(1))) }
            }
            if typed.rhythm != Rhythm::Weekly {
                { input(t(if typed.rhythm == Rhythm::Every { "rules.weeks" } else { "rules.months" }), "text", "every",
                    &typed.every, faults, set(|typed, text| typed.every = text), None, "field-time") }
            }
            { channels(&typed.channels, faults, onchannels) }
            { agency(&props.places, typed.agency.as_deref(), faults, onagency) }
            <div class="field-row">
                { input(t("rules.valid_from"), "date", "valid_from", &typed.valid_from, faults,
                    set(|typed, text| typed.valid_from = text), None, "") }
                { input(t("rules.valid_until"), "date", "valid_until", &typed.valid_until, faults,
                    set(|typed, text| typed.valid_until = text), None, "") }
            </div>
        </>
    }
}

fn days(props: &WindowFieldsProps) -> Html {
    let (_, describedby) = described(&props.faults, "weekday");
    let kind = if props.one_day { "radio" } else { "checkbox" };
    html! {
        <fieldset class="choices" aria-describedby={describedby}>
            <legend>{ t(if props.one_day { "rules.day" } else { "rules.days" }) }</legend>
            <div class="choices-days">
                { for (1..=7_u8).map(|day| {
                    let on = props.typed.days.contains(&day);
                    let days: Vec<u8> = match props.one_day {
                        true => vec![day],
                        false => (1..=7)
                            .filter(|other| if *other == day { !on } else { props.typed.days.contains(other) })
                            .collect(),
                    };
                    let typed = TypedWindow { days, ..props.typed.clone() };
                    let name = weekday(day);
                    let short: String = name.chars().take(3).collect();
                    html! {
                        <label class="choice-day" title={name}>
                            <input type={kind} name="day" checked={on} aria-label={name}
                                data-testid={format!("day-{day}")} onchange={props.onchange.reform(move |_: Event| typed.clone())} />
                            <span aria-hidden="true">{ short }</span>
                        </label>
                    }
                }) }
            </div>
            if !props.one_day && props.typed.days.len() > 1 {
                <small class="muted">{ t_with("rules.several", &[("n", &props.typed.days.len().to_string())]) }</small>
            }
            { fault_of(&props.faults, "weekday") }
        </fieldset>
    }
}
