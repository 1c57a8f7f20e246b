//! What is seen while an answer is on its way.

use yew::prelude::*;

use crate::hooks::{Wait, use_wait};
use crate::i18n::use_i18n;

/// What the placeholder needs.
#[derive(PartialEq, Properties)]
pub struct WaitingProps {
    /// How many rows are expected.
    #[prop_or(4)]
    pub rows: usize,
    /// Look of the rows.
    #[prop_or(Skeleton::Rows)]
    pub shape: Skeleton,
}

/// The shape of what is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Skeleton {
    /// Large rows.
    Rows,
    /// A grid of times.
    Times,
}

/// Nothing for 150 ms, then grey shapes, then a word that it takes longer than usual.
#[component]
pub fn Waiting(props: &WaitingProps) -> Html {
    let i18n = use_i18n();
    let wait = use_wait(true);
    let shape = (props.shape == Skeleton::Times).then_some("times");
    html! {
        <div class="waiting" data-testid="creno-waiting" aria-busy="true">
            if wait >= Wait::Skeleton {
                <div class="skeleton" data-shape={shape} aria-hidden="true">{ for (0..props.rows).map(|_| html! { <span /> }) }</div>
            }
            <p class="waiting-text" role="status">
                if wait >= Wait::Slow { { i18n.text("wait.slow") } }
                else if wait >= Wait::Skeleton { <span class="only-heard">{ i18n.text("wait.loading") }</span> }
            </p>
        </div>
    }
}
