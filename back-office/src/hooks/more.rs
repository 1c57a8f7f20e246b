//! The pages of a list after the first, one at a time, when they are asked for.

use std::future::Future;
use std::rc::Rc;

use creno_types::ProblemCode;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::session::{SessionAction, use_session};
use crate::api::ApiError;

/// A page of a list that comes in several.
pub trait Paged: PartialEq + 'static {
    /// Where the next page begins, if there is one.
    fn next(&self) -> Option<Uuid>;
}

macro_rules! paged {
    ($($page:ty),+) => {$(
        impl Paged for $page {
            fn next(&self) -> Option<Uuid> {
                self.next
            }
        }
    )+};
}
paged!(
    creno_types::journal::Accesses,
    creno_types::journal::SettingsChanges,
    creno_types::message::Messages,
    creno_types::outbox::Jobs,
    creno_types::refusal::Refusals,
    creno_types::webhook::Deliveries
);

/// The pages fetched after the first.
struct More<T> {
    /// The first page, which they follow; none until it has come.
    first: Option<Rc<T>>,
    pages: Vec<Rc<T>>,
    busy: bool,
    error: Option<ApiError>,
}

impl<T> Clone for More<T> {
    fn clone(&self) -> Self {
        let (first, pages) = (self.first.clone(), self.pages.clone());
        Self { first, pages, busy: self.busy, error: self.error.clone() }
    }
}

impl<T: Paged> More<T> {
    fn after(first: Option<&Rc<T>>) -> Self {
        Self { first: first.cloned(), pages: Vec::new(), busy: false, error: None }
    }

    /// Where the page after the last one begins.
    fn next(&self) -> Option<Uuid> {
        self.pages.last().or(self.first.as_ref()).and_then(|page| page.next())
    }

    fn follows(&self, first: Option<&Rc<T>>) -> bool {
        match (&self.first, first) {
            (Some(own), Some(first)) => Rc::ptr_eq(own, first),
            (own, first) => own.is_none() && first.is_none(),
        }
    }
}

enum Action<T> {
    Ask,
    Receive(Rc<T>, Result<T, ApiError>),
    Restart(Option<Rc<T>>),
}

impl<T: Paged> Reducible for More<T> {
    type Action = Action<T>;

    fn reduce(self: Rc<Self>, action: Action<T>) -> Rc<Self> {
        let mut more = (*self).clone();
        match action {
            Action::Restart(first) => more = Self::after(first.as_ref()),
            Action::Ask => (more.busy, more.error) = (true, None),
            // It follows lines that are no longer shown.
            Action::Receive(first, _) if !self.follows(Some(&first)) => return self,
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
pub struct UseMore<T> {
    /// The pages that came after the first.
    pub pages: Vec<Rc<T>>,
    /// Whether there are more still.
    pub has_next: bool,
    /// Whether they are being fetched.
    pub busy: bool,
    /// Why the last attempt failed.
    pub error: Option<ApiError>,
    /// Fetches the next page.
    pub ask: Callback<()>,
}

/// Begins again each time the first page is another one; `fetch` gives the page of a cursor.
#[hook]
pub fn use_more<T, F, A>(first: Option<&Rc<T>>, fetch: F) -> UseMore<T>
where
    T: Paged,
    F: Fn(Uuid) -> A + 'static,
    A: Future<Output = Result<T, ApiError>> + 'static,
{
    let session = use_session();
    let more = use_reducer(|| More::after(first));
    // Until the effect below has run, what is held follows a page that is no longer shown.
    let is_current = more.follows(first);
    {
        let (dispatcher, first) = (more.dispatcher(), first.cloned());
        use_effect_with(first.as_ref().map(|first| Rc::as_ptr(first) as usize), move |_| {
            if !is_current {
                dispatcher.dispatch(Action::Restart(first));
            }
        });
    }
    let current = if is_current { (*more).clone() } else { More::after(first) };
    let ask = {
        let (dispatcher, first) = (more.dispatcher(), first.cloned());
        let next = current.next().filter(|_| !current.busy && is_current);
        Callback::from(move |()| {
            let (Some(cursor), Some(first)) = (next, first.clone()) else { return };
            let (dispatcher, session) = (dispatcher.clone(), session.clone());
            let answer = fetch(cursor);
            dispatcher.dispatch(Action::Ask);
            spawn_local(async move {
                let answer = answer.await;
                if let Err(error) = &answer
                    && error.code() == Some(ProblemCode::Unauthenticated)
                {
                    session.dispatch(SessionAction::Expired);
                }
                dispatcher.dispatch(Action::Receive(first, answer));
            });
        })
    };
    let has_next = current.next().is_some();
    let More { pages, busy, error, .. } = current;
    UseMore { pages, has_next, busy, error, ask }
}

#[cfg(test)]
mod tests {
    use creno_types::refusal::Refusals;

    use super::*;

    fn page(is_last: bool) -> Refusals {
        Refusals { next: (!is_last).then(Default::default), ..Refusals::default() }
    }

    #[test]
    fn pages_follow_each_other_until_the_last() {
        let first = Rc::new(page(false));
        let more = Rc::new(More::after(Some(&first))).reduce(Action::Ask);
        assert!(more.busy);
        let more = more.reduce(Action::Receive(first.clone(), Ok(page(false))));
        let more = more.reduce(Action::Receive(first, Ok(page(true))));
        assert_eq!((more.pages.len(), more.next(), more.busy), (2, None, false));
    }

    #[test]
    fn a_page_of_a_list_that_was_replaced_is_dropped() {
        let (first, second) = (Rc::new(page(false)), Rc::new(page(false)));
        let more = Rc::new(More::after(Some(&first))).reduce(Action::Restart(Some(second)));
        let more = more.reduce(Action::Receive(first, Ok(page(true))));
        assert!(more.pages.is_empty() && more.next().is_some());
    }

    #[test]
    fn a_failure_keeps_what_is_shown() {
        let first = Rc::new(page(false));
        let more = Rc::new(More::after(Some(&first))).reduce(Action::Receive(first.clone(), Ok(page(false))));
        let more = more.reduce(Action::Receive(first, Err(ApiError::Unreachable)));
        assert_eq!((more.pages.len(), more.error.is_some(), more.next().is_some()), (1, true, true));
    }
}
