//! A field for a password, which can be shown.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::t;

/// Properties of [`PasswordField`].
#[derive(Properties, PartialEq)]
pub struct PasswordFieldProps {
    /// Its text, for those who read it.
    pub node: NodeRef,
    /// Its label.
    pub label: &'static str,
    /// What browsers fill it in with.
    pub autocomplete: &'static str,
    /// Whether what it holds is refused.
    pub wrong: bool,
    /// The id of what explains it.
    #[prop_or_default]
    pub described_by: Option<&'static str>,
}

/// A password, hidden until one asks to see it.
#[component]
pub fn PasswordField(props: &PasswordFieldProps) -> Html {
    let visible = use_state_eq(|| false);
    let (show_label, show_glyph) = match *visible {
        true => (t("sign_in.hide_password"), Glyph::EyeOff),
        false => (t("sign_in.show_password"), Glyph::Eye),
    };
    html! {
        <>
            <label for="password">{ props.label }</label>
            <div class="password">
                <input ref={props.node.clone()} id="password" class="input" autocomplete={props.autocomplete}
                    type={if *visible { "text" } else { "password" }} required=true
                    aria-invalid={props.wrong.to_string()} aria-describedby={props.described_by}
                    data-testid="password" />
                <button type="button" class="button button-icon" title={show_label} aria-label={show_label}
                    onclick={move |_| visible.set(!*visible)}>
                    <Icon glyph={show_glyph} />
                </button>
            </div>
        </>
    }
}
