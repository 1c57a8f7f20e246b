//! The browser's history: one entry per step, with the choices that survive a reload.
//!
//! Several widgets, and the host page itself, share `history.state`: each widget writes under its own name in
//! the member `creno`, and leaves the rest as it is.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::journey::choices::Choices;
use crate::journey::state::{Action, Entry, Journey, Step};

const MEMBER: &str = "creno";

/// The entry that the history holds for the widget called `key`.
pub fn read_entry(key: &str) -> Option<Entry> {
    let state = history()?.state().ok()?;
    let ours = Reflect::get(&state, &JsValue::from_str(MEMBER)).ok()?;
    let text = Reflect::get(&ours, &JsValue::from_str(key)).ok()?.as_string()?;
    crate::json::read(&text).ok()
}

/// Goes back through the browser when the entry on top was made by this widget from `to`: the visitor's own
/// Back button then stays in step. Tells whether it did.
pub fn go_back(key: &str, to: Step) -> bool {
    let ours = read_entry(key).is_some_and(|entry| entry.from == Some(to));
    ours && history().is_some_and(|history| history.back().is_ok())
}

/// Writes each step down, and follows Back and Forward.
#[derive(Default)]
pub struct History {
    written: Option<(Step, Choices)>,
}

impl History {
    /// Writes the journey down when it has moved since.
    pub fn record(&mut self, key: &str, journey: &Journey) {
        let now = (journey.step, journey.choices.clone());
        if self.written.as_ref() == Some(&now) {
            return;
        }
        let step = journey.step;
        let before = self.written.replace(now).map(|(step, _)| step);
        let mut entry = Entry { step, choices: journey.choices.clone(), from: before };
        // What is booked is behind us: a reload starts afresh, and Back leaves no way to book it twice.
        if step == Step::Done {
            entry = Entry { step: Step::Agency, choices: Choices::default(), from: None };
        }
        let moved = before.is_some_and(|before| before != step) && step != Step::Done;
        if moved && !journey.from_history {
            write(key, &entry, true);
        } else {
            entry.from = read_entry(key).and_then(|entry| entry.from).filter(|_| step != Step::Done);
            write(key, &entry, false);
        }
    }

    /// What happens when the browser went Back or Forward.
    pub fn popped(key: &str, journey: &Journey) -> Option<Action> {
        let (step, choices) = (journey.step, &journey.choices);
        match read_entry(key) {
            _ if step == Step::Done => None,
            Some(entry) if entry.step == step && entry.choices == *choices => None,
            Some(entry) => Some(Action::Restore(entry)),
            // An entry of the host page, such as a link to an anchor: the journey stays where it is.
            None => {
                write(key, &Entry { step, choices: choices.clone(), from: None }, false);
                None
            }
        }
    }
}

fn write(key: &str, entry: &Entry, push: bool) {
    let Some(history) = history() else { return };
    let Ok(text) = serde_json::to_string(entry) else { return };
    let state = history.state().unwrap_or(JsValue::NULL);
    let ours = Reflect::get(&state, &JsValue::from_str(MEMBER)).unwrap_or(JsValue::NULL);
    let (state, ours) = (copy(&state), copy(&ours));
    let written = Reflect::set(&ours, &JsValue::from_str(key), &JsValue::from_str(&text))
        .and_then(|_| Reflect::set(&state, &JsValue::from_str(MEMBER), &ours));
    if written.is_ok() {
        // A page may forbid entries (a sandboxed frame, or hundreds within seconds): the journey goes on without.
        let _outcome = if push { history.push_state(&state, "") } else { history.replace_state(&state, "") };
    }
}

fn copy(object: &JsValue) -> Object {
    let copy = Object::new();
    if object.is_object() { Object::assign(&copy, object.unchecked_ref()) } else { copy }
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
