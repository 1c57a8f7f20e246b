//! A secret, shown this once.

use yew::prelude::*;

use crate::components::copy::Copy;
use crate::components::dialog::Dialog;
use crate::i18n::t;

/// Properties of [`Secret`].
#[derive(Properties, PartialEq)]
pub struct SecretProps {
    /// What was made.
    pub title: &'static str,
    /// What to do with it.
    pub detail: &'static str,
    /// The secret.
    pub secret: AttrValue,
    /// Called once it is closed.
    pub onclose: Callback<()>,
}

/// The secret and the way to copy it.
#[component]
pub fn Secret(props: &SecretProps) -> Html {
    html! {
        <Dialog title={props.title} testid="secret-dialog" onclose={props.onclose.clone()}>
            <p>{ props.detail }</p>
            <p class="secret">
                <code data-testid="secret">{ &props.secret }</code>
                <Copy text={props.secret.clone()} label={t("keys.copy")} />
            </p>
            <p class="dialog-ways">
                <button type="button" class="button button-primary" data-testid="secret-done"
                    onclick={props.onclose.reform(|_| ())}>{ t("keys.done") }</button>
            </p>
        </Dialog>
    }
}
