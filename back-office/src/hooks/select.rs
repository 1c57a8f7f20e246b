//! Selects that follow what is chosen elsewhere.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A select to attach, which shows `chosen` each time it, or `options`, changes: once somebody has used a select, the
/// `selected` attribute of its options no longer says what it shows.
#[hook]
pub fn use_select<D: PartialEq + 'static>(chosen: String, options: D) -> NodeRef {
    let select = use_node_ref();
    {
        let select = select.clone();
        use_effect_with((chosen, options), move |(chosen, _)| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(chosen);
            }
        });
    }
    select
}
