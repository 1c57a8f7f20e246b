//! Links that the router follows, and those that it leaves to the browser.

use web_sys::MouseEvent;

/// A click that opens a link in another tab or window.
pub fn is_for_browser(event: &MouseEvent) -> bool {
    event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key()
}
