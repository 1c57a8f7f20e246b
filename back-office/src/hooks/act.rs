//! What a dialog does once one is sure.

use std::future::Future;

use creno_types::ProblemCode;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::session::{SessionAction, use_session};
use crate::api::ApiError;
use crate::components::fault::Fault;

/// An act on an `A`, and where it stands.
pub struct Act<A = ()> {
    /// Does it, unless it is being done.
    pub start: Callback<A>,
    /// Whether it is being done.
    pub busy: bool,
    /// Why the last attempt failed, if it did.
    pub failed: Option<ApiError>,
}

impl Act {
    /// Does it by a click.
    pub fn onclick(&self) -> Callback<MouseEvent> {
        self.start.reform(|_| ())
    }
}

impl<A> Act<A> {
    /// Why the last attempt failed, if it did, in words.
    pub fn fault(&self) -> Html {
        html! { if let Some(error) = self.failed.clone() { <Fault {error} /> } }
    }
}

/// Does `act` when it is asked for, once at a time; what it leads to is its own. A session that the server no longer knows
/// leads to sign-in.
#[hook]
pub fn use_act<A, D>(act: impl Fn(A) -> D + 'static) -> Act<A>
where
    A: 'static,
    D: Future<Output = Result<(), ApiError>> + 'static,
{
    let session = use_session();
    let busy = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<ApiError>);
    let start = {
        let (busy, failed) = (busy.clone(), failed.clone());
        Callback::from(move |on: A| {
            if *busy {
                return;
            }
            busy.set(true);
            // The same fault is announced again only when it went in between.
            failed.set(None);
            let (busy, failed, session, doing) = (busy.clone(), failed.clone(), session.clone(), act(on));
            spawn_local(async move {
                let error = doing.await.err();
                if error.as_ref().is_some_and(|error| error.code() == Some(ProblemCode::Unauthenticated)) {
                    session.dispatch(SessionAction::Expired);
                }
                busy.set(false);
                failed.set(error);
            });
        })
    };
    Act { start, busy: *busy, failed: (*failed).clone() }
}
