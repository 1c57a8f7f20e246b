//! The booking widget: one Yew application per `<creno-booking>` element.

use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::prelude::*;

/// Title of the journey.
#[component]
fn App() -> Html {
    html! { <h2 data-testid="creno-title">{ "Prendre rendez-vous" }</h2> }
}

/// Renders the widget inside `root`.
#[wasm_bindgen]
pub fn mount(root: Element) {
    yew::Renderer::<App>::with_root(root).render();
}
