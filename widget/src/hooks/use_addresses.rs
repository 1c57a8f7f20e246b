//! Addresses that begin as typed. Nothing is ever told of a failure: the address is typed by hand then.

use std::rc::Rc;

use creno_types::address::{Address, AddressesQuery};
use creno_types::endpoint::{Endpoint, ListAddresses, with_query};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Extra};

/// Fewer characters begin too many streets.
const SHORTEST: usize = 4;

/// Milliseconds without a key before the server is asked.
const PAUSE_MS: u32 = 250;

/// What is offered, and which of it is pointed at.
#[derive(Clone, Default, PartialEq)]
pub struct Offer {
    /// The addresses, the likeliest first; none while the list is closed.
    pub found: Rc<Vec<Address>>,
    /// The one that the arrows led to.
    pub active: Option<usize>,
    /// Whether one was just chosen.
    pub chosen: bool,
}

/// The offer, and what changes it.
#[derive(Clone, PartialEq)]
pub struct Addresses {
    /// What is offered.
    pub offer: UseStateHandle<Offer>,
    /// Something was typed.
    pub ask: Callback<String>,
    /// Closes the list, and forgets what is on its way; whether because one was chosen.
    pub close: Callback<bool>,
}

/// Asks once the visitor pauses; the answer to what was typed last counts alone.
#[hook]
pub fn use_addresses(api: &str) -> Addresses {
    let offer = use_state(Offer::default);
    let turn = use_mut_ref(|| 0_u32);
    let pause = use_mut_ref(|| None::<Timeout>);
    let ask = {
        let (offer, turn, pause, api) = (offer.setter(), turn.clone(), pause.clone(), api.to_owned());
        Callback::from(move |typed: String| {
            let typed = typed.trim().to_owned();
            *turn.borrow_mut() += 1;
            let length = typed.chars().count();
            if !(SHORTEST..=AddressesQuery::LONGEST).contains(&length) {
                drop(pause.take());
                offer.set(Offer::default());
                return;
            }
            let (offer, turn, api, mine) = (offer.clone(), turn.clone(), api.clone(), *turn.borrow());
            let look = move || {
                spawn_local(async move {
                    let path = with_query(ListAddresses::PATH, &[("q", &typed)]);
                    let answer = api::call::<ListAddresses>(&api, &path, None, Extra::default()).await;
                    if *turn.borrow() == mine {
                        let found = answer.map(|answer| answer.body.addresses).unwrap_or_default();
                        offer.set(Offer { found: Rc::new(found), ..Offer::default() });
                    }
                });
            };
            drop(pause.replace(Some(Timeout::new(PAUSE_MS, look))));
        })
    };
    let close = {
        let (offer, turn, pause) = (offer.setter(), turn.clone(), pause.clone());
        Callback::from(move |chosen| {
            *turn.borrow_mut() += 1;
            drop(pause.take());
            offer.set(Offer { chosen, ..Offer::default() });
        })
    };
    use_effect_with((), move |()| {
        move || {
            *turn.borrow_mut() += 1;
            drop(pause.take());
        }
    });
    Addresses { offer, ask, close }
}
