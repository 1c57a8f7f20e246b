//! Places that are computed. A strict Content-Security-Policy refuses `style` attributes; what scripts set one by one it allows.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Sets CSS variables on the element of `node`, each time that they change.
#[hook]
pub fn use_variables<const N: usize>(node: &NodeRef, variables: [(&'static str, u32); N]) {
    let node = node.clone();
    use_effect_with(variables, move |variables| {
        let Some(element) = node.cast::<HtmlElement>() else { return };
        for (name, value) in variables {
            // A name that is spelt right can't be refused.
            drop(element.style().set_property(name, &value.to_string()));
        }
    });
}

/// Properties of [`Placed`].
#[derive(Properties, PartialEq)]
pub struct PlacedProps {
    /// Its class.
    pub class: Classes,
    /// Minutes from midnight of its beginning.
    pub from: u32,
    /// And of its end.
    pub to: u32,
    /// What it holds.
    #[prop_or_default]
    pub children: Html,
}

/// Something for the eye that stands from one minute to another.
#[component]
pub fn Placed(props: &PlacedProps) -> Html {
    let node = use_node_ref();
    use_variables(&node, [("--at", props.from), ("--for", props.to.saturating_sub(props.from))]);
    html! { <div ref={node} class={props.class.clone()} aria-hidden="true">{ props.children.clone() }</div> }
}
