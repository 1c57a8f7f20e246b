//! A discreet word about what was just done, by somebody else or by oneself.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::t;

/// Properties of [`Toast`].
#[derive(Properties, PartialEq)]
pub struct ToastProps {
    /// What it says; nothing shows none. The same text twice is said once more when [`Self::of`] differs.
    pub text: Option<AttrValue>,
    /// What it is about.
    #[prop_or_default]
    pub of: AttrValue,
    /// How long it stays, in milliseconds.
    pub stay_ms: u32,
    /// Called when it has stayed so long, or is closed.
    pub onend: Callback<()>,
    /// Name for tests.
    pub testid: &'static str,
    /// What can be done about it.
    #[prop_or_default]
    pub children: Html,
}

/// The word, at the foot of the screen. Its region is always there, for screen readers follow only those that they met.
#[component]
pub fn Toast(props: &ToastProps) -> Html {
    {
        let (onend, stay) = (props.onend.clone(), props.stay_ms);
        use_effect_with((props.text.clone(), props.of.clone()), move |(text, _)| {
            let end = text.is_some().then(|| Timeout::new(stay, move || onend.emit(())));
            move || drop(end)
        });
    }
    html! {
        <div class="toast-place">
            <div class={classes!("toast", props.text.is_none().then_some("toast-none"))} data-testid={props.testid}>
                <p role="status">{ props.text.clone() }</p>
                if props.text.is_some() {
                    { props.children.clone() }
                    <button type="button" class="toast-close" aria-label={t("common.close")} title={t("common.close")}
                        onclick={props.onend.reform(|_| ())}>
                        <Icon glyph={Glyph::Close} size={16} />
                    </button>
                }
            </div>
        </div>
    }
}
