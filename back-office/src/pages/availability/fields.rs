//! Fields of the forms, each with its fault beneath it.

use creno_types::team::TeamAgency;
use creno_types::{Channel, FieldError, FieldErrorCode, ProblemCode};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::api::ApiError;
use crate::i18n::{t, words};

/// What is wrong with a field, in French: the server's words where it has some.
pub fn fault_text(fault: &FieldError) -> String {
    use FieldErrorCode::{EndsBeforeStart, NotDate, NotTime, OutOfRange, Required};
    if !fault.detail.is_empty() {
        return fault.detail.clone();
    }
    let key = match (fault.field.as_str(), fault.code) {
        ("channels", Required) => "fault.channels",
        ("weekday", _) => "fault.weekday",
        ("every", _) => "fault.every",
        ("valid_from", Required) => "fault.valid_from",
        ("agency", Required) => "fault.agency",
        ("to", OutOfRange) => "fault.period",
        ("to" | "valid_until", EndsBeforeStart) => "fault.last_date",
        (_, EndsBeforeStart) => "fault.ends",
        (_, NotDate) => "fault.date",
        (_, NotTime) => "fault.time",
        (_, Required) => "fault.required",
        _ => "fault.refused",
    };
    t(key).to_owned()
}

/// The faults of fields that a refusal names.
pub fn refused_fields(error: &ApiError) -> Vec<FieldError> {
    match error {
        ApiError::Refused { problem, .. } if problem.code == ProblemCode::InvalidFields => {
            problem.errors.clone()
        }
        _ => Vec::new(),
    }
}

/// The fault of a field, where it is typed.
pub fn fault_of(faults: &[FieldError], field: &str) -> Html {
    let found: Vec<_> = faults.iter().filter(|fault| fault.field == field).map(fault_text).collect();
    if found.is_empty() {
        return Html::default();
    }
    html! { <small id={format!("fault-{field}")} class="field-fault" data-testid={format!("fault-{field}")}>{ found.join(" ") }</small> }
}

/// What links a field to its fault.
pub fn described(faults: &[FieldError], field: &str) -> (Option<&'static str>, Option<String>) {
    let wrong = faults.iter().any(|fault| fault.field == field);
    (wrong.then_some("true"), wrong.then(|| format!("fault-{field}")))
}

/// A text, date or number.
#[expect(clippy::too_many_arguments, reason = "a field has as many parts")]
pub fn input(
    label: &str,
    kind: &'static str,
    field: &'static str,
    value: &str,
    faults: &[FieldError],
    set: Callback<String>,
    hint: Option<&str>,
    class: &'static str,
) -> Html {
    let (invalid, describedby) = described(faults, field);
    let on = set.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    let numeric = (kind == "text" && field != "search").then_some("numeric");
    html! {
        <label class={classes!("field", class)}>
            <span>{ label }</span>
            <input type={kind} class="input" value={value.to_owned()} oninput={on} name={field} autocomplete="off"
                inputmode={numeric} aria-invalid={invalid} aria-describedby={describedby} data-testid={field} />
            if let Some(hint) = hint { <small>{ hint }</small> }
            { fault_of(faults, field) }
        </label>
    }
}

/// One of some choices: (value, text).
pub fn choice(
    label: &str,
    testid: &'static str,
    chosen: &str,
    choices: &[(String, String)],
    set: Callback<String>,
) -> Html {
    let onchange = set.reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    html! {
        <label class="field">
            <span>{ label }</span>
            <select class="input" {onchange} data-testid={testid}>
                { for choices.iter().map(|(value, text)| html! {
                    <option value={value.clone()} selected={value == chosen}>{ text }</option>
                }) }
            </select>
        </label>
    }
}

/// Where: each agency, or all of them.
pub fn agency(
    places: &[TeamAgency],
    chosen: Option<&str>,
    faults: &[FieldError],
    set: Callback<Option<String>>,
) -> Html {
    let mut choices: Vec<(String, String)> =
        places.iter().map(|place| (place.slug.to_string(), place.name.clone())).collect();
    choices.insert(0, (String::new(), t("rules.every_agency").to_owned()));
    let set = set.reform(|slug: String| (!slug.is_empty()).then_some(slug));
    html! {
        <div class="field-group">
            { choice(t("rules.agency"), "agency", chosen.unwrap_or_default(), &choices, set) }
            { fault_of(faults, "agency") }
        </div>
    }
}

/// Any subset of the channels.
pub fn channels(chosen: &[Channel], faults: &[FieldError], set: Callback<Vec<Channel>>) -> Html {
    let (_, describedby) = described(faults, "channels");
    html! {
        <fieldset class="choices" aria-describedby={describedby}>
            <legend>{ t("rules.channels") }</legend>
            <div class="choices-row">
                { for Channel::ALL.into_iter().map(|channel| {
                    let on = chosen.contains(&channel);
                    let next: Vec<_> = Channel::ALL
                        .into_iter()
                        .filter(|other| if *other == channel { !on } else { chosen.contains(other) })
                        .collect();
                    html! {
                        <label class="check">
                            <input type="checkbox" checked={on} data-testid={format!("channel-{channel}")}
                                onchange={set.reform(move |_: Event| next.clone())} />
                            { words::channel(channel) }
                        </label>
                    }
                }) }
            </div>
            { fault_of(faults, "channels") }
        </fieldset>
    }
}

/// One of two or three, side by side.
pub fn radios<T: Copy + PartialEq + 'static>(
    legend: &str,
    name: &'static str,
    chosen: T,
    options: &[(T, &'static str, &'static str)],
    set: &Callback<T>,
) -> Html {
    html! {
        <fieldset class="choices">
            <legend>{ legend }</legend>
            <div class="choices-row">
                { for options.iter().map(|&(value, word, text)| html! {
                    <label class="check">
                        <input type="radio" {name} value={word} checked={chosen == value}
                            data-testid={format!("{name}-{word}")} onchange={set.reform(move |_: Event| value)} />
                        { t(text) }
                    </label>
                }) }
            </div>
        </fieldset>
    }
}
