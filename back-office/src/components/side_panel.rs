//! What a line opens on, beside the list; in its place where there is no room for both.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::media::use_media;
use crate::hooks::title::focus;
use crate::i18n::t;

/// Properties of [`SidePanel`].
#[derive(Properties, PartialEq)]
pub struct SidePanelProps {
    /// Which line it shows.
    pub of: AttrValue,
    /// Its title.
    pub title: AttrValue,
    /// Closes it.
    pub onclose: Callback<()>,
    /// What it shows.
    pub children: Html,
}

/// The panel; its title takes the focus each time it shows another line.
#[component]
pub fn SidePanel(props: &SidePanelProps) -> Html {
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((props.of.clone(), props.title.clone()), move |_| focus(&heading));
    }
    // Where the panel stands in the place of the list, it is the page, and its title the page's.
    let level = if use_media("(max-width: 1099px)") { "h1" } else { "h2" };
    html! {
        <aside class="panel" aria-labelledby="panel-title" data-testid="panel">
            <div class="panel-head">
                <@{level} id="panel-title" ref={heading} tabindex="-1">{ &props.title }</@>
                <button type="button" class="button button-icon" title={t("panel.close")}
                    aria-label={t("panel.close")} onclick={props.onclose.reform(|_| ())} data-testid="close-panel">
                    <Icon glyph={Glyph::Close} />
                </button>
            </div>
            { props.children.clone() }
        </aside>
    }
}

/// A line of a list of facts.
pub fn fact(label: &str, value: Html) -> Html {
    html! { <div><dt>{ label }</dt><dd>{ value }</dd></div> }
}

/// Id of the line of a thing: where the focus returns.
pub fn line_id(of: &str) -> String {
    format!("line-{of}")
}

/// When the panel closes, the focus returns to the line that it was opened from.
#[hook]
pub fn use_focus_return(opened: Option<&str>) {
    let before = use_mut_ref(|| None::<String>);
    use_effect_with(opened.map(str::to_owned), move |opened| {
        let left = before.replace(opened.clone());
        if let (Some(left), None) = (left, opened) {
            let document = web_sys::window().and_then(|window| window.document());
            let line = document.and_then(|document| document.get_element_by_id(&line_id(&left)));
            if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
                // A line that is gone leaves the focus where it is.
                drop(line.focus());
            }
        }
    });
}
