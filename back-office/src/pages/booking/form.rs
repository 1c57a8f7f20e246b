//! The form of the theme, checked as the server does.

use std::rc::Rc;

use creno_types::address::Address;
use creno_types::catalog::Catalog;
use creno_types::field::{Field, FieldFormat};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::street::Street;
use super::wish::{Action, CONSENT, WishHandle};
use crate::i18n::{t, words};

/// Properties of [`Form`].
#[derive(Properties, PartialEq)]
pub struct FormProps {
    /// What is on offer.
    pub catalog: Rc<Catalog>,
    /// What is being booked.
    pub wish: WishHandle,
}

/// Id of the control of a field.
pub fn control_id(key: &str) -> String {
    format!("booking-{key}")
}

/// The fields, the language, the consent.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let (catalog, wish) = (&props.catalog, &props.wish);
    let Some(theme) = wish.theme(catalog) else { return Html::default() };
    let onlang = {
        let wish = wish.clone();
        Callback::from(move |event: Event| {
            let lang = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            wish.dispatch(Action::English(lang.as_deref() == Some("en")));
        })
    };
    html! {
        <div class="booking-fields">
            { for catalog.fields_of(theme).map(|field| {
                let key = field.key.clone();
                html! { <Control {key} field={field.clone()} catalog={catalog.clone()} wish={wish.clone()} /> }
            }) }
            <label class="field">
                <span>{ t("booking.lang") }</span>
                <select class="input" onchange={onlang} data-testid="booking-lang">
                    <option value="fr" selected={!wish.english}>{ t("booking.french") }</option>
                    <option value="en" selected={wish.english}>{ t("booking.english") }</option>
                </select>
            </label>
            { consent(props) }
        </div>
    }
}

