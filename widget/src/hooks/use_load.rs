//! Something read from the API, with a way to ask again.

use std::rc::Rc;

use creno_types::endpoint::Endpoint;
use wasm_bindgen_futures::spawn_local;
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

/// Reads `E` at `path` now, and again when `path` changes.
#[hook]
pub fn use_load<E>(api: &str, path: Option<String>) -> Load<E::Response>
where
    E: Endpoint + 'static,
    E::Response: PartialEq + Read + 'static,
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
                    let outcome = api::call::<E>(&api, &path, None, Extra::default()).await;
                    if *asked.borrow() != turn {
                        return;
                    }
                    match outcome {
                        Ok(answer) => {
                            failure.set(None);
                            data.set(Some(Rc::new(answer.body)));
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
