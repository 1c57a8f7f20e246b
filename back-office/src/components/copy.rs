//! Copying a text.

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::t;

/// Properties of [`Copy`].
#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// What is copied.
    pub text: AttrValue,
    /// What the button says.
    pub label: &'static str,
    /// Whether the button shows its label.
    #[prop_or_default]
    pub wordy: bool,
}

/// A button that copies a text, and says so for two seconds.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let copied = use_state_eq(|| false);
    {
        let copied_now = *copied;
        let copied = copied.clone();
        use_effect_with(copied_now, move |&copied_now| {
            let timeout = copied_now.then(|| Timeout::new(2_000, move || copied.set(false)));
            move || drop(timeout)
        });
    }
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            let (text, copied) = (text.clone(), copied.clone());
            spawn_local(async move {
                let Some(window) = web_sys::window() else { return };
                let written = JsFuture::from(window.navigator().clipboard().write_text(&text)).await;
                copied.set(written.is_ok());
            });
        })
    };
    let glyph = match (*copied, props.wordy) {
        (true, _) => Glyph::Check,
        (false, true) => Glyph::Link,
        (false, false) => Glyph::Copy,
    };
    html! {
        <button type="button" class="button button-quiet" {onclick} title={props.label}
            aria-label={(!props.wordy).then_some(props.label)}>
            <Icon {glyph} size={16} />
            if props.wordy { { props.label } }
            <span role="status">{ if *copied { t("panel.copied") } else { "" } }</span>
        </button>
    }
}
