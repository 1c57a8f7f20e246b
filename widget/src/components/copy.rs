//! Copies a reference to the clipboard, and says so.

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::{Shape, icon};
use crate::i18n::use_i18n;

/// What the button needs.
#[derive(PartialEq, Properties)]
pub struct CopyButtonProps {
    /// What to copy.
    pub text: AttrValue,
}

/// The button.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let i18n = use_i18n();
    let done = use_state_eq(|| false);
    {
        let done = done.clone();
        use_effect_with(*done, move |shown| {
            let timer = shown.then(|| Timeout::new(2_500, move || done.set(false)));
            move || drop(timer)
        });
    }
    let onclick = {
        let (text, done) = (props.text.clone(), done.clone());
        Callback::from(move |_: MouseEvent| {
            // A page without a secure origin has no clipboard: the reference stays there to be selected.
            let Some(clipboard) = clipboard() else { return };
            let (text, done) = (text.clone(), done.clone());
            spawn_local(async move { done.set(JsFuture::from(clipboard.write_text(&text)).await.is_ok()) });
        })
    };
    html! {
        <>
            <button
                type="button" class="button button-quiet copy" {onclick} data-testid="creno-copy"
                aria-label={(!*done).then(|| i18n.text("copy.reference"))}
            >
                { icon(if *done { Shape::Check } else { Shape::Copy }) }
                { i18n.text(if *done { "copy.done" } else { "copy" }) }
            </button>
            <span class="only-heard" role="status">{ if *done { i18n.text("copy.done") } else { String::new() } }</span>
        </>
    }
}

fn clipboard() -> Option<web_sys::Clipboard> {
    let window = web_sys::window().filter(web_sys::Window::is_secure_context)?;
    Some(window.navigator().clipboard())
}
