//! Something read from the API, with a way to ask again.

use std::rc::Rc;

use creno_types::endpoint::Endpoint;
use js_sys::Promise;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::api::{self, Extra, Failure};
use crate::json::Read;

/// Where a reading stands. What was read stays while something newer is on its way.
#[derive(Clone, PartialEq)]
pub struct Load<T: PartialEq> {
    /// What was read last.
    pub data: Option<Rc<T>>,
    /// Why the last attempt gave nothing.
    pub failure: Option<Failure>,
    /// Whether an attempt is under way.
    pub loading: bool,
    /// Asks again.
    pub retry: Callback<()>,
}

/// Reads `E` at `path` now, and again when `path` changes. `first`, when it yields a promise of the answer's
/// text, stands for the first call.
#[hook]
pub fn use_load<E, F>(api: &str, path: Option<String>, first: F) -> Load<E::Response>
where
    E: Endpoint + 'static,
    E::Response: PartialEq + Read + 'static,
    F: FnOnce() -> Option<Promise> + 'static,
{
    let data = use_state(|| None::<Rc<E::Response>>);
    let failure = use_state(|| None::<Failure>);
    let loading = use_state_eq(|| true);
    let attempt = use_state(|| 0_u32);
    // An answer that arrives after a newer question is dropped.
    let asked = use_mut_ref(|| 0_u32);
    {
        let (data, failure, loading) = (data.clone(), failure.clone(), loading.clone());
        use_effect_with((api.to_owned(), path, *attempt), move |(api, path, _)| {
            if let Some(path) = path.clone() {
                let api = api.clone();
                *asked.borrow_mut() += 1;
                let turn = *asked.borrow();
                loading.set(true);
                spawn_local(async move {
                    let early = match first() {
                        Some(promise) => early_answer(promise).await,
                        None => None,
                    };
                    let outcome = match early {
                        Some(body) => Ok(body),
                        None => api::call::<E>(&api, &path, None, Extra::default())
                            .await
                            .map(|answer| answer.body),
                    };
                    if *asked.borrow() != turn {
                        return;
                    }
                    match outcome {
                        Ok(body) => {
                            failure.set(None);
                            data.set(Some(Rc::new(body)));
                        }
                        Err(error) => failure.set(Some(error)),
                    }
                    loading.set(false);
                });
            }
        });
    }
    let retry = use_callback((), move |(), ()| attempt.set(*attempt + 1));
    Load { data: (*data).clone(), failure: (*failure).clone(), loading: *loading, retry }
}

async fn early_answer<T: Read>(promise: Promise) -> Option<T> {
    let text = JsFuture::from(promise).await.ok()?.as_string()?;
    crate::json::read(&text).ok()
}
