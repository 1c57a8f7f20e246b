//! The back-office: a Yew application served under `/back-office/`.

use yew::prelude::*;

/// The whole application.
#[component]
fn App() -> Html {
    html! { <h1>{ "Créno" }</h1> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
