//! Events of the window, for as long as the component is there.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;
use yew::prelude::*;

/// Calls `callback` for each event of that name on the window.
#[hook]
pub fn use_window_listener(name: &'static str, callback: Callback<Event>) {
    use_effect_with(callback, move |callback| {
        let callback = callback.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event| callback.emit(event));
        let window = web_sys::window();
        if let Some(window) = &window {
            let _added = window.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = window {
                let _removed =
                    window.remove_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            }
        }
    });
}
