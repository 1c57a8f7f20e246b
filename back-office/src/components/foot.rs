//! The end of a list that comes in pages.

use yew::prelude::*;

use super::failure::Failure;
use super::icon::{Glyph, Icon};
use crate::api::ApiError;
use crate::hooks::title::focus;
use crate::i18n::{t, t_count};

/// Properties of [`Foot`].
#[derive(Properties, PartialEq)]
pub struct FootProps {
    /// How many lines are shown.
    pub shown: usize,
    /// Whether there are more.
    pub has_next: bool,
    /// Whether they are being fetched.
    pub busy: bool,
    /// Why the last attempt failed.
    pub error: Option<ApiError>,
    /// Fetches them.
    pub ask: Callback<()>,
}

/// How many lines are shown, and the way to more; the focus stays here when there are none left.
#[component]
pub fn Foot(props: &FootProps) -> Html {
    let end = use_node_ref();
    let asked = use_mut_ref(|| false);
    {
        let (end, asked) = (end.clone(), asked.clone());
        use_effect_with(props.has_next, move |has_next| {
            if !has_next && asked.replace(false) {
                focus(&end);
            }
        });
    }
    let onclick = {
        let ask = props.ask.clone();
        Callback::from(move |_: MouseEvent| {
            *asked.borrow_mut() = true;
            ask.emit(());
        })
    };
    html! {
        <>
            <div class="journal-foot">
                <p role="status" ref={end} tabindex="-1" data-testid="lines">
                    { t_count("journal.lines", props.shown) }
                    if !props.has_next { { " · " }{ t("journal.end") } }
                </p>
                if props.has_next {
                    <button type="button" class={classes!("button", props.busy.then_some("is-busy"))}
                        aria-disabled={props.busy.to_string()} data-testid="more" {onclick}>
                        <Icon glyph={if props.busy { Glyph::Refresh } else { Glyph::Down }} size={16} />
                        { t(if props.busy { "common.loading" } else { "journal.more" }) }
                    </button>
                }
            </div>
            if let Some(error) = props.error.clone() { <Failure {error} onretry={props.ask.clone()} /> }
        </>
    }
}
