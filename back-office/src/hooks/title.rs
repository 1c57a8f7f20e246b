//! The page's title: in the tab, and under the reader's cursor when the page changes.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::i18n::t_with;

/// Names the tab after the page.
#[hook]
pub fn use_title(title: String) {
    use_effect_with(title, |title| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&t_with("common.tab_title", &[("page", title)]));
        }
    });
}

/// A heading to attach to a page's `h1`: it takes the focus when the page appears, so that keyboard and
/// screen reader start there.
#[hook]
pub fn use_page_heading() -> NodeRef {
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((), move |()| focus(&heading));
    }
    heading
}

/// Moves the focus.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // An element that can't take the focus leaves it where it is.
        drop(element.focus());
    }
}

/// Moves the focus to the page's heading when nothing has it any more: keyboard and screen reader would start over.
pub fn focus_heading_if_lost() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let is_lost = document.active_element().is_none_or(|element| element.local_name() == "body");
    let heading = document.query_selector("main h1").ok().flatten().filter(|_| is_lost);
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        // A heading that can't take the focus leaves it where it is.
        drop(heading.focus());
    }
}
