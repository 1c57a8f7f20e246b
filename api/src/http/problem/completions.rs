//! Refusals of what is completed while it is typed.

use creno_types::ProblemCode;

use super::Refusal;
use crate::integrations::addresses::AddressesError;
use crate::places::PlacesError;

impl From<PlacesError> for Refusal {
    fn from(error: PlacesError) -> Self {
        match error {
            PlacesError::TooLong(error) => Self::new(ProblemCode::InvalidFields).with_errors(vec![error]),
            error @ (PlacesError::Data(_) | PlacesError::Interrupted(_)) => Self::internal(error),
        }
    }
}

impl From<AddressesError> for Refusal {
    fn from(error: AddressesError) -> Self {
        match error {
            AddressesError::TooLong(error) => Self::new(ProblemCode::InvalidFields).with_errors(vec![error]),
            AddressesError::Unavailable { retry_after } => {
                Self::new(ProblemCode::AddressesUnavailable).retry_after(retry_after)
            }
        }
    }
}
