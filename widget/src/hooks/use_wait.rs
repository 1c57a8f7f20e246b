//! How long something has been under way, as far as the visitor should notice.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// What to show while waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// Nothing yet: an answer within 150 ms needs no flicker.
    Quiet,
    /// The shape of what comes.
    Skeleton,
    /// The shape, and a word that it goes on.
    Slow,
}

/// Tells how to wait while `waiting`.
#[hook]
pub fn use_wait(waiting: bool) -> Wait {
    let wait = use_state_eq(|| Wait::Quiet);
    {
        let wait = wait.clone();
        use_effect_with(waiting, move |waiting| {
            wait.set(Wait::Quiet);
            let timers = waiting.then(|| {
                let slow = wait.clone();
                (
                    Timeout::new(150, move || wait.set(Wait::Skeleton)),
                    Timeout::new(4_000, move || slow.set(Wait::Slow)),
                )
            });
            move || drop(timers)
        });
    }
    *wait
}
