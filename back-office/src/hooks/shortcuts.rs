//! Keyboard shortcuts that work anywhere on a screen.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// Calls `on_key` with each key pressed outside fields and dialogs, and Escape anywhere but in a dialog;
/// it says whether the key was used. Combinations with Ctrl, Alt or Meta belong to the browser.
#[hook]
pub fn use_shortcuts(on_key: Callback<String, bool>) {
    use_effect_with(on_key, |on_key| {
        let on_key = on_key.clone();
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
                    return;
                }
                let key = event.key();
                if !is_elsewhere(event, &key) && on_key.emit(key) {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

/// Whether the page on screen has a use of its own for the key, which it says by `aria-keyshortcuts`.
pub fn page_uses(key: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| {
        document.query_selector(&format!("main [aria-keyshortcuts='{key}']")).ok().flatten().is_some()
    })
}

/// Whether the key is pressed in a field, which has its own use for letters and arrows. The box that chooses a line has none.
pub fn is_in_field(event: &KeyboardEvent) -> bool {
    is_within(event, "input:not(.pick input), textarea, select, [contenteditable]")
}

/// Whether the key is typed into something that has its own use for it.
fn is_elsewhere(event: &KeyboardEvent, key: &str) -> bool {
    is_within(event, "dialog") || (key != "Escape" && is_in_field(event))
}

fn is_within(event: &KeyboardEvent, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}
