//! The hold: taken when the visitor leaves the slots, kept while they look at them again, given back when they go
//! further back or away.

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
use crate::journey::handle::Handle;
use crate::journey::state::{Action, Held, Refusal, Renewal, Step};

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
pub fn use_hold(api: &str, journey: &Handle, emitter: &Emitter, i18n: &I18n) -> TakeHold {
    let gone = use_memo((), |()| Cell::new(false));
    let failure = use_state(|| None::<Failure>);
    let asking = use_mut_ref(|| false);
    let take = {
        let (failure, emitter, i18n, gone) = (failure.clone(), emitter.clone(), i18n.clone(), gone.clone());
        let (api, journey, asking) = (api.to_owned(), journey.clone(), asking.clone());
        Callback::from(move |start: ZonedInstant| {
            let Some(asked) = journey.asks(start).filter(|_| !*asking.borrow()) else { return };
            failure.set(None);
            // Theirs already.
            if let Some(held) = journey.own_hold().filter(|held| held.asked == asked) {
                journey.dispatch(Action::Held(held.clone()));
                return;
            }
            asking.replace(true);
            journey.dispatch(Action::Busy(true));
            let replaces = journey.held.as_ref().map(|held| held.hold.hold.clone());
            let (asking, failure, emitter, i18n, gone) =
                (asking.clone(), failure.clone(), emitter.clone(), i18n.clone(), gone.clone());
            let (api, dispatcher) = (api.clone(), journey.dispatcher());
            spawn_local(async move {
                let request = NewHold { replaces, ..asked.clone() };
                let outcome =
                    api::call::<CreateHold>(&api, CreateHold::PATH, Some(&request), Extra::default()).await;
                asking.replace(false);
                match outcome {
                    // The visitor left while the answer was on its way: nobody will give it back later.
                    Ok(answer) if gone.get() => {
                        give_back(&api, &answer.body.hold);
                        dispatcher.dispatch(Action::Busy(false));
                    }
                    Ok(answer) => {
                        emitter.emit("creno:held", &[]);
                        let (hold, ahead_ms) = (answer.body, answer.ahead_ms);
                        let held = Held { asked, hold, ahead_ms, renewal: Renewal::Open };
                        dispatcher.dispatch(Action::Held(Rc::new(held)));
                    }
                    Err(error) => {
                        emitter.emit("creno:error", &[("code", error.code())]);
                        match lost(&error, &i18n) {
                            Some(refusal) => dispatcher.dispatch(Action::Missed(refusal)),
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
    use_release(api, journey, &gone, *asking.borrow());
    TakeHold { take, failure: (*failure).clone() }
}

/// Takes the start again after a reload, gives the hold back when the visitor went back further than to the slots,
/// or chose otherwise.
#[hook]
fn use_follow(api: &str, journey: &Handle, take: &Callback<ZonedInstant>, failed: bool) {
    let token = journey.held.as_ref().map(|held| held.hold.hold.clone());
    let elsewhere = journey.own_hold().is_none();
    let wanted = journey.choices.start.filter(|_| {
        let needed = matches!(journey.step, Step::Details | Step::Check);
        needed && elsewhere && journey.refusal.is_none() && !journey.busy && !failed
    });
    let unwanted = token.filter(|_| (elsewhere || journey.step < Step::Slot) && !journey.busy);
    let (api, take, dispatcher) = (api.to_owned(), take.clone(), journey.dispatcher());
    use_effect_with((wanted, unwanted), move |(wanted, unwanted)| {
        if let Some(start) = wanted {
            // Whatever was kept gives way to it.
            take.emit(*start);
        } else if let Some(token) = unwanted.clone() {
            let (api, path) = (api.clone(), path(DeleteHold::PATH, &[&token]));
            spawn_local(async move {
                // Whatever the answer, the hold is no longer ours to keep.
                drop(api::call::<DeleteHold>(&api, &path, None, Extra::default()).await);
                dispatcher.dispatch(Action::Released(Some(token)));
            });
        }
    });
}

/// Gives the hold back when the page or the element goes away. A confirmation under way keeps it; while another start
/// is `asked` for, it is given back all the same.
#[hook]
fn use_release(api: &str, journey: &Handle, gone: &Rc<Cell<bool>>, asked: bool) {
    let current = use_mut_ref(|| None::<String>);
    *current.borrow_mut() =
        journey.held.as_ref().filter(|_| !journey.busy || asked).map(|held| held.hold.hold.clone());
    let hide =
        use_callback((api.to_owned(), current.clone()), |_: Event, (api, current)| release(api, current));
    use_window_listener("pagehide", hide);
    // A page that comes back from the browser's cache has lost its hold: the journey asks for it again.
    let show = use_callback((journey.dispatcher(), current.clone()), |_: Event, (dispatcher, current)| {
        if current.borrow().is_none() {
            dispatcher.dispatch(Action::Released(None));
        }
    });
    use_window_listener("pageshow", show);
    let (api, gone, dispatcher) = (api.to_owned(), gone.clone(), journey.dispatcher());
    use_effect_with((), move |()| {
        move || {
            gone.set(true);
            if let Some(token) = current.take() {
                give_back(&api, &token);
                dispatcher.dispatch(Action::Released(Some(token)));
            }
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
