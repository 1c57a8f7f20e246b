//! Dialogs: the browser keeps the focus inside, closes them by Escape and gives the focus back.

use gloo_timers::callback::Timeout;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::title::focus_heading_if_lost;
use crate::i18n::t;

/// Properties of [`Dialog`].
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Its title.
    pub title: AttrValue,
    /// Name for tests.
    pub testid: &'static str,
    /// Called once it is closed.
    pub onclose: Callback<()>,
    /// The icon before it.
    #[prop_or_default]
    pub icon: Option<Glyph>,
    /// Class beside those of every dialog.
    #[prop_or_default]
    pub class: Classes,
    /// What it holds.
    pub children: Html,
}

/// A modal dialog, open as long as it is there.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It fails only when open already.
                drop(dialog.show_modal());
            }
            // One that goes while it is open gives no focus back: it is closed first, while it is still in the page.
            move || {
                if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                    dialog.close();
                }
                // What it was opened from may be gone with it.
                Timeout::new(0, focus_heading_if_lost).forget();
            }
        });
    }
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    html! {
        <dialog ref={dialog} class={classes!("help", props.class.clone())} aria-labelledby="dialog-title"
            onclose={props.onclose.reform(|_| ())} data-testid={props.testid}>
            <div class="help-head">
                <h2 id="dialog-title">
                    if let Some(glyph) = props.icon { <Icon {glyph} size={20} /> }
                    { &props.title }
                </h2>
                <button type="button" class="button button-icon" aria-label={t("common.close")} onclick={close}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </div>
            { props.children.clone() }
        </dialog>
    }
}
