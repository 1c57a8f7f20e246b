//! The list of keyboard shortcuts.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::Dialog;
use super::icon::Glyph;
use crate::i18n::t;

/// Texts of the keys, separated by blanks, and of what they do.
const SHORTCUTS: [(&str, &str); 10] = [
    ("help.search_keys", "help.search"),
    ("help.find_keys", "help.find"),
    ("help.new_keys", "help.new"),
    ("help.day_keys", "help.day"),
    ("help.move_keys", "help.move"),
    ("help.open_keys", "help.open"),
    ("help.pick_keys", "help.pick"),
    ("help.bulk_keys", "help.bulk"),
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

/// The dialog.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let toggle = props.onsinglekeys.reform(|event: Event| {
        event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
    });
    html! {
        <Dialog title={t("help.title")} icon={Glyph::Keyboard} testid="help" onclose={props.onclose.clone()} class="shortcuts">
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
        </Dialog>
    }
}
