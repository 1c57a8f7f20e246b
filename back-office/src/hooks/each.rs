//! The same act on several things, one after the other, and what comes of each.

use std::future::Future;

use creno_types::ProblemCode;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::session::{SessionAction, use_session};
use crate::api::ApiError;
use crate::i18n::{t, words};

/// What comes of one of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Outcome {
    /// Nothing was asked yet.
    #[default]
    Chosen,
    /// It is being done.
    Doing,
    /// It was done.
    Done,
    /// It was refused, for that reason.
    Refused(String),
}

impl Outcome {
    fn refused(error: &ApiError) -> Self {
        Self::Refused(match error.code() {
            Some(ProblemCode::PreconditionFailed | ProblemCode::AppointmentChanged) => {
                t("each.changed").to_owned()
            }
            _ => {
                let (title, detail) = words::failure(error);
                format!("{title} {detail}")
            }
        })
    }
}

/// An act on each of several `A`.
pub struct Each<A> {
    /// Does it to them, unless it is being done.
    pub start: Callback<Vec<A>>,
    /// Whether it is being done.
    pub busy: bool,
}

/// Does `act` to each, in turn: `came` is told of every step, `ended` of what came of all. One that is refused does not
/// keep the next from being done, but a session that the server no longer knows ends it all and leads to sign-in.
#[hook]
pub fn use_each<A, D>(
    act: impl Fn(A) -> D + Clone + 'static,
    came: Callback<(A, Outcome)>,
    ended: Callback<Vec<(A, Outcome)>>,
) -> Each<A>
where
    A: Clone + 'static,
    D: Future<Output = Result<(), ApiError>> + 'static,
{
    let session = use_session();
    let busy = use_state_eq(|| false);
    let start = {
        let busy = busy.clone();
        Callback::from(move |all: Vec<A>| {
            if *busy || all.is_empty() {
                return;
            }
            busy.set(true);
            let (busy, session, act) = (busy.clone(), session.clone(), act.clone());
            let (came, ended) = (came.clone(), ended.clone());
            spawn_local(async move {
                let mut outcomes = Vec::with_capacity(all.len());
                for one in all {
                    came.emit((one.clone(), Outcome::Doing));
                    let error = act(one.clone()).await.err();
                    if error.as_ref().is_some_and(|error| error.code() == Some(ProblemCode::Unauthenticated))
                    {
                        session.dispatch(SessionAction::Expired);
                        break;
                    }
                    let outcome = error.as_ref().map_or(Outcome::Done, Outcome::refused);
                    came.emit((one.clone(), outcome.clone()));
                    outcomes.push((one, outcome));
                }
                busy.set(false);
                ended.emit(outcomes);
            });
        })
    };
    Each { start, busy: *busy }
}
