//! Saying that one comes: one button, and then that it is said.

use std::rc::Rc;

use creno_types::appointment::ManagedAppointment;
use creno_types::endpoint::{ConfirmPresence, Endpoint, path};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::trouble;
use crate::api::{self, Extra, Failure};
use crate::i18n::use_i18n;

/// What the button needs.
#[derive(PartialEq, Properties)]
pub struct PresenceProps {
    /// Base URL of the API.
    pub api: AttrValue,
    /// The link's token.
    pub token: AttrValue,
    /// Whether it is said already.
    pub said: bool,
    /// It is said: the appointment as it is now.
    pub ondone: Callback<Rc<ManagedAppointment>>,
    /// The appointment has to be read again.
    pub onreload: Callback<()>,
}

/// The button, or what came of it.
#[component]
pub fn Presence(props: &PresenceProps) -> Html {
    let i18n = use_i18n();
    let failure = use_state(|| None::<Failure>);
    let asked = use_mut_ref(|| false);
    let confirm = {
        let (api, token, ondone) = (props.api.clone(), props.token.clone(), props.ondone.clone());
        let failure = failure.clone();
        Callback::from(move |()| {
            if asked.replace(true) {
                return;
            }
            let (api, token, ondone) = (api.clone(), token.clone(), ondone.clone());
            let (failure, asked) = (failure.clone(), asked.clone());
            spawn_local(async move {
                let path = path(ConfirmPresence::PATH, &[&token]);
                let outcome = api::call::<ConfirmPresence>(&api, &path, None, Extra::default()).await;
                asked.replace(false);
                match outcome {
                    Ok(answer) => ondone.emit(Rc::new(answer.body)),
                    Err(error) => failure.set(Some(error)),
                }
            });
        })
    };
    html! {
        <>
            <div class="box" role="status" data-testid="creno-present">
                if props.said { <p class="effect">{ i18n.text("manage.present") }</p> }
                else if let Some(failure) = &*failure { { trouble(failure, Some(&confirm), &props.onreload, &i18n) } }
            </div>
            if !props.said {
                <div class="done-actions">
                    <button
                        type="button" class="button button-main" data-testid="creno-presence"
                        onclick={confirm.reform(|_: MouseEvent| ())}
                    >{ i18n.text("manage.presence") }</button>
                </div>
            }
        </>
    }
}
