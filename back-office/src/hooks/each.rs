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

/// Why something was refused, in a sentence.
fn why(error: &ApiError) -> String {
    match error.code() {
        Some(ProblemCode::PreconditionFailed | ProblemCode::AppointmentChanged) => {
            t("each.changed").to_owned()
        }
        _ => {
            let (title, detail) = words::failure(error);
            format!("{title} {detail}")
        }
    }
}

/// An act on each of several `A`.
pub struct Each<A> {
    /// Does it to them, unless it is being done.
    pub start: Callback<Vec<A>>,
    /// Whether it is being done.
    pub busy: bool,
}

/// Does `act` to each, in turn: `came` is told of every step, `ended` of what each gave, or why it was refused. One that is
/// refused does not keep the next from being done, but a session that the server no longer knows ends it all and leads to
/// sign-in.
#[hook]
pub fn use_each<A, T, D>(
    act: impl Fn(A) -> D + Clone + 'static,
    came: Callback<(A, Outcome)>,
    ended: Callback<Vec<(A, Result<T, String>)>>,
) -> Each<A>
where
    A: Clone + 'static,
    T: 'static,
    D: Future<Output = Result<T, ApiError>> + 'static,
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
                let mut answers = Vec::with_capacity(all.len());
                for one in all {
                    came.emit((one.clone(), Outcome::Doing));
                    let answer = act(one.clone()).await;
                    let code = answer.as_ref().err().and_then(ApiError::code);
                    if code == Some(ProblemCode::Unauthenticated) {
                        session.dispatch(SessionAction::Expired);
                        break;
                    }
                    let answer = answer.map_err(|error| why(&error));
                    let outcome =
                        answer.as_ref().err().map_or(Outcome::Done, |why| Outcome::Refused(why.clone()));
                    came.emit((one.clone(), outcome));
                    answers.push((one, answer));
                }
                busy.set(false);
                ended.emit(answers);
            });
        })
    };
    Each { start, busy: *busy }
}
