//! The product's mark: a battlement, *créneau* in French, as a free slot is; one of them is being filled.

use yew::prelude::*;

use crate::i18n::t;

/// Properties of [`Logo`].
#[derive(Properties, PartialEq)]
pub struct LogoProps {
    /// Whether to spell the name too.
    #[prop_or(true)]
    pub wordmark: bool,
}

/// The mark and, unless told otherwise, the name.
#[component]
pub fn Logo(props: &LogoProps) -> Html {
    html! {
        <span class="logo">
            <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
                <path class="logo-wall" d="M3 11h7v7h12v-7h7v15a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3z" />
                <rect class="logo-slot" x="12" y="4" width="8" height="12" rx="1.5" />
            </svg>
            if props.wordmark {
                <span class="logo-name">{ t("common.product") }</span>
            }
        </span>
    }
}
