//! Media queries.

use gloo_events::EventListener;
use yew::prelude::*;

/// Whether `query`, such as `(max-width: 719px)`, holds; follows its changes.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let find = move || web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    let holds = use_state_eq(|| find().is_some_and(|list| list.matches()));
    {
        let holds = holds.clone();
        use_effect_with((), move |()| {
            let listener = find()
                .map(|list| EventListener::new(&list.clone(), "change", move |_| holds.set(list.matches())));
            move || drop(listener)
        });
    }
    *holds
}
