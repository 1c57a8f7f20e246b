//! Cancelling: what it does, why if the client wants to say, and the last word.

use creno_types::ProblemCode;
use creno_types::appointment::CancelAppointment;
use creno_types::endpoint::{CancelManagedAppointment, Endpoint, path};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::trouble;
use crate::api::{self, Extra, Failure};
use crate::events::Emitter;
use crate::i18n::use_i18n;

/// What the question needs.
#[derive(PartialEq, Properties)]
pub struct CancellingProps {
    /// Base URL of the API.
    pub api: AttrValue,
    /// The link's token.
    pub token: AttrValue,
    /// Sends events to the host page.
    pub emitter: Emitter,
    /// It is cancelled.
    pub ondone: Callback<()>,
    /// The client changed their mind.
    pub onkeep: Callback<()>,
    /// The appointment has to be read again.
    pub onreload: Callback<()>,
}

/// The question.
#[component]
pub fn Cancelling(props: &CancellingProps) -> Html {
    let i18n = use_i18n();
    let failure = use_state(|| None::<Failure>);
    let sending = use_state_eq(|| false);
    let asked = use_mut_ref(|| false);
    let reason = use_node_ref();
    let confirm = {
        let (api, token, emitter, ondone) =
            (props.api.clone(), props.token.clone(), props.emitter.clone(), props.ondone.clone());
        let (failure, sending, reason) = (failure.clone(), sending.clone(), reason.clone());
        Callback::from(move |()| {
            if asked.replace(true) {
                return;
            }
            sending.set(true);
            let reason = reason.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
            let (api, token, emitter, ondone) = (api.clone(), token.clone(), emitter.clone(), ondone.clone());
            let (failure, sending, asked) = (failure.clone(), sending.clone(), asked.clone());
            spawn_local(async move {
                let outcome = cancel(&api, &token, reason).await;
                asked.replace(false);
                sending.set(false);
                match outcome {
                    Ok(()) => ondone.emit(()),
                    Err(error) => {
                        emitter.emit("creno:error", &[("code", error.code())]);
                        failure.set(Some(error));
                    }
                }
            });
        })
    };
    html! {
        <>
            <div class="box">
                if let Some(failure) = &*failure { { trouble(failure, Some(&confirm), &props.onreload, &i18n) } }
            </div>
            <p class="effect" data-testid="creno-cancel-effect">{ i18n.text("manage.effect") }</p>
            <div class="field">
                <label class="field-label" for="creno-reason">
                    { i18n.text("manage.reason") }
                    <span class="field-optional">{ i18n.text("details.optional") }</span>
                </label>
                <p class="field-help" id="creno-reason-help">{ i18n.text("manage.reason_help") }</p>
                <textarea
                    ref={reason} id="creno-reason" class="control" rows="3" aria-describedby="creno-reason-help"
                    maxlength={CancelAppointment::MAX_REASON.to_string()} data-testid="creno-reason"
                />
            </div>
            <div class="done-actions">
                <button
                    type="button" class="button button-danger" data-testid="creno-cancel-confirm"
                    aria-disabled={sending.then_some("true")} onclick={confirm.reform(|_: MouseEvent| ())}
                >{ i18n.text("manage.cancel_confirm") }</button>
                <button
                    type="button" class="button button-quiet" data-testid="creno-cancel-keep"
                    onclick={props.onkeep.reform(|_: MouseEvent| ())}
                >{ i18n.text("manage.keep") }</button>
            </div>
        </>
    }
}

async fn cancel(api: &str, token: &str, reason: String) -> Result<(), Failure> {
    let path = path(CancelManagedAppointment::PATH, &[token]);
    let request = CancelAppointment { reason };
    match api::call::<CancelManagedAppointment>(api, &path, Some(&request), Extra::default()).await {
        Ok(_) => Ok(()),
        // Cancelled already, from another window or by the agency: that is what was wanted.
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::AppointmentCancelled => Ok(()),
        Err(failure) => Err(failure),
    }
}
