//! The journey as the steps see it: as it stands, and a way to change it.

use std::ops::Deref;
use std::rc::Rc;

use yew::Callback;

use super::state::{Action, Journey};

/// The journey, and what changes it.
#[derive(Clone)]
pub struct Handle {
    state: Rc<Journey>,
    dispatcher: Dispatcher,
}

/// What changes the journey, whatever it has become.
#[derive(Clone, PartialEq)]
pub struct Dispatcher(Callback<Action>);

impl Handle {
    /// The journey as it stands, and what takes its changes.
    pub fn new(state: Rc<Journey>, dispatcher: Dispatcher) -> Self {
        Self { state, dispatcher }
    }

    /// Something happens.
    pub fn dispatch(&self, action: Action) {
        self.dispatcher.dispatch(action);
    }

    /// What changes it.
    pub fn dispatcher(&self) -> Dispatcher {
        self.dispatcher.clone()
    }
}

impl Deref for Handle {
    type Target = Journey;

    fn deref(&self) -> &Journey {
        &self.state
    }
}

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

impl Dispatcher {
    /// Hands what happens to `take`.
    pub fn new(take: Callback<Action>) -> Self {
        Self(take)
    }

    /// Something happens.
    pub fn dispatch(&self, action: Action) {
        self.0.emit(action);
    }
}
