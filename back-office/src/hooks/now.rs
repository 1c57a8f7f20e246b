//! The time, as the minutes pass.

use chrono::{DateTime, Utc};
use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::i18n::dates;

const TICK_MS: u32 = 30_000;

/// This instant, within half a minute.
#[hook]
pub fn use_now() -> DateTime<Utc> {
    let now = use_state_eq(dates::now);
    {
        let now = now.clone();
        use_effect_with((), move |()| {
            let tick = Interval::new(TICK_MS, move || now.set(dates::now()));
            move || drop(tick)
        });
    }
    *now
}

/// Calls `back` when the person returns to the tab: what it shows may be hours old.
#[hook]
pub fn use_return_to_tab(back: Callback<()>) {
    use_effect_with(back, |back| {
        let back = back.clone();
        let listener = web_sys::window().and_then(|window| window.document()).map(|document| {
            EventListener::new(&document.clone(), "visibilitychange", move |_| {
                if document.visibility_state() == web_sys::VisibilityState::Visible {
                    back.emit(());
                }
            })
        });
        move || drop(listener)
    });
}
