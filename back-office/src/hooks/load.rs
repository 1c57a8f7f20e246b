//! Data of a screen, fetched when what it depends on changes.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use creno_types::ProblemCode;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::session::{SessionAction, use_session};
use crate::api::ApiError;

/// Where a fetch stands. During a refresh the previous data stay readable.
#[derive(Debug, PartialEq)]
pub struct Load<T> {
    /// What came last.
    pub data: Option<Rc<T>>,
    /// Why the last attempt failed.
    pub error: Option<ApiError>,
    /// Whether an attempt is under way.
    pub busy: bool,
}

impl<T> Load<T> {
    const fn started() -> Self {
        Self { data: None, error: None, busy: true }
    }
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), error: self.error.clone(), busy: self.busy }
    }
}

/// A fetch and the means to repeat it.
pub struct UseLoad<T> {
    /// Where it stands.
    pub state: Load<T>,
    /// Fetches again, keeping what is shown.
    pub reload: Callback<()>,
}

/// Fetches with `fetch` at first and each time `on` changes; a late answer to an earlier question is dropped.
/// A session that the server no longer knows leads to sign-in.
#[hook]
pub fn use_load<D, T, F, A>(on: D, fetch: F) -> UseLoad<T>
where
    D: Clone + PartialEq + 'static,
    T: PartialEq + 'static,
    F: Fn(D) -> A + 'static,
    A: Future<Output = Result<T, ApiError>> + 'static,
{
    let session = use_session();
    let state = use_state_eq(|| (None::<D>, Load::<T>::started()));
    let round = use_state_eq(|| 0_u32);
    {
        let state = state.clone();
        let shown = match &*state {
            (Some(of), load) if *of == on => load.data.clone(),
            _ => None,
        };
        use_effect_with((on.clone(), *round), move |(on, _)| {
            let wanted = Rc::new(Cell::new(true));
            state.set((Some(on.clone()), Load { data: shown.clone(), error: None, busy: true }));
            let answer = fetch(on.clone());
            let (on, still_wanted) = (on.clone(), wanted.clone());
            spawn_local(async move {
                let answer = answer.await;
                if !still_wanted.get() {
                    return;
                }
                let load = match answer {
                    Ok(data) => Load { data: Some(Rc::new(data)), error: None, busy: false },
                    Err(error) => {
                        if error.code() == Some(ProblemCode::Unauthenticated) {
                            session.dispatch(SessionAction::Expired);
                        }
                        Load { data: shown, error: Some(error), busy: false }
                    }
                };
                state.set((Some(on), load));
            });
            move || wanted.set(false)
        });
    }
    let reload = use_callback(round, |(), round: &UseStateHandle<u32>| round.set(**round + 1));
    let current = match &*state {
        (Some(of), load) if *of == on => load.clone(),
        // The question has just changed: what is held answers the former one.
        _ => Load::started(),
    };
    UseLoad { state: current, reload }
}
