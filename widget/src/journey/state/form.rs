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

    /// The answers to the theme's fields alone, in their short form where they have one.
    pub fn client(&self) -> Answers {
        let short = |field: &Field| {
            let answer = self.answers.get(&field.key)?;
            Some((field.key.clone(), field.check(answer).unwrap_or_else(|_| answer.clone())))
        };
        self.fields().into_iter().filter_map(short).collect()
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

    /// What happens when the visitor types: a mistake goes as soon as it is mended. Another one is told when they leave
    /// the field, since an answer is wrong until it is finished.
    pub fn typed(&self, key: String, text: String) -> Action {
        let wrong = self.error(&key).filter(|code| self.fault(&key, &text) == Some(*code));
        Action::Answer(key, text, wrong)
    }

    /// What happens when the visitor leaves a field. Passing through an empty one is no mistake yet; sending the form
    /// with it is.
    pub fn left(&self, key: String) -> Option<Action> {
        let answer = self.answers.get(&key).filter(|answer| !answer.trim().is_empty())?;
        let wrong = self.fault(&key, answer);
        Some(Action::Checked(key, wrong))
    }

    /// What happens when the visitor sends the form: the answers are then shown as they were understood.
    pub fn sent(&self) -> Action {
        let fields = self.fields();
        let grouped = |(key, answer): (&String, &String)| {
            let field = fields.iter().find(|field| field.key == *key);
            let grouped = field.and_then(|field| field.format.grouped(answer));
            (key.clone(), grouped.unwrap_or_else(|| answer.clone()))
        };
        Action::Submitted(self.form().map(|form| form.answers().iter().map(grouped).collect()))
    }

    pub(super) fn settle(&mut self, key: &str, wrong: Option<FieldErrorCode>) {
        self.errors.retain(|error| error.field != key);
        self.errors.extend(wrong.map(|code| field_error(key, code)));
    }
}

fn field_error(field: &str, code: FieldErrorCode) -> FieldError {
    FieldError { field: field.to_owned(), code, detail: String::new() }
}
