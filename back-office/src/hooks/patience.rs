//! Requests that are given up: after a while, or with what asked for them.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use web_sys::{AbortController, AbortSignal};
use yew::prelude::*;

/// A request that may be given up, which it is when this goes; one that is over already takes no notice.
struct Waiting {
    controller: AbortController,
    _end: Timeout,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

/// What gives up the requests of a component, one at a time.
#[derive(Clone)]
pub struct Patience(Rc<RefCell<Option<Waiting>>>);

impl Patience {
    /// The signal for a request that begins now, and is waited for so long.
    pub fn begin(&self, ms: u32) -> Option<AbortSignal> {
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        let late = controller.clone();
        let end = Timeout::new(ms, move || late.abort());
        self.0.replace(Some(Waiting { controller, _end: end }));
        Some(signal)
    }
}

/// Patience that ends with the component.
#[hook]
pub fn use_patience() -> Patience {
    let waiting = use_mut_ref(|| None::<Waiting>);
    {
        let waiting = waiting.clone();
        use_effect_with((), move |()| move || drop(waiting.take()));
    }
    Patience(waiting)
}
