//! Links that the router follows, and those that it leaves to the browser.

use web_sys::MouseEvent;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::{Route, address};

/// A click that opens a link in another tab or window.
pub fn is_for_browser(event: &MouseEvent) -> bool {
    event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key()
}

/// A link to a page: its address, and what a click on it does. `yew_router`'s own can't say `aria-current`.
#[hook]
pub fn use_link(to: Route) -> (Option<String>, Callback<MouseEvent>) {
    let navigator = use_navigator();
    let href = navigator.as_ref().map(|navigator| address(navigator, &to));
    let onclick = Callback::from(move |event: MouseEvent| {
        if let (false, Some(navigator)) = (is_for_browser(&event), &navigator) {
            event.prevent_default();
            navigator.push(&to);
        }
    });
    (href, onclick)
}
