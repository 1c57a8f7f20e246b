//! Step 5: who. The theme's fields, checked with the server's own code, then the consent.

use creno_types::address::Address;
use creno_types::field::Field;
use creno_types::{FieldError, FieldErrorCode};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::booking::HoldProps;
use super::shell::use_shell;
use super::state::{Action, Journey, Step};
use crate::components::{FieldInput, Frame, Shape, control_id, hold_state, icon};
use crate::hooks::use_window_listener;
use crate::i18n::{I18n, use_i18n};
use crate::journey::handle::Handle;

/// The step.
#[component]
pub fn DetailsStep(props: &HoldProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let journey = shell.journey.clone();
    let summary = use_node_ref();
    // The list of errors takes the focus each time the form is sent with some. It is not there before: a field that is
    // left would push the form down.
    let sent = use_state(|| u32::from(!journey.errors.is_empty()));
    let listed = *sent > 0 && !journey.errors.is_empty();
    {
        let (summary, wrong) = (summary.clone(), !journey.errors.is_empty());
        use_effect_with(*sent, move |sent| {
            if *sent > 0
                && wrong
                && let Some(list) = summary.cast::<HtmlElement>()
            {
                let _focused = list.focus();
            }
        });
    }
    let onleave = use_check_on_leave(&journey);
    let onsubmit = {
        let journey = journey.clone();
        Callback::from(move |()| {
            journey.dispatch(journey.sent());
            sent.set(*sent + 1);
        })
    };
    html! {
        <Frame step={Step::Details} {onsubmit} next={i18n.text("details.next")} stuck={journey.own_hold().is_none()}>
            { hold_state(&shell, &props.hold, &i18n) }
            <div ref={summary} tabindex="-1" class="errors" role="group" aria-labelledby="creno-errors-title">
                if listed { { errors(&journey, &i18n) } }
            </div>
            <p class="field-help">{ i18n.text("details.required") }</p>
            <div class="fields">
                { for journey.fields().into_iter().map(|field| {
                    let (key, left) = (field.key.clone(), field.key.clone());
                    let (typed, filled) = (journey.clone(), journey.clone());
                    let street = field.key.clone();
                    html! {
                        <FieldInput
                            key={field.key.clone()} field={field.clone()}
                            value={journey.answers.get(&field.key).cloned().unwrap_or_default()}
                            error={journey.error(&field.key).map(|code| AttrValue::from(i18n.field_error(field, code)))}
                            oninput={Callback::from(move |text| typed.dispatch(typed.typed(key.clone(), text)))}
                            onleave={onleave.reform(move |()| left.clone())}
                            onaddress={Callback::from(move |address| fill(&filled, &street, &address))}
                        />
                    }
                }) }
            </div>
            { consent(&journey, &i18n) }
        </Frame>
    }
}

/// Fills the street, and the postcode and the town that follow it.
fn fill(journey: &Handle, street: &str, address: &Address) {
    for (key, text) in address.answers(&journey.fields(), street) {
        journey.dispatch(journey.typed(key, text));
    }
}

/// Checks a field when it is left. What is wrong takes a line, which would move the rest from under a pressed
/// pointer and lose its click: then the check waits until the pointer is up.
#[hook]
fn use_check_on_leave(journey: &Handle) -> Callback<String> {
    let pressed = use_mut_ref(|| false);
    let waiting = use_mut_ref(Vec::<String>::new);
    // What a callback of an earlier rendering checks is what is typed by then.
    let latest = use_mut_ref(|| journey.clone());
    latest.replace(journey.clone());
    let check = move |key: String| {
        let journey = latest.borrow().clone();
        journey.left(key).into_iter().for_each(|action| journey.dispatch(action));
    };
    let press = use_callback((), {
        let pressed = pressed.clone();
        move |_: Event, ()| *pressed.borrow_mut() = true
    });
    let lift = use_callback((), {
        let (pressed, waiting, check) = (pressed.clone(), waiting.clone(), check.clone());
        move |_: Event, ()| {
            *pressed.borrow_mut() = false;
            let (waiting, check) = (waiting.take(), check.clone());
            // After the click that follows.
            Timeout::new(0, move || waiting.into_iter().for_each(check)).forget();
        }
    });
    use_window_listener("pointerdown", press);
    use_window_listener("pointerup", lift.clone());
    use_window_listener("pointercancel", lift);
    Callback::from(move |key: String| match *pressed.borrow() {
        true => waiting.borrow_mut().push(key),
        false => check(key),
    })
}

/// All that is wrong, each a way to its field. It takes the focus, which reads it out: it is no live region, that would
/// be read again as a whole at each correction. In the form's order.
fn errors(journey: &Journey, i18n: &I18n) -> Html {
    let words = |error: &FieldError| match journey.fields().into_iter().find(|field| field.key == error.field)
    {
        // The heading says that it is to be filled in: the name is enough.
        Some(field) if error.code == FieldErrorCode::Required => field.label.clone(),
        Some(field) => {
            [&*field.label, i18n.text("colon").as_str(), &i18n.field_error(field, error.code)].concat()
        }
        None if error.field == "consent" => i18n.text("details.consent"),
        None => error.detail.clone(),
    };
    let fields = journey.fields();
    let is = |error: &FieldError, field: &Field| error.field == field.key;
    let of_fields = fields.iter().filter_map(|field| journey.errors.iter().find(|error| is(error, field)));
    let others = journey.errors.iter().filter(|error| !fields.iter().any(|field| is(error, field)));
    html! {
        <div class="notice" data-tone="problem" part="problem" data-testid="creno-errors">
            { icon(Shape::Alert) }
            <div class="notice-body">
                <p class="notice-title" id="creno-errors-title">
                    { i18n.plural("details.errors", journey.errors.len()) }
                </p>
                <ul class="error-list">
                    { for of_fields.chain(others).map(|error| html! {
                        <li><a href={["#", &control_id(&error.field)].concat()} onclick={to_field(&error.field)}>{ words(error) }</a></li>
                    }) }
                </ul>
            </div>
        </div>
    }
}

/// Focuses the field. A link to an anchor does not reach inside a shadow root by itself.
fn to_field(key: &str) -> Callback<MouseEvent> {
    let id = control_id(key);
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        let from = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let form = from.and_then(|link| link.closest("form").ok().flatten());
        let control = form.and_then(|form| form.query_selector(&["#", &id].concat()).ok().flatten());
        if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
            let _focused = control.focus();
        }
    })
}

fn consent(journey: &Handle, i18n: &I18n) -> Html {
    let wrong = journey.error("consent").is_some();
    let (invalid, described) = (wrong.then_some("true"), wrong.then_some("creno-consent-error"));
    let texts = &journey.catalog.texts;
    let onchange = {
        let journey = journey.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                journey.dispatch(Action::Consent(input.checked()));
            }
        })
    };
    html! {
        <div class="consent">
            <label class="consent-row" for="creno-control-consent">
                <input
                    id="creno-control-consent" type="checkbox" checked={journey.consent} {onchange}
                    aria-required="true" aria-invalid={invalid} aria-describedby={described}
                    data-testid="creno-consent"
                />
                <span>{ &texts.consent }</span>
            </label>
            if wrong {
                <p class="field-error" id="creno-consent-error" data-testid="creno-error-consent">
                    { i18n.text("details.consent_missing") }
                </p>
            }
            if let Some(url) = texts.privacy_url.clone() {
                <p class="consent-more">
                    <a href={url} target="_blank" rel="noopener">{ i18n.text("details.privacy") }</a>
                </p>
            }
        </div>
    }
}
