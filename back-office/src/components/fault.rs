//! Why something could not be done.

use yew::prelude::*;

use crate::api::ApiError;
use crate::i18n::{t, words};

/// Properties of [`Fault`].
#[derive(Properties, PartialEq)]
pub struct FaultProps {
    /// Why.
    pub error: ApiError,
    /// What the form calls its fields: their names on the wire, and the keys of their texts.
    #[prop_or_default]
    pub names: &'static [(&'static str, &'static str)],
}

/// What the server has against it, where it was asked: each field that can't be accepted, or the refusal itself.
#[component]
pub fn Fault(props: &FaultProps) -> Html {
    let (title, detail) = words::failure(&props.error);
    let faults = match &props.error {
        ApiError::Refused { problem, .. } => problem.errors.as_slice(),
        ApiError::Unreachable | ApiError::Unreadable { .. } => &[],
    };
    html! {
        <div class="fault" role="alert" data-testid="fault">
            <p><strong>{ title }</strong>if faults.is_empty() { { " " }{ detail } }</p>
            if !faults.is_empty() {
                <ul>{ for faults.iter().map(|fault| html! { <li>{ name(props.names, &fault.field) }{ "\u{a0}: " }{ &fault.detail }</li> }) }</ul>
            }
        </div>
    }
}

/// What the form calls a field, or a member of it such as `scopes[1]`; its name on the wire when it has none.
fn name(names: &[(&str, &str)], field: &str) -> Html {
    let whole = field.split(['.', '[']).next().unwrap_or(field);
    match names.iter().find(|(name, _)| *name == whole) {
        Some((_, text)) => html! { <strong>{ t(text) }</strong> },
        None => html! { <code>{ field }</code> },
    }
}
