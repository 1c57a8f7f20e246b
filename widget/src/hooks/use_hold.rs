//! The hold: taken when the visitor leaves the slots, given back when they return or go away.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use creno_types::ZonedInstant;
use creno_types::endpoint::{CreateHold, DeleteHold, Endpoint, path};
use creno_types::hold::NewHold;
use wasm_bindgen_futures::spawn_local;
use web_sys::Event;
use yew::prelude::*;

use super::use_window_listener;
use crate::api::{self, Extra, Failure};
use crate::events::Emitter;
use crate::i18n::I18n;
use crate::journey::state::{Action, Held, Journey, Refusal, Renewal, Step};

/// Takes a start, and tells of a call that failed without deciding anything.
#[derive(Clone, PartialEq)]
pub struct TakeHold {
    /// Asks the server to keep that start.
    pub take: Callback<ZonedInstant>,
    /// Why the last call decided nothing: it may be made again.
    pub failure: Option<Failure>,
}

/// Keeps the hold in step with the journey.
#[hook]
pub fn use_hold(
    api: &str,
    journey: &UseReducerHandle<Journey>,
    emitter: &Emitter,
    i18n: &I18n,
    gone: &Rc<Cell<bool>>,
) -> TakeHold {
    let failure = use_state(|| None::<Failure>);
    let asking = use_mut_ref(|| false);
    let take = {
        let (failure, emitter, i18n, gone) = (failure.clone(), emitter.clone(), i18n.clone(), gone.clone());
        let asked = (api.to_owned(), journey.choices.clone(), journey.campaign_slug(), journey.dispatcher());
        use_callback(asked, move |start: ZonedInstant, (api, choices, campaign, dispatcher)| {
            let (Some(agency), Some(theme), Some(channel)) =
                (choices.agency.clone(), choices.theme.clone(), choices.channel)
            else {
                return;
            };
            if asking.replace(true) {
                return;
            }
            failure.set(None);
            dispatcher.dispatch(Action::Busy(true));
            let (asking, failure, emitter, i18n, gone) =
                (asking.clone(), failure.clone(), emitter.clone(), i18n.clone(), gone.clone());
            let (api, campaign, dispatcher) = (api.clone(), campaign.clone(), dispatcher.clone());
            spawn_local(async move {
                let request = NewHold { agency, theme, channel, start, campaign, replaces: None };
                let outcome =
                    api::call::<CreateHold>(&api, CreateHold::PATH, Some(&request), Extra::default()).await;
                asking.replace(false);
                match outcome {
                    // The visitor left while the answer was on its way: nobody will give it back later.
                    Ok(answer) if gone.get() => give_back(&api, &answer.body.hold),
                    Ok(answer) => {
                        emitter.emit("creno:held", &[]);
                        let held =
                            Held { hold: answer.body, ahead_ms: answer.ahead_ms, renewal: Renewal::Open };
                        dispatcher.dispatch(Action::Held(start, held));
                    }
                    Err(error) => {
                        emitter.emit("creno:error", &[("code", error.code())]);
                        match lost(&error, &i18n) {
                            Some(refusal) => dispatcher.dispatch(Action::Refused(refusal)),
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
    use_follow(api, journey, &take, failure.is_some());
    use_release(api, journey, gone);
    TakeHold { take, failure: (*failure).clone() }
}

/// Takes the start again after a reload, gives the hold back when the visitor returned to the slots.
#[hook]
fn use_follow(api: &str, journey: &UseReducerHandle<Journey>, take: &Callback<ZonedInstant>, failed: bool) {
    let token = journey.held.as_ref().map(|held| held.hold.hold.clone());
    let wanted = journey.choices.start.filter(|_| {
        let needed = matches!(journey.step, Step::Details | Step::Check);
        needed && token.is_none() && journey.refusal.is_none() && !journey.busy && !failed
    });
    let unwanted = token.filter(|_| journey.step < Step::Details && !journey.busy);
    let (api, take, dispatcher) = (api.to_owned(), take.clone(), journey.dispatcher());
    use_effect_with((wanted, unwanted), move |(wanted, unwanted)| {
        if let Some(token) = unwanted {
            let (api, path) = (api.clone(), path(DeleteHold::PATH, &[token]));
            spawn_local(async move {
                // Whatever the answer, the hold is no longer ours to keep; the starts are read again after it,
                // so that the visitor's own is among them.
                drop(api::call::<DeleteHold>(&api, &path, None, Extra::default()).await);
                dispatcher.dispatch(Action::Released);
            });
        }
        if let Some(start) = wanted {
            take.emit(*start);
        }
    });
}

/// Gives the hold back when the page or the element goes away. A confirmation under way keeps it.
#[hook]
fn use_release(api: &str, journey: &UseReducerHandle<Journey>, gone: &Rc<Cell<bool>>) {
    let current = use_mut_ref(|| None::<String>);
    *current.borrow_mut() =
        journey.held.as_ref().filter(|_| !journey.busy).map(|held| held.hold.hold.clone());
    let hide =
        use_callback((api.to_owned(), current.clone()), |_: Event, (api, current)| release(api, current));
    use_window_listener("pagehide", hide);
    // A page that comes back from the browser's cache has lost its hold: the journey asks for it again.
    let show = use_callback((journey.dispatcher(), current.clone()), |_: Event, (dispatcher, current)| {
        if current.borrow().is_none() {
            dispatcher.dispatch(Action::Released);
        }
    });
    use_window_listener("pageshow", show);
    let (api, gone) = (api.to_owned(), gone.clone());
    use_effect_with((), move |()| {
        move || {
            gone.set(true);
            release(&api, &current);
        }
    });
}

fn release(api: &str, current: &RefCell<Option<String>>) {
    if let Some(token) = current.take() {
        give_back(api, &token);
    }
}

fn give_back(api: &str, token: &str) {
    api::send_and_forget::<DeleteHold>(api, &path(DeleteHold::PATH, &[token]));
}

/// The refusal that `failure` is, when it means that the start is not kept.
pub fn lost(failure: &Failure, i18n: &I18n) -> Option<Refusal> {
    use creno_types::ProblemCode::{HoldExpired, SlotNotOffered, SlotTaken, StartInPast, UnknownHold};
    match failure {
        Failure::Refused(problem)
            if matches!(
                problem.code,
                SlotTaken | SlotNotOffered | HoldExpired | UnknownHold | StartInPast
            ) =>
        {
            Some(Refusal {
                code: problem.code.to_string(),
                text: i18n.failure(failure),
                alternatives: problem.alternatives.clone(),
            })
        }
        _ => None,
    }
}
