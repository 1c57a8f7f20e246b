//! The list of keyboard shortcuts.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::t;

/// Texts of the keys, separated by blanks, and of what they do.
const SHORTCUTS: [(&str, &str); 8] = [
    ("help.search_keys", "help.search"),
    ("help.find_keys", "help.find"),
    ("help.new_keys", "help.new"),
    ("help.day_keys", "help.day"),
    ("help.move_keys", "help.move"),
    ("help.open_keys", "help.open"),
    ("help.close_keys", "help.close"),
    ("help.help_keys", "help.help"),
];

/// Properties of [`Help`].
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// Closes it.
    pub onclose: Callback<()>,
    /// Whether shortcuts of one character work.
    pub single_keys: bool,
    /// Turns them on or off.
    pub onsinglekeys: Callback<bool>,
}

/// The dialog. The browser keeps the focus inside and gives it back on closing.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It fails only when open already.
                drop(dialog.show_modal());
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
    let toggle = props.onsinglekeys.reform(|event: Event| {
        event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
    });
    html! {
        <dialog ref={dialog} class="help" aria-labelledby="help-title" onclose={props.onclose.reform(|_| ())}
            data-testid="help">
            <div class="help-head">
                <h2 id="help-title"><Icon glyph={Glyph::Keyboard} size={20} />{ t("help.title") }</h2>
                <button type="button" class="button button-icon" aria-label={t("common.close")} onclick={close}>
                    <Icon glyph={Glyph::Close} />
                </button>
            </div>
            <dl class="help-keys">
                { for SHORTCUTS.iter().map(|(keys, text)| html! {
                    <div>
                        <dt>{ for t(keys).split_whitespace().map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                        <dd>{ t(text) }</dd>
                    </div>
                }) }
            </dl>
            <label class="check">
                <input type="checkbox" checked={props.single_keys} onchange={toggle} />
                { t("help.single_keys") }
            </label>
        </dialog>
    }
}
