//! Texts of the interface: one flat catalogue per language, in `i18n/<lang>.json` beside `src`.
//!
//! To add a language: one more file there with the same keys (the tests compare them), and its code in the
//! loader's list. A text holds `{name}` where a value goes; a count has one text per plural category of the
//! language (`key.one`, `key.other`…).

pub mod dates;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use creno_types::FieldErrorCode;
use creno_types::field::{Field, FieldFormat};
use js_sys::{Array, Intl, Object};
use wasm_bindgen::JsValue;
use yew::html::Scope;
use yew::prelude::*;

use crate::api::Failure;

/// The texts of one language.
#[derive(Clone)]
pub struct I18n(Rc<Inner>);

struct Inner {
    lang: String,
    texts: RefCell<BTreeMap<String, String>>,
    plurals: Intl::PluralRules,
}

impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl I18n {
    /// The texts that `json` lists, spoken in `lang`.
    pub fn new(lang: &str, json: &str) -> Self {
        let locales = Array::of1(&JsValue::from_str(lang));
        Self(Rc::new(Inner {
            lang: lang.to_owned(),
            texts: RefCell::new(crate::json::read(json).unwrap_or_default()),
            plurals: Intl::PluralRules::new(&locales, &Object::new()),
        }))
    }

    /// Adds the texts that `json` lists.
    pub fn add(&self, json: &str) {
        let more: BTreeMap<String, String> = crate::json::read(json).unwrap_or_default();
        self.0.texts.borrow_mut().extend(more);
    }

    /// Code of the language.
    pub fn lang(&self) -> &str {
        &self.0.lang
    }

    /// The text of `key`, when there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        self.0.texts.borrow().get(key).cloned()
    }

    /// The text of `key`; the key itself when it is missing, which a test rules out.
    pub fn text(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key` with its values filled in.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(&self.text(key), values)
    }

    /// The text of `key` for `count` things, which the text calls `{n}`.
    pub fn plural(&self, key: &str, count: usize) -> String {
        let category = self.0.plurals.select(count as f64).as_string().unwrap_or_default();
        let text = self.find(&[key, ".", &category].concat());
        let text = text.or_else(|| self.find(&[key, ".other"].concat())).unwrap_or_else(|| key.to_owned());
        fill(&text, &[("n", &count.to_string())])
    }

    /// How to mend `field`.
    pub fn field_error(&self, field: &Field, code: FieldErrorCode) -> String {
        let limit = match field.format {
            FieldFormat::Letters => "80",
            FieldFormat::LongText => "2000",
            _ => "200",
        };
        self.with(&["field.", code.as_str()].concat(), &[("label", &field.label), ("limit", limit)])
    }

    /// What happened and what to do, for a call that failed.
    pub fn failure(&self, failure: &Failure) -> String {
        let text = self.find(&["problem.", failure.code()].concat());
        match (text, failure) {
            (Some(text), _) => text,
            (None, Failure::Refused(problem)) => problem.detail.clone(),
            (None, _) => self.text("problem.unreadable"),
        }
    }
}

/// Replaces each `{name}` of `text`.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&["{", name, "}"].concat(), value))
}

/// The texts that the application provides.
#[hook]
pub fn use_i18n() -> I18n {
    use_context::<I18n>().unwrap_or_else(|| I18n::new("fr", "{}"))
}

/// The texts that the application provides, for a component without hooks: another language makes another application's
/// context, and so another rendering.
pub fn i18n_of<C: Component>(link: &Scope<C>) -> I18n {
    link.context(Callback::noop()).map_or_else(|| I18n::new("fr", "{}"), |(i18n, _)| i18n)
}

#[cfg(test)]
mod tests;
