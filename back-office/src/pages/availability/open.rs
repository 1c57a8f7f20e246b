//! The form that is open beside the list: what is typed, of what, and how it is saved.

use creno_engine::Window as EngineWindow;
use creno_types::endpoint::{
    CreateException, CreateWindow, Endpoint, GetException, GetWindow, UpdateException, UpdateWindow, path,
};
use creno_types::ids::AgencyId;
use creno_types::window::{Exception, Window};
use creno_types::{FieldError, ProblemCode};
use uuid::Uuid;

use super::draft::{TypedException, TypedWindow};
use crate::api::{self, ApiError};

/// What is typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// A recurring window.
    Window(TypedWindow),
    /// An exception.
    Exception(TypedException),
}

impl Typed {
    /// What can't be accepted.
    pub fn faults(&self, staff: &str) -> Vec<FieldError> {
        match self {
            Self::Window(typed) => typed.faults(staff),
            Self::Exception(typed) => typed.faults(staff),
        }
    }

    /// What it would make, for the engine.
    pub fn windows(&self, staff: &str, agency: Option<AgencyId>) -> Vec<EngineWindow> {
        match self {
            Self::Window(typed) => typed.windows(staff, agency),
            Self::Exception(typed) => typed.windows(staff, agency),
        }
    }

    /// Slug of the agency; none for all of them.
    pub fn agency(&self) -> Option<&str> {
        match self {
            Self::Window(typed) => typed.agency.as_deref(),
            Self::Exception(typed) => typed.agency.as_deref(),
        }
    }
}

/// A window or an exception that stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// A recurring window.
    Window(Window),
    /// An exception.
    Exception(Exception),
}

impl Standing {
    /// Its id.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Window(window) => window.id.0,
            Self::Exception(exception) => exception.id.0,
        }
    }

    /// The same, to be changed.
    pub fn typed(&self) -> Typed {
        match self {
            Self::Window(window) => Typed::Window(TypedWindow::of(window)),
            Self::Exception(exception) => Typed::Exception(TypedException::of(exception)),
        }
    }

    /// In plain words; `day` writes a date.
    pub fn told(&self, day: impl Fn(chrono::NaiveDate) -> String) -> String {
        match self {
            Self::Window(window) => super::phrases::window(&window.rule, day),
            Self::Exception(exception) => {
                format!("{}, {}", super::phrases::exception(&exception.rule), day(exception.rule.date))
            }
        }
    }

    /// The same as the server has it now, with its entity tag.
    ///
    /// # Errors
    /// When it can't be read, or is gone.
    pub async fn read_again(&self) -> Result<(Self, String), ApiError> {
        let id = self.id().to_string();
        let (now, tag) = match self {
            Self::Window(_) => {
                let at = path(GetWindow::PATH, &[&id]);
                let now = api::call_tagged::<GetWindow>(&at, &(), None).await?;
                (Self::Window(now.value), now.etag)
            }
            Self::Exception(_) => {
                let at = path(GetException::PATH, &[&id]);
                let now = api::call_tagged::<GetException>(&at, &(), None).await?;
                (Self::Exception(now.value), now.etag)
            }
        };
        Ok((now, tag.unwrap_or_else(|| "*".to_owned())))
    }
}

/// The form that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What is changed, with its entity tag; nothing when something is added.
    pub of: Option<(Standing, String)>,
    /// What is typed.
    pub typed: Typed,
    /// Which opening of the form it is, so that two don't share what they hold.
    pub round: u32,
}

impl Form {
    /// Id of what is changed.
    pub fn id(&self) -> Option<Uuid> {
        self.of.as_ref().map(|(standing, _)| standing.id())
    }
}

/// What became of an attempt to save.
#[derive(Debug)]
pub enum Saved {
    /// All of it is saved: so many windows or exceptions.
    All(usize),
    /// What was saved before one was refused, what is left to type, and why.
    Some(usize, Typed, ApiError),
    /// Somebody changed it meanwhile: what it is now, its tag, and what the server said.
    Changed(Standing, String, String),
}

/// Saves what is typed: one window a day, one exception a date, until one is refused.
pub async fn save(form: &Form, staff: &str) -> Saved {
    match (&form.typed, &form.of) {
        (Typed::Window(typed), Some((standing, tag))) => {
            let Some(asked) = typed.asked(staff).into_iter().next() else { return Saved::All(0) };
            let at = path(UpdateWindow::PATH, &[&standing.id().to_string()]);
            changed(
                standing,
                &form.typed,
                api::call_tagged::<UpdateWindow>(&at, &asked, Some(tag)).await.map(drop),
            )
            .await
        }
        (Typed::Exception(typed), Some((standing, tag))) => {
            let Some(asked) = typed.asked(staff).into_iter().next() else { return Saved::All(0) };
            let at = path(UpdateException::PATH, &[&standing.id().to_string()]);
            changed(
                standing,
                &form.typed,
                api::call_tagged::<UpdateException>(&at, &asked, Some(tag)).await.map(drop),
            )
            .await
        }
        (Typed::Window(typed), None) => {
            let asked = typed.asked(staff);
            for (done, window) in asked.iter().enumerate() {
                if let Err(error) = api::call::<CreateWindow>(CreateWindow::PATH, window).await {
                    let left = asked.iter().skip(done).filter_map(|left| u8::try_from(left.weekday).ok());
                    let days = left.filter(|day| *day > 0).collect();
                    return Saved::Some(done, Typed::Window(TypedWindow { days, ..typed.clone() }), error);
                }
            }
            Saved::All(asked.len())
        }
        (Typed::Exception(typed), None) => {
            let asked = typed.asked(staff);
            for (done, exception) in asked.iter().enumerate() {
                if let Err(error) = api::call::<CreateException>(CreateException::PATH, exception).await {
                    let left = TypedException { from: exception.date.clone(), ..typed.clone() };
                    return Saved::Some(done, Typed::Exception(left), error);
                }
            }
            Saved::All(asked.len())
        }
    }
}

/// What became of a change: when somebody else made one first, both are to be seen.
async fn changed(standing: &Standing, typed: &Typed, answer: Result<(), ApiError>) -> Saved {
    match answer {
        Ok(()) => Saved::All(1),
        Err(error) if error.code() == Some(ProblemCode::PreconditionFailed) => {
            let said = match &error {
                ApiError::Refused { problem, .. } => problem.detail.clone(),
                ApiError::Unreachable | ApiError::Unreadable { .. } => String::new(),
            };
            match standing.read_again().await {
                Ok((now, tag)) => Saved::Changed(now, tag, said),
                Err(error) => Saved::Some(0, typed.clone(), error),
            }
        }
        Err(error) => Saved::Some(0, typed.clone(), error),
    }
}
