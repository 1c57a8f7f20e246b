//! What a sign-in service can get wrong, in words of ours. The library's own go to the log.

use std::error::Error;
use std::fmt::Display;

use openidconnect::core::CoreErrorResponseType;
use openidconnect::{
    ClaimsVerificationError, DiscoveryError, RequestTokenError, SignatureVerificationError,
    StandardErrorResponse, UserInfoError,
};

use super::http::CallError;

/// Why nobody is identified.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The service does not answer.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// It calls itself otherwise than it is set here.
    #[error("wrong issuer: {0}")]
    WrongIssuer(String),
    /// What it says was meant for another application.
    #[error("wrong audience: {0}")]
    WrongAudience(String),
    /// What it says is too old.
    #[error("expired: {0}")]
    Expired(String),
    /// What it says answers another attempt.
    #[error("wrong nonce")]
    WrongNonce,
    /// It is signed by a key that is not known.
    #[error("signed by an unknown key")]
    UnknownKey,
    /// It is not signed as it must be.
    #[error("wrong signature: {0}")]
    WrongSignature(String),
    /// The code was used already, or is none of its.
    #[error("the code is refused")]
    SpentCode,
    /// The service reports a fault.
    #[error("the service refuses: {0}")]
    Refused(String),
    /// It makes no sense.
    #[error("invalid answer: {0}")]
    Invalid(String),
}

impl OidcError {
    pub(super) fn invalid(what: impl Display) -> Self {
        Self::Invalid(what.to_string())
    }

    pub(super) fn is_unknown_key(&self) -> bool {
        matches!(self, Self::UnknownKey)
    }

    pub(super) fn of_discovery(error: DiscoveryError<CallError>) -> Self {
        match error {
            DiscoveryError::Request(error) => Self::Unreachable(chain(&error)),
            // The only thing that the library validates is the issuer.
            DiscoveryError::Validation(what) => Self::WrongIssuer(what),
            DiscoveryError::Response(status, ..) if status.is_server_error() => {
                Self::Unreachable(format!("it answers {status}"))
            }
            error => Self::Invalid(chain(&error)),
        }
    }

    pub(super) fn of_exchange(
        error: RequestTokenError<CallError, StandardErrorResponse<CoreErrorResponseType>>,
    ) -> Self {
        match error {
            RequestTokenError::Request(error) => Self::Unreachable(chain(&error)),
            RequestTokenError::ServerResponse(answer)
                if *answer.error() == CoreErrorResponseType::InvalidGrant =>
            {
                Self::SpentCode
            }
            RequestTokenError::ServerResponse(answer) => Self::Refused(answer.to_string()),
            error => Self::Invalid(chain(&error)),
        }
    }

    pub(super) fn of_user_info(error: UserInfoError<CallError>) -> Self {
        match error {
            UserInfoError::Request(error) => Self::Unreachable(chain(&error)),
            UserInfoError::ClaimsVerification(error) => Self::of_claims(error),
            error => Self::Invalid(chain(&error)),
        }
    }

    pub(super) fn of_claims(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::InvalidIssuer(what) => Self::WrongIssuer(what),
            ClaimsVerificationError::InvalidAudience(what) => Self::WrongAudience(what),
            ClaimsVerificationError::Expired(what) => Self::Expired(what),
            ClaimsVerificationError::InvalidNonce(_) => Self::WrongNonce,
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                Self::UnknownKey
            }
            ClaimsVerificationError::SignatureVerification(error) => Self::WrongSignature(chain(&error)),
            error => Self::Invalid(chain(&error)),
        }
    }
}

/// An error and its causes.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
