//! A list in which nothing is found.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::{t, t_with};

/// Properties of [`NoMatch`].
#[derive(Properties, PartialEq)]
pub struct NoMatchProps {
    /// What was searched.
    pub search: AttrValue,
    /// What is looked at, in words.
    pub detail: &'static str,
    /// Searches nothing.
    pub onclear: Callback<()>,
}

/// Nothing for that search.
#[component]
pub fn NoMatch(props: &NoMatchProps) -> Html {
    html! {
        <div class="state" data-testid="no-match">
            <Icon glyph={Glyph::Search} size={32} />
            <p class="state-title">{ t_with("empty.search", &[("search", &props.search)]) }</p>
            <p>{ props.detail }</p>
            <button type="button" class="button" onclick={props.onclear.reform(|_| ())}>
                { t("empty.clear") }
            </button>
        </div>
    }
}
