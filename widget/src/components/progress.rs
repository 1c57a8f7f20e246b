//! "Étape 2 sur 6 · Thème", over a bar of six merlons: done, current, to come.

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::journey::state::Step;

/// What the bar needs.
#[derive(PartialEq, Properties)]
pub struct ProgressProps {
    /// The step on screen.
    pub step: Step,
}

/// The bar and its words.
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let i18n = use_i18n();
    let here = props.step.number();
    let name = i18n.text(&[props.step.as_str(), ".name"].concat());
    let values = [("n", &*here.to_string()), ("total", &*Step::COUNT.to_string()), ("name", &*name)];
    html! {
        <div class="progress" part="progress">
            <p id="creno-progress" class="progress-text" data-testid="creno-progress">
                { i18n.with("progress", &values) }
            </p>
            <div class="progress-bar" aria-hidden="true">
                { for (1..=Step::COUNT).map(|n| {
                    let class = if n < here { "bar-done" } else if n == here { "bar-here" } else { "" };
                    html! { <span {class} /> }
                }) }
            </div>
        </div>
    }
}
