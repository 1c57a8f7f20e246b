//! Turning the hold into an appointment, once.

use std::rc::Rc;

use creno_types::appointment::{Confirmation, NewAppointment};
use creno_types::endpoint::{CreateAppointment, Endpoint};
use creno_types::{FieldErrorCode, ProblemCode};
use gloo_timers::future::TimeoutFuture;
use js_sys::Math;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{CodeFault, EMAIL_CODE, EmailCode, Proof, lost};
use crate::api::{self, Extra, Failure};
use crate::events::Emitter;
use crate::i18n::I18n;
use crate::journey::handle::Handle;
use crate::journey::state::{Action, Refusal};

/// Where the confirmation stands.
#[derive(Clone, PartialEq)]
pub struct Booking {
    /// Sends it; ignored while one is under way.
    pub confirm: Callback<()>,
    /// Why the last attempt gave nothing; it may be made again.
    pub failure: Option<Failure>,
}

/// How often an answer "the same request is being served" is asked again, and after how long.
const IN_PROGRESS_TRIES: u32 = 5;
const IN_PROGRESS_MS: u32 = 800;

/// Books what the journey holds.
#[hook]
pub fn use_booking(api: &str, journey: &Handle, emitter: &Emitter, i18n: &I18n, shown: &Shown) -> Booking {
    let failure = use_state(|| None::<Failure>);
    let sending = use_mut_ref(|| false);
    // The key of a submission is kept for its retries, and renewed when what is sent differs.
    let submission = use_mut_ref(|| None::<(NewAppointment, String)>);
    let confirm = {
        let (failure, emitter) = (failure.clone(), emitter.clone());
        let asked = (api.to_owned(), (**journey).clone(), i18n.clone(), shown.clone());
        let dispatcher = journey.dispatcher();
        use_callback(asked, move |(), (api, journey, i18n, shown)| {
            let Shown { proof, code, traps } = shown;
            let Some(held) = journey.own_hold() else { return };
            if sending.replace(true) {
                return;
            }
            let request = NewAppointment {
                hold: held.hold.hold.clone(),
                client: journey.client(),
                consent: journey.consent,
                consent_version: journey.catalog.texts.consent_version.clone(),
                lang: i18n.lang().to_owned(),
                challenge: None,
                email_code: code.digits(),
                website: typed(&traps.website),
                fax: typed(&traps.fax),
            };
            let key = match submission.take() {
                Some((sent, key)) if sent == request => key,
                _ => random_key(),
            };
            submission.replace(Some((request.clone(), key.clone())));
            failure.set(None);
            dispatcher.dispatch(Action::Busy(true));
            let (sending, failure, emitter) = (sending.clone(), failure.clone(), emitter.clone());
            let (api, i18n, dispatcher) = (api.clone(), i18n.clone(), dispatcher.clone());
            let (proof, code, journey) = (proof.clone(), code.clone(), journey.clone());
            spawn_local(async move {
                let mut outcome = book_with_proof(&api, request, &key, &proof).await;
                if let Some(wrong) = outcome.as_ref().err().and_then(about_code) {
                    // Asked for the first time, or what was typed is not it.
                    code.wrong.set(Some(CodeFault::Refused(wrong)).filter(|_| code.sent.is_some()));
                    outcome = Err(match *code.sent {
                        Some(_) => None,
                        None => code.ask(&api, &journey, &dispatcher, i18n.lang()).await.err(),
                    });
                }
                sending.replace(false);
                match outcome {
                    // The visitor is asked something first.
                    Err(None) => dispatcher.dispatch(Action::Busy(false)),
                    Ok(confirmation) => {
                        let start = confirmation.start.to_string();
                        let detail = [("reference", confirmation.reference.as_str()), ("start", &*start)];
                        emitter.emit("creno:booked", &detail);
                        dispatcher.dispatch(Action::Booked(Rc::new(confirmation)));
                    }
                    Err(Some(error)) => {
                        emitter.emit("creno:error", &[("code", error.code())]);
                        match outcome_of(&error, &i18n) {
                            Some(action) => dispatcher.dispatch(action),
                            None => {
                                dispatcher.dispatch(Action::Busy(false));
                                failure.set(Some(error));
                            }
                        }
                    }
                }
            });
        })
    };
    Booking { confirm, failure: (*failure).clone() }
}

/// Sends the confirmation with its proof. One that is refused, too old for example, is made again once.
async fn book_with_proof(
    api: &str,
    mut request: NewAppointment,
    key: &str,
    proof: &Proof,
) -> Result<Confirmation, Option<Failure>> {
    request.challenge = proof.give().await?;
    match book(api, &request, key).await {
        Err(Failure::Refused(problem)) if problem.code.is_about_challenge() => {
            if !proof.renew().await? {
                return Err(Some(Failure::Refused(problem)));
            }
            request.challenge = proof.give().await?;
            book(api, &request, key).await.map_err(Some)
        }
        outcome => outcome.map_err(Some),
    }
}

/// What the server has against the code of the mail address, if that is why it refused.
fn about_code(failure: &Option<Failure>) -> Option<FieldErrorCode> {
    let Some(Failure::Refused(problem)) = failure else { return None };
    problem.errors.iter().find(|error| error.field == EMAIL_CODE).map(|error| error.code)
}

/// What goes with the form beside its fields.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// That no script is booking.
    pub proof: Proof,
    /// That the mail address is the visitor's.
    pub code: EmailCode,
    /// What people leave empty.
    pub traps: Traps,
}

/// Fields that only robots fill.
#[derive(Clone, Default, PartialEq)]
pub struct Traps {
    /// Looks like a site's address.
    pub website: NodeRef,
    /// Looks like a number.
    pub fax: NodeRef,
}

fn typed(trap: &NodeRef) -> String {
    trap.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

async fn book(api: &str, request: &NewAppointment, key: &str) -> Result<Confirmation, Failure> {
    let mut tries = IN_PROGRESS_TRIES;
    loop {
        // A repeated request is answered with the first answer.
        let extra = Extra { header: Some(("idempotency-key", key)) };
        let outcome =
            api::call::<CreateAppointment>(api, CreateAppointment::PATH, Some(request), extra).await;
        match outcome {
            Ok(answer) => return Ok(answer.body),
            Err(Failure::Refused(problem)) if problem.code == ProblemCode::RequestInProgress && tries > 0 => {
                tries -= 1;
                TimeoutFuture::new(IN_PROGRESS_MS).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// What the refusal changes in the journey; nothing when the same attempt may simply be made again.
fn outcome_of(failure: &Failure, i18n: &I18n) -> Option<Action> {
    if let Some(refusal) = lost(failure, i18n) {
        return Some(Action::Refused(refusal));
    }
    match failure {
        Failure::Refused(problem) if problem.code == ProblemCode::InvalidFields => {
            let mut errors = problem.errors.clone();
            for error in &mut errors {
                if error.code == FieldErrorCode::ConsentMissing {
                    error.field = "consent".into();
                }
            }
            Some(Action::Errors(errors))
        }
        _ => None,
    }
}

/// The refusal that a hold's own clock announces.
pub fn expired(i18n: &I18n) -> Refusal {
    Refusal {
        code: ProblemCode::HoldExpired.to_string(),
        text: i18n.text("problem.hold_expired"),
        alternatives: Vec::new(),
    }
}

/// 128 random bits: nobody gains from guessing one, it only has to differ from the others.
fn random_key() -> String {
    (0..4).map(|_| format!("{:08x}", (Math::random() * 4_294_967_296.0) as u32)).collect()
}
