//! The pages of the journal after the first, one at a time, when they are asked for.

use std::rc::Rc;

use creno_types::ProblemCode;
use creno_types::refusal::{Refusals, RefusalsQuery};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::fetch;
use crate::api::ApiError;
use crate::hooks::session::{SessionAction, use_session};

/// The pages fetched after the first.
#[derive(Clone, PartialEq)]
struct More {
    /// The first page, which they follow.
    first: Rc<Refusals>,
    pages: Vec<Rc<Refusals>>,
    busy: bool,
    error: Option<ApiError>,
}

impl More {
    fn after(first: &Rc<Refusals>) -> Self {
        Self { first: first.clone(), pages: Vec::new(), busy: false, error: None }
    }

    /// The page that the next one follows.
    fn last(&self) -> &Rc<Refusals> {
        self.pages.last().unwrap_or(&self.first)
    }
}

enum Action {
    Ask,
    Receive(Rc<Refusals>, Result<Refusals, ApiError>),
    Restart(Rc<Refusals>),
}

impl Reducible for More {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut more = (*self).clone();
        match action {
            Action::Restart(first) => more = Self::after(&first),
            Action::Ask => (more.busy, more.error) = (true, None),
            // It follows lines that are no longer shown.
            Action::Receive(first, _) if !Rc::ptr_eq(&first, &self.first) => return self,
            Action::Receive(_, Ok(page)) => {
                more.busy = false;
                more.pages.push(Rc::new(page));
            }
            Action::Receive(_, Err(error)) => (more.busy, more.error) = (false, Some(error)),
        }
        Rc::new(more)
    }
}

/// What follows the first page, and the means to have more of it.
pub struct UseMore {
    /// The pages that came after the first.
    pub pages: Vec<Rc<Refusals>>,
    /// Whether there are more still.
    pub has_next: bool,
    /// Whether they are being fetched.
    pub busy: bool,
    /// Why the last attempt failed.
    pub error: Option<ApiError>,
    /// Fetches the next page.
    pub ask: Callback<()>,
}

/// Begins again each time the first page is another one.
#[hook]
pub fn use_more(first: &Rc<Refusals>, query: &RefusalsQuery) -> UseMore {
    let session = use_session();
    let more = use_reducer(|| More::after(first));
    // Until the effect below has run, what is held follows a page that is no longer shown.
    let is_current = Rc::ptr_eq(&more.first, first);
    {
        let (dispatcher, first) = (more.dispatcher(), first.clone());
        use_effect_with(Rc::as_ptr(&first) as usize, move |_| {
            if !is_current {
                dispatcher.dispatch(Action::Restart(first));
            }
        });
    }
    let current = if is_current { (*more).clone() } else { More::after(first) };
    let ask = {
        let (dispatcher, query, first) = (more.dispatcher(), query.clone(), first.clone());
        let next = current.last().next.filter(|_| !current.busy && is_current);
        Callback::from(move |()| {
            let Some(cursor) = next else { return };
            let (dispatcher, session, first) = (dispatcher.clone(), session.clone(), first.clone());
            let query = RefusalsQuery { cursor: Some(cursor), ..query.clone() };
            dispatcher.dispatch(Action::Ask);
            spawn_local(async move {
                let answer = fetch(query).await;
                if let Err(error) = &answer
                    && error.code() == Some(ProblemCode::Unauthenticated)
                {
                    session.dispatch(SessionAction::Expired);
                }
                dispatcher.dispatch(Action::Receive(first, answer));
            });
        })
    };
    let has_next = current.last().next.is_some();
    let More { pages, busy, error, .. } = current;
    UseMore { pages, has_next, busy, error, ask }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(is_last: bool) -> Refusals {
        Refusals { next: (!is_last).then(Default::default), ..Refusals::default() }
    }

    #[test]
    fn pages_follow_each_other_until_the_last() {
        let first = Rc::new(page(false));
        let more = Rc::new(More::after(&first)).reduce(Action::Ask);
        assert!(more.busy);
        let more = more.reduce(Action::Receive(first.clone(), Ok(page(false))));
        let more = more.reduce(Action::Receive(first, Ok(page(true))));
        assert_eq!((more.pages.len(), more.last().next, more.busy), (2, None, false));
    }

    #[test]
    fn a_page_of_a_list_that_was_replaced_is_dropped() {
        let (first, second) = (Rc::new(page(false)), Rc::new(page(false)));
        let more = Rc::new(More::after(&first)).reduce(Action::Restart(second));
        let more = more.reduce(Action::Receive(first, Ok(page(true))));
        assert!(more.pages.is_empty() && more.last().next.is_some());
    }

    #[test]
    fn a_failure_keeps_what_is_shown() {
        let first = Rc::new(page(false));
        let more = Rc::new(More::after(&first)).reduce(Action::Receive(first.clone(), Ok(page(false))));
        let more = more.reduce(Action::Receive(first, Err(ApiError::Unreachable)));
        assert_eq!((more.pages.len(), more.error.is_some(), more.last().next.is_some()), (1, true, true));
    }
}
