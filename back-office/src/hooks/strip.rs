//! Links that run off a narrow screen.

use web_sys::Element;
use yew::prelude::*;

/// A link to attach to one of a row that scrolls sideways in its `nav`: the row shows it, in its middle where it can, once it
/// is `current`.
#[hook]
pub fn use_shown_when(current: bool) -> NodeRef {
    let link = use_node_ref();
    {
        let link = link.clone();
        use_effect_with(current, move |&current| {
            if let Some(link) = link.cast::<Element>().filter(|_| current) {
                centre(&link);
            }
        });
    }
    link
}

/// The row alone scrolls: the page stays where it is.
fn centre(link: &Element) {
    let Ok(Some(row)) = link.closest("nav") else { return };
    let (link, around) = (link.get_bounding_client_rect(), row.get_bounding_client_rect());
    let off = link.left() + link.width() / 2.0 - (around.left() + around.width() / 2.0);
    row.scroll_by_with_x_and_y(off, 0.0);
}
