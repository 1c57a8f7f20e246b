//! Events of the window, for as long as the component is there.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;
use yew::prelude::*;

/// Calls back for each event of a name on the window, as long as it is kept.
pub struct Listening {
    name: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl Listening {
    /// Calls `callback` for each event called `name`.
    pub fn new(name: &'static str, callback: Callback<Event>) -> Self {
        let closure = Closure::<dyn Fn(Event)>::new(move |event| callback.emit(event));
        if let Some(window) = web_sys::window() {
            let _added = window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        }
        Self { name, closure }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let function = self.closure.as_ref().unchecked_ref();
            let _removed = window.remove_event_listener_with_callback(self.name, function);
        }
    }
}

/// Calls `callback` for each event of that name on the window.
#[hook]
pub fn use_window_listener(name: &'static str, callback: Callback<Event>) {
    use_effect_with(callback, move |callback| {
        let listening = Listening::new(name, callback.clone());
        move || drop(listening)
    });
}
