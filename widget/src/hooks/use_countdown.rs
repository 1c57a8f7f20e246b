//! Seconds left until an instant.

use gloo_timers::callback::Interval;
use js_sys::Date;
use yew::prelude::*;

/// Whole seconds until `deadline_ms` (milliseconds since 1970 on this machine's clock), never negative.
#[hook]
pub fn use_countdown(deadline_ms: f64) -> u32 {
    let left = move || ((deadline_ms - Date::now()) / 1_000.0).floor().max(0.0) as u32;
    let seconds = use_state_eq(left);
    {
        let seconds = seconds.clone();
        use_effect_with(deadline_ms.to_bits(), move |_| {
            seconds.set(left());
            // A little under a second, so that no figure is skipped.
            let timer = Interval::new(500, move || seconds.set(left()));
            move || drop(timer)
        });
    }
    *seconds
}
