//! Moving through a list with the arrows.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::hooks::shortcuts::is_in_field;

/// What each line of the list has to take the focus.
const STOPS: &str = ".row-link";

/// What a list does with the keys pressed in it, fields left out: arrows, Home and End move the focus from line to line.
pub fn on_key(list: &NodeRef) -> Callback<KeyboardEvent> {
    let list = list.clone();
    Callback::from(move |event: KeyboardEvent| {
        let combined = event.ctrl_key() || event.alt_key() || event.meta_key();
        if !combined && !is_in_field(&event) && step(&list, &event.key()) {
            event.prevent_default();
        }
    })
}

/// Moves the focus among the lines of `list` as `key` says; whether there was anything to do.
pub fn step(list: &NodeRef, key: &str) -> bool {
    let Some(list) = list.cast::<HtmlElement>() else { return false };
    let Ok(stops) = list.query_selector_all(STOPS) else { return false };
    let stops: Vec<HtmlElement> =
        (0..stops.length()).filter_map(|index| stops.item(index)?.dyn_into().ok()).collect();
    let focused = list.owner_document().and_then(|document| document.active_element());
    let at = stops.iter().position(|stop| focused.as_deref() == Some(stop));
    let Some(to) = destination(at, key, stops.len()) else { return false };
    stops.get(to).is_some_and(|stop| stop.focus().is_ok())
}

/// The line to go to from the line `at`, of `count`.
fn destination(at: Option<usize>, key: &str, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (key, at) {
        ("ArrowDown", None) | ("Home", Some(_)) => Some(0),
        ("ArrowDown", Some(at)) => Some((at + 1).min(last)),
        ("ArrowUp", Some(at)) => Some(at.saturating_sub(1)),
        ("End", Some(_)) => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn arrows_stay_within_the_list() {
        for (at, key, expected) in [
            (None, "ArrowDown", Some(0)),
            (None, "ArrowUp", None),
            (Some(0), "ArrowUp", Some(0)),
            (Some(2), "ArrowDown", Some(2)),
            (Some(0), "End", Some(2)),
            (Some(2), "Home", Some(0)),
            (Some(1), "Enter", None),
        ] {
            assert_eq!(destination(at, key, 3), expected, "{at:?} {key}");
        }
        assert_eq!(destination(None, "ArrowDown", 0), None);
    }
}
