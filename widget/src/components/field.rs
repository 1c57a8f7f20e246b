//! One field of the form: its label, the right keyboard, what is wrong with it.

use creno_types::address::Address;
use creno_types::field::{Field, FieldFormat};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::address::StreetInput;
use crate::hooks::EMAIL_CODE;
use crate::i18n::use_i18n;

/// What a field needs.
#[derive(PartialEq, Properties)]
pub struct FieldInputProps {
    /// As the administrator set it.
    pub field: Field,
    /// What it holds.
    pub value: AttrValue,
    /// What is wrong with it, in words.
    pub error: Option<AttrValue>,
    /// Its content changed.
    pub oninput: Callback<String>,
    /// It was left.
    pub onleave: Callback<()>,
    /// An address was chosen, where its street is typed.
    #[prop_or_default]
    pub onaddress: Callback<Address>,
}

/// The id of a field's control, for the links of the error summary.
pub fn control_id(key: &str) -> String {
    ["creno-control-", key].concat()
}

/// The field.
#[component]
pub fn FieldInput(props: &FieldInputProps) -> Html {
    let i18n = use_i18n();
    let field = &props.field;
    let id = control_id(&field.key);
    let (help_id, error_id) = ([&id, "-help"].concat(), [&id, "-error"].concat());
    let help = if field.help.is_empty() && field.format == FieldFormat::Date {
        i18n.text("details.date_help")
    } else {
        field.help.clone()
    };
    let mut described = Vec::new();
    if !help.is_empty() {
        described.push(help_id.clone());
    }
    if props.error.is_some() {
        described.push(error_id.clone());
    }
    let described = (!described.is_empty()).then(|| described.join(" "));
    html! {
        <div class="field" part="field">
            <label class="field-label" for={id.clone()}>
                { &field.label }
                // The name is read out with it: a space keeps the two words apart.
                if !field.required { { " " }<span class="field-optional">{ i18n.text("details.optional") }</span> }
            </label>
            if !help.is_empty() { <p class="field-help" id={help_id}>{ help }</p> }
            { control(props, id, described, &i18n.text("details.choose")) }
            if let Some(error) = &props.error {
                <p class="field-error" id={error_id} data-testid={["creno-error-", &field.key].concat()}>{ error }</p>
            }
        </div>
    }
}

fn control(props: &FieldInputProps, id: String, described: Option<String>, choose: &str) -> Html {
    let field = &props.field;
    let testid = ["creno-field-", &field.key].concat();
    let invalid = props.error.is_some().then_some("true");
    let required = field.required.then_some("true");
    let onblur = props.onleave.reform(|_: FocusEvent| ());
    let format = field.format;
    let oninput = props.oninput.reform(move |event: InputEvent| typed(&event, format));
    let value = props.value.clone();
    match field.format {
        FieldFormat::Choice => {
            let onchange = props.oninput.reform(|event: Event| content(&event));
            html! {
                <select
                    {id} class="control" data-testid={testid} {onchange} {onblur} aria-invalid={invalid}
                    aria-required={required} aria-describedby={described}
                >
                    <option value="" selected={value.is_empty()}>{ choose }</option>
                    { for field.options.iter().map(|option| html! {
                        <option value={option.clone()} selected={*option == *value}>{ option }</option>
                    }) }
                </select>
            }
        }
        FieldFormat::LongText => html! {
            <textarea
                {id} class="control" rows="4" data-testid={testid} {value} {oninput} {onblur} aria-invalid={invalid}
                aria-required={required} aria-describedby={described}
            />
        },
        FieldFormat::Street => html! {
            <StreetInput
                field={field.clone()} {id} {value} {described} wrong={props.error.is_some()}
                oninput={props.oninput.clone()} onleave={props.onleave.clone()} onaddress={props.onaddress.clone()}
            />
        },
        _ => {
            let (kind, inputmode, capitals) = keyboard(field);
            html! {
                <input
                    {id} class="control" type={kind} {inputmode} autocomplete={autocomplete(field)}
                    autocapitalize={capitals} name={field.key.clone()} spellcheck="false" data-testid={testid} {value} {oninput} {onblur}
                    aria-invalid={invalid} aria-required={required} aria-describedby={described}
                />
            }
        }
    }
}

/// The input's type, the keyboard that phones should show, and what of it is in capitals by itself.
fn keyboard(field: &Field) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match field.format {
        FieldFormat::Email => ("email", Some("email"), Some("none")),
        FieldFormat::Phone => ("tel", Some("tel"), None),
        FieldFormat::Date | FieldFormat::Postcode | FieldFormat::Siren | FieldFormat::Siret => {
            ("text", Some("numeric"), None)
        }
        FieldFormat::Letters => ("text", None, Some("words")),
        _ if field.key == EMAIL_CODE => ("text", Some("numeric"), None),
        _ => ("text", None, None),
    }
}

/// The HTML autofill token: by the key's own name first, by the format otherwise.
fn autocomplete(field: &Field) -> &'static str {
    match field.key.as_str() {
        "last_name" => "family-name",
        "first_name" => "given-name",
        "name" => "name",
        "company" | "organisation" => "organization",
        "complement" => "address-line2",
        "city" => "address-level2",
        "birth_date" => "bday",
        "email_code" => "one-time-code",
        _ => match field.format {
            FieldFormat::Email => "email",
            FieldFormat::Phone => "tel",
            FieldFormat::Postcode => "postal-code",
            _ => "off",
        },
    }
}

/// What was typed, its digits grouped as they are read. That is done at the end alone: the caret would jump elsewhere,
/// and what was just deleted would come back.
fn typed(event: &InputEvent, format: FieldFormat) -> String {
    let text = content(event);
    let Some(grouped) = format.grouped(&text).filter(|grouped| *grouped != text) else { return text };
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return text;
    };
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
pub(super) fn content(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    target
        .dyn_ref::<HtmlInputElement>()
        .map(HtmlInputElement::value)
        .or_else(|| target.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value))
        .or_else(|| target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value))
        .unwrap_or_default()
}
