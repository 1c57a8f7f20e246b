//! What is shown while a list is awaited.

use yew::prelude::*;

use crate::i18n::t;

/// The shape of a list, while it is awaited.
#[component]
pub fn Skeleton() -> Html {
    html! {
        <div class="skeleton" data-testid="loading">
            <p class="hidden" role="status">{ t("common.loading") }</p>
            <div class="bones" aria-hidden="true">
                { for (0..8).map(|row| html! {
                    <div class="bone-row">
                        <span class="bone bone-time" />
                        <span class={classes!("bone", format!("bone-{}", row % 3))} />
                        <span class="bone bone-wide" />
                        <span class="bone bone-short" />
                    </div>
                }) }
            </div>
            <p class="slow">{ t("common.slow") }</p>
        </div>
    }
}
