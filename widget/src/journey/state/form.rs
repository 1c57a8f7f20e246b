//! The form of the details: what it asks, what was typed, what is wrong with it. Only the steps that show it call the
//! checks, so that they are no part of what the first step needs.

use creno_types::appointment::Answers;
use creno_types::field::{Field, ValidForm};
use creno_types::{FieldError, FieldErrorCode};

use super::{Action, Journey};

impl Journey {
    /// The fields that the theme's form asks.
    pub fn fields(&self) -> Vec<&Field> {
        self.theme().map(|theme| self.catalog.fields_of(theme).collect()).unwrap_or_default()
    }

    /// What is wrong with a field.
    pub fn error(&self, key: &str) -> Option<FieldErrorCode> {
        self.errors.iter().find(|error| error.field == key).map(|error| error.code)
    }

    /// The answers to the theme's fields alone.
    pub fn client(&self) -> Answers {
        let fields = self.fields();
        let asked = |key: &String| fields.iter().any(|field| field.key == *key);
        self.answers
            .iter()
            .filter(|(key, _)| asked(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    /// The checked form, or everything that is wrong with it.
    ///
    /// # Errors
    /// Every field that can't be accepted, then the consent.
    pub fn form(&self) -> Result<ValidForm, Vec<FieldError>> {
        let checked = ValidForm::check(self.fields(), &self.client());
        if self.consent {
            return checked;
        }
        let mut errors = checked.err().unwrap_or_default();
        errors.push(field_error("consent", FieldErrorCode::ConsentMissing));
        Err(errors)
    }

    /// What is wrong with that answer to a field.
    pub fn fault(&self, key: &str, answer: &str) -> Option<FieldErrorCode> {
        self.fields().into_iter().find(|field| field.key == key).and_then(|field| field.check(answer).err())
    }

    /// What happens when the visitor types: what is already marked as wrong is checked again.
    pub fn typed(&self, key: String, text: String) -> Action {
        let wrong = self.error(&key).and_then(|_| self.fault(&key, &text));
        Action::Answer(key, text, wrong)
    }

    /// What happens when the visitor leaves a field. Passing through an empty one is no mistake yet; sending the form
    /// with it is.
    pub fn left(&self, key: String) -> Option<Action> {
        let answer = self.answers.get(&key).filter(|answer| !answer.trim().is_empty())?;
        let wrong = self.fault(&key, answer);
        Some(Action::Checked(key, wrong))
    }

    /// What happens when the visitor sends the form.
    pub fn sent(&self) -> Action {
        Action::Submitted(self.form().map(|form| form.answers().clone()))
    }

    pub(super) fn settle(&mut self, key: &str, wrong: Option<FieldErrorCode>) {
        self.errors.retain(|error| error.field != key);
        self.errors.extend(wrong.map(|code| field_error(key, code)));
    }
}

fn field_error(field: &str, code: FieldErrorCode) -> FieldError {
    FieldError { field: field.to_owned(), code, detail: String::new() }
}
