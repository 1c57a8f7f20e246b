//! What changes, told live by the server: one stream of events for the whole application.
//!
//! To follow changes from a page: [`use_live`], or [`use_live_reload`] when all it does is fetch again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use creno_types::ProblemCode;
use creno_types::endpoint::{Endpoint, GetSession};
use creno_types::notification::{LiveChange, LiveKind};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{EventSource, MessageEvent, VisibilityState};
use yew::prelude::*;

use super::session::{SessionAction, use_session};
use crate::api;

/// Where the stream is.
const PATH: &str = "/api/v1/session/live";
/// Names that its events may bear.
const EVENTS: [&str; 2] = ["message", LiveKind::Change.as_str()];
/// How long a refused stream waits before it is asked for again, the first time; twice as long each time after.
const FIRST_WAIT_MS: u32 = 5_000;
/// The longest of these waits.
const LONGEST_WAIT_MS: u32 = 300_000;
/// Changes within so long of each other are one.
const BURST_MS: u32 = 250;

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveNews {
    /// An appointment within reach changed.
    Change(LiveChange),
    /// The stream was interrupted, and is back: what was told meanwhile was missed.
    Missed,
}

/// Who listens.
#[derive(Default)]
struct Registry {
    last: Cell<u32>,
    listeners: RefCell<Vec<(u32, Callback<LiveNews>)>>,
}

impl Registry {
    fn tell(&self, news: &LiveNews) {
        // A listener may come or go while it is told.
        let listeners = self.listeners.borrow().clone();
        listeners.iter().for_each(|(_, listener)| listener.emit(news.clone()));
    }
}

/// The stream, for [`use_live`].
#[derive(Clone)]
struct Live(Rc<Registry>);

impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A listener's place, until it is dropped.
struct Place {
    registry: Rc<Registry>,
    number: u32,
}

impl Live {
    fn listen(&self, told: Callback<LiveNews>) -> Place {
        let number = self.0.last.get() + 1;
        self.0.last.set(number);
        self.0.listeners.borrow_mut().push((number, told));
        Place { registry: self.0.clone(), number }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.registry.listeners.borrow_mut().retain(|(number, _)| *number != self.number);
    }
}

/// What is known of the streams before this one.
#[derive(Default)]
struct Past {
    /// Whether one was open.
    opened: Cell<bool>,
    /// How many were refused since.
    refused: Cell<u32>,
}

/// An open stream, until it is dropped.
struct Stream {
    source: EventSource,
    _listeners: Vec<EventListener>,
}

impl Stream {
    /// Opens one; `lost` is called when the server refuses it.
    fn open(registry: &Rc<Registry>, past: Rc<Past>, lost: Callback<()>) -> Option<Self> {
        let source = EventSource::new(PATH).ok()?;
        let mut listeners = Vec::new();
        let (told, open) = (registry.clone(), past.clone());
        listeners.push(EventListener::new(&source, "open", move |_| {
            open.refused.set(0);
            if open.opened.replace(true) {
                told.tell(&LiveNews::Missed);
            }
        }));
        for name in EVENTS {
            let told = registry.clone();
            listeners.push(EventListener::new(&source, name, move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                if let Some(change) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    told.tell(&LiveNews::Change(change));
                }
            }));
        }
        // The browser reconnects by itself after a cut; it gives up after a refusal.
        let refused = source.clone();
        listeners.push(EventListener::new(&source, "error", move |_| {
            if refused.ready_state() == EventSource::CLOSED {
                past.refused.set(past.refused.get() + 1);
                lost.emit(());
            }
        }));
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Properties of [`LiveProvider`].
#[derive(Properties, PartialEq)]
pub struct LiveProviderProps {
    /// What may use it.
    pub children: Html,
}

/// Keeps the stream open while the tab is shown: over HTTP/1.1 a browser grants a server six connections at once, all tabs
/// together. Signing out removes this component, and so closes the stream.
#[component]
pub fn LiveProvider(props: &LiveProviderProps) -> Html {
    let session = use_session();
    let registry = use_memo((), |()| Registry::default());
    let past = use_memo((), |()| Past::default());
    let shown = use_shown();
    // Which attempt this is, and whether it is to come after a while.
    let attempt = use_state_eq(|| (0_u32, false));
    {
        let (registry, past, attempt) = (registry.clone(), past.clone(), attempt.clone());
        use_effect_with((shown, *attempt), move |&(shown, (number, waiting))| {
            let lost = Callback::from(move |()| attempt.set((number + 1, true)));
            let stream = (shown && !waiting).then(|| Stream::open(&registry, past, lost)).flatten();
            move || drop(stream)
        });
    }
    use_effect_with(*attempt, move |&(number, waiting)| {
        let wait = waiting.then(|| {
            Timeout::new(wait_ms(past.refused.get()), move || {
                spawn_local(async move {
                    match api::call::<GetSession>(GetSession::PATH, &()).await {
                        Err(error) if error.code() == Some(ProblemCode::Unauthenticated) => {
                            session.dispatch(SessionAction::Expired);
                        }
                        _ => attempt.set((number, false)),
                    }
                });
            })
        });
        move || drop(wait)
    });
    html! { <ContextProvider<Live> context={Live(registry)}>{ props.children.clone() }</ContextProvider<Live>> }
}

/// How long to wait after so many refusals in a row.
fn wait_ms(refusals: u32) -> u32 {
    let doubled = 1_u32.checked_shl(refusals.saturating_sub(1)).unwrap_or(u32::MAX);
    FIRST_WAIT_MS.saturating_mul(doubled.max(1)).min(LONGEST_WAIT_MS)
}

/// Whether the tab is the one that is looked at.
#[hook]
fn use_shown() -> bool {
    let is_shown = || {
        let document = web_sys::window().and_then(|window| window.document());
        document.is_none_or(|document| document.visibility_state() != VisibilityState::Hidden)
    };
    let shown = use_state_eq(is_shown);
    {
        let shown = shown.clone();
        use_effect_with((), move |()| {
            let listener = web_sys::window().and_then(|window| window.document()).map(|document| {
                EventListener::new(&document, "visibilitychange", move |_| shown.set(is_shown()))
            });
            move || drop(listener)
        });
    }
    *shown
}

/// Calls `told` with all that is told while the component is there.
#[hook]
pub fn use_live(told: Callback<LiveNews>) {
    let live = use_context::<Live>();
    use_effect_with((live, told), |(live, told)| {
        let place = live.as_ref().map(|live| live.listen(told.clone()));
        move || drop(place)
    });
}

/// Calls `reload` a moment after a change that `concerns` picks, or after changes were missed; many at once are one.
#[hook]
pub fn use_live_reload(concerns: Callback<LiveChange, bool>, reload: Callback<()>) {
    let pending = use_mut_ref(|| None::<Timeout>);
    let latest = use_mut_ref(|| (concerns.clone(), reload.clone()));
    latest.replace((concerns, reload));
    let told = use_callback((), move |news: LiveNews, ()| {
        let concerned = match news {
            LiveNews::Change(change) => latest.borrow().0.emit(change),
            LiveNews::Missed => true,
        };
        if concerned {
            let latest = latest.clone();
            pending.replace(Some(Timeout::new(BURST_MS, move || {
                let reload = latest.borrow().1.clone();
                reload.emit(());
            })));
        }
    });
    use_live(told);
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn waits_double_up_to_the_longest() {
        assert_eq!([1, 2, 3].map(wait_ms), [5_000, 10_000, 20_000]);
        assert_eq!([7, 31, 200].map(wait_ms), [300_000; 3]);
    }
}
