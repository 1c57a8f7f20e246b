//! Everything that the steps from the slots on say of the start: kept, lost, asked for again.

use yew::prelude::*;

use super::{HoldBar, Waiting, failure_notice, refusal_notice};
use crate::hooks::TakeHold;
use crate::i18n::I18n;
use crate::journey::shell::Shell;
use crate::journey::state::Step;

/// The state of the hold. Each piece has an element of its own that is always there: a component that comes
/// while its neighbour goes would else be inserted before a node that is gone.
pub fn hold_state(shell: &Shell, hold: &TakeHold, i18n: &I18n) -> Html {
    let journey = &shell.journey;
    let (held, typed) = (journey.own_hold().cloned(), journey.step > Step::Slot);
    let waiting = typed && journey.busy && held.is_none();
    let retry = {
        let (take, start) = (hold.take.clone(), journey.choices.start);
        Callback::from(move |()| start.into_iter().for_each(|start| take.emit(start)))
    };
    html! {
        <>
            <div class="box">
                if let Some(held) = held { <HoldBar {held} /> }
            </div>
            <div class="box">{ refusal_notice(shell, &hold.take, i18n) }</div>
            <div class="box">
                if let Some(failure) = &hold.failure { { failure_notice(failure, Some(&retry), typed, i18n) } }
            </div>
            <div class="box">
                if waiting { <Waiting rows={1} /> }
            </div>
        </>
    }
}
