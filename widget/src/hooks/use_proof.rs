//! What shows the server that no script is booking: the device's work, or else the visitor's answer to a question.

use std::cell::RefCell;
use std::rc::Rc;

use creno_types::challenge::{ChallengeAnswer, Question};
use creno_types::endpoint::{Endpoint, GetQuestion, with_query};
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use crate::api::{self, Extra, Failure};

/// The proof of one confirmation. The device begins to work as soon as the visitor reads the journey over.
#[derive(Clone)]
pub struct Proof {
    api: String,
    lang: String,
    /// Whether the server asks for one at all.
    needed: bool,
    /// The loader's function that asks for a challenge and answers it.
    prove: Option<Function>,
    work: Rc<RefCell<Option<Promise>>>,
    /// The question, when the device could not.
    pub question: UseStateHandle<Option<Question>>,
    /// What the visitor answers.
    pub answer: UseStateHandle<String>,
}

impl PartialEq for Proof {
    fn eq(&self, other: &Self) -> bool {
        self.question == other.question && self.answer == other.answer && self.needed == other.needed
    }
}

/// Prepares the proof for a confirmation.
#[hook]
pub fn use_proof(api: &str, lang: &str, prove: Option<&Function>, needed: bool) -> Proof {
    let proof = Proof {
        api: api.to_owned(),
        lang: lang.to_owned(),
        needed,
        prove: prove.cloned(),
        work: use_memo((), |()| RefCell::new(None)),
        question: use_state(|| None),
        answer: use_state(String::new),
    };
    let first = proof.clone();
    use_effect_with(needed, move |needed| {
        if *needed {
            first.begin();
        }
    });
    proof
}

impl Proof {
    fn begin(&self) {
        let started = self.prove.as_ref().and_then(|prove| {
            prove.call1(&JsValue::NULL, &JsValue::from_str(&self.api)).ok()?.dyn_into::<Promise>().ok()
        });
        *self.work.borrow_mut() = started;
    }

    /// What goes with the confirmation; nothing when none is asked. When the device can't work, the visitor is shown a
    /// question instead, and nothing is sent yet.
    ///
    /// # Errors
    /// No failure when a question is shown; the failure when it can't be had.
    pub async fn give(&self) -> Result<Option<ChallengeAnswer>, Option<Failure>> {
        if !self.needed {
            return Ok(None);
        }
        if let Some(question) = &*self.question {
            let (token, answer) = (question.token.clone(), self.answer.trim().to_owned());
            return Ok(Some(ChallengeAnswer::Question { token, answer }));
        }
        let work = self.work.borrow().clone();
        if let Some(work) = work
            && let Ok(payload) = JsFuture::from(work).await
            && let Some(payload) = payload.as_string()
        {
            return Ok(Some(ChallengeAnswer::Work(payload)));
        }
        self.ask().await?;
        Err(None)
    }

    /// Prepares another proof, the last one having been refused. Whether it can be given without asking the visitor.
    ///
    /// # Errors
    /// When another question can't be had.
    pub async fn renew(&self) -> Result<bool, Failure> {
        if self.question.is_some() {
            self.answer.set(String::new());
            self.ask().await?;
            return Ok(false);
        }
        self.begin();
        Ok(true)
    }

    async fn ask(&self) -> Result<(), Failure> {
        let path = with_query(GetQuestion::PATH, &[("kind", "question"), ("lang", &self.lang)]);
        let asked = api::call::<GetQuestion>(&self.api, &path, None, Extra::default()).await?;
        self.question.set(Some(asked.body));
        Ok(())
    }
}
