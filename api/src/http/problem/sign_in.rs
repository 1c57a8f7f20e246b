//! Refusals at the door, and of what one does with one's own sessions and password.

use creno_types::ProblemCode;

use super::Refusal;
use crate::staff::own_sessions::OwnSessionError;
use crate::staff::reset::ResetError;
use crate::staff::sign_in::SignInError;

impl From<SignInError> for Refusal {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => Self::new(ProblemCode::WrongCredentials),
            SignInError::TooManyAttempts { retry_after } => {
                Self::new(ProblemCode::RateLimited).retry_after(retry_after)
            }
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<ResetError> for Refusal {
    fn from(error: ResetError) -> Self {
        match error {
            ResetError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            ResetError::LinkOver => Self::new(ProblemCode::ResetLinkOver),
            ResetError::Hash(error) => Self::internal(error),
            ResetError::Store(error) => error.into(),
        }
    }
}

impl From<OwnSessionError> for Refusal {
    fn from(error: OwnSessionError) -> Self {
        match error {
            OwnSessionError::Unknown => {
                Self::new(ProblemCode::NotFound).with_detail("Cette session a déjà pris fin.")
            }
            OwnSessionError::Store(error) => error.into(),
        }
    }
}
