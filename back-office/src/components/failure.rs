//! What went wrong, and the way out.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::api::ApiError;
use crate::i18n::{t, words};

/// Properties of [`Failure`].
#[derive(Properties, PartialEq)]
pub struct FailureProps {
    /// Why.
    pub error: ApiError,
    /// Tries again.
    pub onretry: Callback<()>,
    /// Other ways out.
    #[prop_or_default]
    pub children: Html,
}

/// A failed load: what happened, what to do, a button to try again.
#[component]
pub fn Failure(props: &FailureProps) -> Html {
    let (title, detail) = words::failure(&props.error);
    let glyph = if props.error == ApiError::Unreachable { Glyph::Offline } else { Glyph::Warning };
    let request = match &props.error {
        // Of use to who reads the server's log, and only faults of the server are there.
        ApiError::Refused { problem, .. } if problem.status >= 500 => problem.request_id.clone(),
        _ => None,
    };
    html! {
        <div class="state failure" role="alert" data-testid="failure">
            <Icon {glyph} size={32} />
            <p class="state-title">{ title }</p>
            <p>{ detail }</p>
            if let Some(request) = request {
                <p class="state-request">{ t("failure.request") }<code>{ request }</code></p>
            }
            <p class="state-ways">
                <button type="button" class="button button-primary" onclick={props.onretry.reform(|_| ())}
                    data-testid="retry">
                    <Icon glyph={Glyph::Refresh} size={16} />{ t("common.retry") }
                </button>
                { props.children.clone() }
            </p>
        </div>
    }
}