fn consent(props: &FormProps) -> Html {
    let wish = props.wish.clone();
    let wrong = wish.error(CONSENT).is_some();
    let (checked, id) = (wish.consent, control_id(CONSENT));
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            wish.dispatch(Action::Consent(input.checked()));
        }
    });
    html! {
        <div class="booking-consent">
            <label class="check" for={id.clone()}>
                <input {id} type="checkbox" {checked} {onchange} aria-required="true" data-testid="booking-consent"
                    aria-invalid={wrong.then_some("true")} aria-describedby={wrong.then_some("booking-consent-error")} />
                <span><strong>{ t("booking.consent_said") }</strong>{ " " }{ &props.catalog.texts.consent }</span>
            </label>
            if wrong {
                <p class="field-error" id="booking-consent-error">{ t("booking.missing_consent") }</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ControlProps {
    field: Field,
    catalog: Rc<Catalog>,
    wish: WishHandle,
}

/// One field: its label, its control, what is wrong with it.
#[component]
fn Control(props: &ControlProps) -> Html {
    let field = &props.field;
    let id = control_id(&field.key);
    let help = match field.format {
        FieldFormat::Date if field.help.is_empty() => t("booking.date_help").to_owned(),
        _ => field.help.clone(),
    };
    let error = props.wish.error(&field.key).map(|error| match error.detail.as_str() {
        "" => words::field_error(field, error.code),
        detail => detail.to_owned(),
    });
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described: Vec<_> = [(!help.is_empty(), &help_id), (error.is_some(), &error_id)]
        .into_iter()
        .filter_map(|(is, id)| is.then_some(id.as_str()))
        .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let wide = matches!(field.format, FieldFormat::LongText | FieldFormat::Street);
    html! {
        <div class={classes!("field", wide.then_some("field-wide"))}>
            <label for={id.clone()}>
                { &field.label }
                if !field.required { { " " }<small>{ t("booking.optional") }</small> }
            </label>
            { control(props, id, described, error.is_some()) }
            if !help.is_empty() { <small id={help_id}>{ help }</small> }
            if let Some(error) = error {
                <p class="field-error" id={error_id} data-testid={format!("booking-error-{}", field.key)}>{ error }</p>
            }
        </div>
    }
}

fn control(props: &ControlProps, id: String, described: Option<String>, wrong: bool) -> Html {
    let (field, wish) = (&props.field, &props.wish);
    let value = wish.answers.get(&field.key).cloned().unwrap_or_default();
    let typed = {
        let (wish, key) = (wish.clone(), field.key.clone());
        Callback::from(move |text: String| wish.dispatch(Action::Typed(key.clone(), text)))
    };
    let onblur = {
        let (wish, field) = (wish.clone(), field.clone());
        Callback::from(move |_: FocusEvent| wish.dispatch(Action::Left(field.clone())))
    };
    let testid = format!("booking-field-{}", field.key);
    let (invalid, required) = (wrong.then_some("true"), field.required.then_some("true"));
    match field.format {
        FieldFormat::Choice => html! {
            <select {id} class="input" onchange={typed.reform(|event: Event| content(&event))} {onblur}
                aria-invalid={invalid} aria-required={required} aria-describedby={described} data-testid={testid}>
                <option value="" selected={value.is_empty()}>{ t("booking.choose") }</option>
                { for field.options.iter().map(|option| html! {
                    <option value={option.clone()} selected={*option == value}>{ option }</option>
                }) }
            </select>
        },
        FieldFormat::LongText => html! {
            <textarea {id} class="input" rows="3" {value} oninput={typed.reform(|event: InputEvent| content(&event))}
                {onblur} aria-invalid={invalid} aria-required={required} aria-describedby={described}
                data-testid={testid} />
        },
        FieldFormat::Street => {
            let (wish, catalog, key) = (wish.clone(), props.catalog.clone(), field.key.clone());
            let onaddress = Callback::from(move |address: Address| {
                let fields = wish.theme(&catalog).into_iter().flat_map(|theme| catalog.fields_of(theme));
                for (key, text) in address.answers(&fields.collect::<Vec<_>>(), &key) {
                    wish.dispatch(Action::Typed(key, text));
                }
            });
            let onleave = {
                let (wish, field) = (props.wish.clone(), field.clone());
                Callback::from(move |()| wish.dispatch(Action::Left(field.clone())))
            };
            html! {
                <Street field={field.clone()} {id} {value} {described} {wrong} oninput={typed} {onleave} {onaddress} />
            }
        }
        format => {
            let kind = match format {
                FieldFormat::Email => "email",
                FieldFormat::Phone => "tel",
                _ => "text",
            };
            let numeric = matches!(
                format,
                FieldFormat::Date | FieldFormat::Postcode | FieldFormat::Siren | FieldFormat::Siret
            );
            html! {
                // What is typed is a client's: the browser has nothing of its own to propose.
                <input {id} class="input" type={kind} inputmode={numeric.then_some("numeric")} {value}
                    autocomplete="off" spellcheck="false"
                    oninput={typed.reform(move |event: InputEvent| grouped(&event, format))} {onblur}
                    aria-invalid={invalid} aria-required={required} aria-describedby={described} data-testid={testid} />
            }
        }
    }
}

/// What was typed, its digits grouped as they are read; at the end alone, where the caret does not jump.
fn grouped(event: &InputEvent, format: FieldFormat) -> String {
    let text = content(event);
    let Some(grouped) = format.grouped(&text).filter(|grouped| *grouped != text) else { return text };
    let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return text };
    // Autofill sends plain events, which have no such word.
    let kind = js_sys::Reflect::get(event, &"inputType".into()).ok().and_then(|kind| kind.as_string());
    let deleted = kind.is_some_and(|kind| kind.starts_with("delete"));
    let at_end = input.selection_start().ok().flatten() == u32::try_from(text.len()).ok();
    if deleted || !at_end || event.is_composing() {
        return text;
    }
    input.set_value(&grouped);
    grouped
}

/// What the control that sent the event holds.
fn content(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    target
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::value)
        .or_else(|| target.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value))
        .or_else(|| target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value))
        .unwrap_or_default()
}
