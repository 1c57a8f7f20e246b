//! What came of one thing among several.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::hooks::each::Outcome;
use crate::i18n::t;

/// The outcome in words; `done` is what they are when it was done.
pub fn came(outcome: &Outcome, done: &str) -> Html {
    match outcome {
        Outcome::Chosen => Html::default(),
        Outcome::Doing => html! { <span class="absent">{ t("each.doing") }</span> },
        Outcome::Done => html! {
            <span class="status status-honoured" data-testid="done"><Icon glyph={Glyph::Check} size={14} />{ done }</span>
        },
        Outcome::Refused(why) => html! { <span class="outcome-refused" role="alert">{ why }</span> },
    }
}
