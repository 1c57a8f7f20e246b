//! What a dialog does once one is sure.

use std::future::Future;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::fault::Fault;
use crate::api::ApiError;

/// An act, and where it stands.
pub struct Act {
    /// Does it, unless it is being done.
    pub onclick: Callback<MouseEvent>,
    /// Whether it is being done.
    pub busy: bool,
    failed: Option<ApiError>,
}

impl Act {
    /// Why the last attempt failed, if it did.
    pub fn fault(&self) -> Html {
        html! { if let Some(error) = self.failed.clone() { <Fault {error} /> } }
    }
}

/// Does `act` by a click, once at a time; what it leads to is its own.
#[hook]
pub fn use_act<D>(act: impl Fn() -> D + 'static) -> Act
where
    D: Future<Output = Result<(), ApiError>> + 'static,
{
    let busy = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<ApiError>);
    let onclick = {
        let (busy, failed) = (busy.clone(), failed.clone());
        Callback::from(move |_: MouseEvent| {
            if *busy {
                return;
            }
            busy.set(true);
            let (busy, failed, doing) = (busy.clone(), failed.clone(), act());
            spawn_local(async move {
                let error = doing.await.err();
                busy.set(false);
                failed.set(error);
            });
        })
    };
    Act { onclick, busy: *busy, failed: (*failed).clone() }
}
