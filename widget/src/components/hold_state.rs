//! Everything that the last two steps say of the slot: kept, lost, asked for again.

use yew::prelude::*;

use super::{FailureNotice, HoldBar, RefusalNotice, Waiting};
use crate::journey::shell::Shell;

/// The state of the hold. Each piece has an element of its own that is always there: a component that comes
/// while its neighbour goes would else be inserted before a node that is gone.
pub fn hold_state(shell: &Shell) -> Html {
    let journey = &shell.journey;
    let retry = {
        let (take, start) = (shell.hold.take.clone(), journey.choices.start);
        Callback::from(move |()| start.into_iter().for_each(|start| take.emit(start)))
    };
    html! {
        <>
            <div class="box">
                if let Some(held) = journey.held.clone() { <HoldBar {held} /> }
            </div>
            <div class="box"><RefusalNotice /></div>
            <div class="box">
                if let Some(failure) = shell.hold.failure.clone() { <FailureNotice {failure} {retry} kept=true /> }
            </div>
            <div class="box">
                if journey.busy && journey.held.is_none() { <Waiting rows={1} /> }
            </div>
        </>
    }
}
