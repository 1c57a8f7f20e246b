//! Preferences of the person on this device: how the screen is laid out, nothing else.

use yew::prelude::*;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn read(key: &str) -> Option<bool> {
    Some(storage()?.get_item(key).ok()?? == "1")
}

/// A preference that is on or off, kept on this device when the browser allows it.
#[hook]
pub fn use_preference(key: &'static str, default: bool) -> (bool, Callback<bool>) {
    let value = use_state_eq(|| read(key).unwrap_or(default));
    let set = {
        let value = value.clone();
        Callback::from(move |on: bool| {
            if let Some(storage) = storage() {
                // Refused in some private windows: the preference then lasts as long as the page.
                drop(storage.set_item(key, if on { "1" } else { "0" }));
            }
            value.set(on);
        })
    };
    (*value, set)
}
