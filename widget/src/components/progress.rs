//! "Étape 2 sur 6 · Thème", over a bar of six merlons: done, current, to come.

use yew::prelude::*;

use crate::i18n::I18n;
use crate::journey::state::Step;

/// The bar and its words, for the step on screen.
pub fn progress(step: Step, i18n: &I18n) -> Html {
    let here = step.number();
    let name = i18n.text(&[step.as_str(), ".name"].concat());
    let values = [("n", &*here.to_string()), ("total", &*Step::COUNT.to_string()), ("name", &*name)];
    html! {
        <div class="progress" part="progress">
            <p id="creno-progress" class="progress-text" data-testid="creno-progress">
                { i18n.with("progress", &values) }
            </p>
            <div class="progress-bar" aria-hidden="true">
                { for (1..=Step::COUNT).map(|n| {
                    let bar = if n < here { Some("done") } else { (n == here).then_some("here") };
                    html! { <span data-bar={bar} /> }
                }) }
            </div>
        </div>
    }
}
