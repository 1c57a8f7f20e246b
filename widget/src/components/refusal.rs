//! The chosen start is gone: everything typed is kept, and the nearest ones are one press away.

use creno_types::ZonedInstant;
use yew::prelude::*;

use super::{Notice, Tone};
use crate::i18n::I18n;
use crate::journey::shell::Shell;
use crate::journey::state::{Action, Step};

/// The refusal of the moment, if any.
pub fn refusal_notice(shell: &Shell, take: &Callback<ZonedInstant>, i18n: &I18n) -> Html {
    let Some(refusal) = shell.journey.refusal.clone() else { return Html::default() };
    let typed = shell.journey.step > Step::Slot;
    let take = |start| {
        let take = take.clone();
        Callback::from(move |_: MouseEvent| take.emit(start))
    };
    let again = shell.journey.choices.start.filter(|_| refusal.is_lapse());
    // Among the starts, time that ran out costs nothing: the button below asks again.
    let tone = if refusal.is_lapse() && !typed { Tone::Info } else { Tone::Problem };
    let others = {
        let journey = shell.journey.clone();
        Callback::from(move |_: MouseEvent| journey.dispatch(Action::GoTo(Step::Slot)))
    };
    html! {
        <Notice {tone} title={refusal.text} code={refusal.code.clone()}>
            if typed { <p>{ i18n.text("kept") }</p> }
            if !refusal.alternatives.is_empty() {
                <p>{ i18n.text("refusal.nearest") }</p>
                <ul class="alternatives">
                    { for refusal.alternatives.iter().map(|start| html! {
                        <li>
                            <button
                                type="button" class="button button-quiet" onclick={take(*start)}
                                data-testid={["creno-alternative-", &start.to_string()].concat()}
                            >{ i18n.instant_in_short(*start) }</button>
                        </li>
                    }) }
                </ul>
            }
            if typed {
                <div class="notice-actions">
                    if let Some(start) = again {
                        <button type="button" class="button button-main" onclick={take(start)} data-testid="creno-retake">
                            { i18n.text("refusal.again") }
                        </button>
                    }
                    <button type="button" class="button button-quiet" onclick={others} data-testid="creno-other-slot">
                        { i18n.text("refusal.others") }
                    </button>
                </div>
            }
        </Notice>
    }
}
