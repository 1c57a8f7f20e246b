//! The code that proves the visitor's mail address, where the theme asks one before the slot is firm.

use creno_types::FieldErrorCode;
use creno_types::email_proof::NewEmailProof;
use creno_types::endpoint::{CreateEmailProof, Endpoint};
use creno_types::field::FieldFormat;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::api::{self, Extra, Failure};
use crate::journey::handle::Dispatcher;
use crate::journey::state::{Action, Journey};

/// Key of the field in which the code is typed, as the server names it.
pub const FIELD: &str = "email_code";

/// Digits of a code.
const DIGITS: usize = 6;

/// What is wrong with a code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// It has fewer digits than a code has, or more.
    Length,
    /// The server refused it.
    Refused(FieldErrorCode),
}

/// The code of one confirmation.
#[derive(Clone, PartialEq)]
pub struct EmailCode {
    /// The address that a code was sent to; none as long as the server asked for none.
    pub sent: UseStateHandle<Option<AttrValue>>,
    /// What the visitor types.
    pub typed: UseStateHandle<String>,
    /// What is wrong with it.
    pub wrong: UseStateHandle<Option<CodeFault>>,
    /// The box that its field is in.
    pub place: NodeRef,
    /// How many codes were asked for.
    asked: UseStateHandle<u32>,
}

/// Nothing is asked until the server does.
#[hook]
pub fn use_email_code() -> EmailCode {
    let code = EmailCode {
        sent: use_state(|| None),
        typed: use_state(String::new),
        wrong: use_state(|| None),
        place: use_node_ref(),
        asked: use_state(|| 0),
    };
    // Where the code is to be typed, or typed again.
    let place = code.place.clone();
    use_effect_with((*code.asked, *code.wrong), move |(asked, _)| {
        if *asked > 0 {
            focus(&place);
        }
    });
    code
}

fn focus(place: &NodeRef) {
    let place = place.cast::<Element>();
    let field = place.and_then(|place| place.query_selector("input").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _focused = field.focus();
    }
}

impl EmailCode {
    /// What was typed without what people put between digits.
    pub fn digits(&self) -> String {
        self.typed.chars().filter(char::is_ascii_digit).collect()
    }

    /// Whether the code can be sent; when its length tells that it can't, the field says so.
    pub fn is_ready(&self) -> bool {
        let ready = self.sent.is_none() || self.digits().len() == DIGITS;
        if !ready {
            self.wrong.set(Some(CodeFault::Length));
            focus(&self.place);
        }
        ready
    }

    /// Has a code sent to the address of the form.
    ///
    /// # Errors
    /// When it can't be sent.
    pub async fn ask(
        &self,
        api: &str,
        journey: &Journey,
        dispatcher: &Dispatcher,
        lang: &str,
    ) -> Result<(), Failure> {
        let Some(held) = journey.own_hold() else { return Ok(()) };
        let key = journey
            .fields()
            .into_iter()
            .find(|field| field.format == FieldFormat::Email)
            .map(|field| field.key.clone());
        let email = key.and_then(|key| journey.answers.get(&key).cloned()).unwrap_or_default();
        let new = NewEmailProof { hold: held.hold.hold.clone(), email: email.clone(), lang: lang.to_owned() };
        let path = CreateEmailProof::PATH;
        let answer = api::call::<CreateEmailProof>(api, path, Some(&new), Extra::default()).await?;
        dispatcher.dispatch(Action::Kept(answer.body.expires_at, answer.ahead_ms));
        self.typed.set(String::new());
        self.wrong.set(None);
        self.sent.set(Some(email.into()));
        self.asked.set(*self.asked + 1);
        Ok(())
    }
}
