//! Why something could not be done.

use yew::prelude::*;

use crate::api::ApiError;
use crate::i18n::words;

/// Properties of [`Fault`].
#[derive(Properties, PartialEq)]
pub struct FaultProps {
    /// Why.
    pub error: ApiError,
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
                <ul>{ for faults.iter().map(|fault| html! { <li><code>{ &fault.field }</code>{ "\u{a0}: " }{ &fault.detail }</li> }) }</ul>
            }
        </div>
    }
}
