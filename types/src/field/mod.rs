//! The form's fields and their formats: the same check while typing and on the server.
//!
//! To add a format: a file with one `check` function, a variant of [`FieldFormat`], an arm in [`Field::check`].

mod date;
mod email;
mod grouping;
mod letters;
mod phone;
mod postcode;
mod sirene;

use serde::{Deserialize, Serialize};

use crate::appointment::Answers;
use crate::problem::{FieldError, FieldErrorCode};

/// One field of a form, as the administrator set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Field {
    /// Its name in requests, such as `last_name`.
    pub key: String,
    /// Its name on screen.
    pub label: String,
    /// What it accepts.
    pub format: FieldFormat,
    /// Whether it must be filled.
    pub required: bool,
    /// A hint shown under the label.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// What may be chosen, for [`FieldFormat::Choice`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// What a field accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldFormat {
    /// Letters of any alphabet, spaces, hyphens and apostrophes; 80 characters.
    Letters,
    /// An e-mail address.
    Email,
    /// Ten French digits, or an international number.
    Phone,
    /// A date as `JJ/MM/AAAA`.
    Date,
    /// Five or six digits.
    Postcode,
    /// Nine digits and their key.
    Siren,
    /// Fourteen digits and their key.
    Siret,
    /// One of the field's options.
    Choice,
    /// Number and street of a postal address; 200 characters. Its answers are completed, along with the postcode and the
    /// town that follow it in the form.
    Street,
    /// One line of free text; 200 characters.
    Text,
    /// Several lines of free text; 2 000 characters.
    LongText,
}

impl FieldFormat {
    /// Every format.
    pub const ALL: [Self; 11] = [
        Self::Letters,
        Self::Email,
        Self::Phone,
        Self::Date,
        Self::Postcode,
        Self::Siren,
        Self::Siret,
        Self::Choice,
        Self::Street,
        Self::Text,
        Self::LongText,
    ];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Date => "date",
            Self::Postcode => "postcode",
            Self::Siren => "siren",
            Self::Siret => "siret",
            Self::Choice => "choice",
            Self::Street => "street",
            Self::Text => "text",
            Self::LongText => "long_text",
        }
    }
}

/// The shortest form of one answer, or what is wrong with it.
pub type Check = Result<String, FieldErrorCode>;

/// Whether a text is an e-mail address.
pub fn is_email(text: &str) -> bool {
    email::check(text).is_ok()
}

impl Field {
    /// Checks an answer, and gives it in the form in which it is kept.
    ///
    /// # Errors
    /// What is wrong with it; an empty answer to an optional field is fine.
    pub fn check(&self, answer: &str) -> Check {
        let answer = answer.trim();
        if answer.is_empty() {
            return if self.required { Err(FieldErrorCode::Required) } else { Ok(String::new()) };
        }
        match self.format {
            FieldFormat::Letters => letters::check(answer),
            FieldFormat::Email => email::check(answer),
            FieldFormat::Phone => phone::check(answer),
            FieldFormat::Date => date::check(answer),
            FieldFormat::Postcode => postcode::check(answer),
            FieldFormat::Siren => sirene::check_siren(answer),
            FieldFormat::Siret => sirene::check_siret(answer),
            FieldFormat::Choice => {
                self.options.iter().find(|option| *option == answer).cloned().ok_or(FieldErrorCode::NotChoice)
            }
            FieldFormat::Street | FieldFormat::Text => at_most(answer, 200),
            FieldFormat::LongText => at_most(answer, 2_000),
        }
    }
}

/// Checks a mail address by itself, and gives it in the form in which it is kept.
///
/// # Errors
/// What is wrong with it.
pub fn check_email(answer: &str) -> Check {
    match answer.trim() {
        "" => Err(FieldErrorCode::Required),
        answer => email::check(answer),
    }
}

/// A form whose every answer was checked; [`ValidForm::check`] is the only way to one.
#[derive(Clone, PartialEq, Eq)]
pub struct ValidForm(Answers);

impl ValidForm {
    /// Checks the answers to `fields`.
    ///
    /// # Errors
    /// Every field that can't be accepted, in the form's order, then answers to fields that it does not have.
    pub fn check<'a>(
        fields: impl IntoIterator<Item = &'a Field>,
        answers: &Answers,
    ) -> Result<Self, Vec<FieldError>> {
        let mut accepted = Answers::new();
        let mut errors = Vec::new();
        let mut known = Vec::new();
        for field in fields {
            known.push(field.key.as_str());
            match field.check(answers.get(&field.key).map_or("", String::as_str)) {
                Ok(answer) if answer.is_empty() => {}
                Ok(answer) => drop(accepted.insert(field.key.clone(), answer)),
                Err(code) => errors.push(error(&field.key, code)),
            }
        }
        let strangers = answers.keys().filter(|key| !known.contains(&key.as_str()));
        errors.extend(strangers.map(|key| error(key, FieldErrorCode::UnknownField)));
        if errors.is_empty() { Ok(Self(accepted)) } else { Err(errors) }
    }

    /// The answers, by field key; unanswered fields are absent.
    pub fn answers(&self) -> &Answers {
        &self.0
    }
}

fn error(field: &str, code: FieldErrorCode) -> FieldError {
    FieldError { field: field.to_owned(), code, detail: String::new() }
}

fn at_most(answer: &str, characters: usize) -> Check {
    if answer.chars().count() > characters { Err(FieldErrorCode::TooLong) } else { Ok(answer.to_owned()) }
}

/// The digits of `answer` once blanks and the usual separators are dropped; `None` when something else is there.
fn digits(answer: &str) -> Option<String> {
    let kept: String =
        answer.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | '(' | ')')).collect();
    kept.bytes().all(|byte| byte.is_ascii_digit()).then_some(kept)
}

#[cfg(test)]
mod tests;
