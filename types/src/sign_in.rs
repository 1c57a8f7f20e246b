//! Ways of signing in, why one can be refused, and passwords that are forgotten.

use serde::{Deserialize, Serialize};

/// The ways of signing in that this server offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInMethods {
    /// The organisation's own sign-in service; none when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sso: Option<SsoMethod>,
    /// Whether passwords are for rescue only: the page then keeps them behind a link.
    pub password_is_rescue: bool,
    /// Whether a link to choose another password can be mailed.
    pub reset: bool,
    /// Whom to ask, in the organisation's words: `écrivez à informatique@example.fr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// The organisation's sign-in service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SsoMethod {
    /// What it is called.
    pub label: String,
    /// The path that leads there; `?return_to=` says which page was asked for.
    pub start: String,
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// With a password kept here.
    #[default]
    Password,
    /// Through the organisation's sign-in service.
    Sso,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)+) => {
        /// Why signing in through the organisation's service is refused. The word goes in the fragment of the address that the
        /// browser is sent back to: `#connexion=unknown_account`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum SsoRefusal {
            $($(#[$doc])* $variant,)+
        }

        impl SsoRefusal {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The reason of that word.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.as_str() == word)
            }
        }
    };
}

refusals! {
    /// The service does not answer, or not in time.
    Unreachable = "unreachable";
    /// The attempt is none of this browser's, was used already or is too old.
    Stale = "stale";
    /// The person, or the service, said no.
    Denied = "denied";
    /// The service reports a fault.
    ProviderFault = "provider_fault";
    /// The service calls itself otherwise than it is set here.
    WrongIssuer = "wrong_issuer";
    /// What it says was meant for another application.
    WrongAudience = "wrong_audience";
    /// What it says is too old: clocks differ.
    Expired = "expired";
    /// What it says answers another attempt.
    WrongNonce = "wrong_nonce";
    /// It is not signed by the service.
    WrongSignature = "wrong_signature";
    /// It makes no sense.
    InvalidAnswer = "invalid_answer";
    /// It names no mail address.
    NoEmail = "no_email";
    /// It does not vouch for the mail address.
    UnverifiedEmail = "unverified_email";
    /// The address is of a domain that is not accepted.
    WrongDomain = "wrong_domain";
    /// Nobody here has that address.
    UnknownAccount = "unknown_account";
    /// The account is switched off.
    InactiveAccount = "inactive_account";
    /// The account belongs to another identity of the service.
    OtherIdentity = "other_identity";
}

/// Where to come back to from the sign-in service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct BeginSsoQuery {
    /// The page that was asked for: a path below `/back-office/`, and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
}

/// What the sign-in service sends the browser back with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SsoCallbackQuery {
    /// What the identity is fetched with.
    #[serde(default)]
    pub code: Option<String>,
    /// Which attempt.
    #[serde(default)]
    pub state: Option<String>,
    /// Why there is none.
    #[serde(default)]
    pub error: Option<String>,
    /// Who says so (RFC 9207).
    #[serde(default)]
    pub iss: Option<String>,
}

/// Someone who forgot their password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "email": "lea.martin@example.fr", "return_to": "/back-office/rendez-vous" })))]
pub struct AskReset {
    /// E-mail address of the account.
    pub email: String,
    /// The page that was asked for, a path below `/back-office/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
}

/// Another password, by the link that was mailed.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "token": "q1w2e3r4t5y6u7i8o9p0aA", "password": "une longue phrase de passe" })))]
pub struct NewPassword {
    /// What the link carries.
    pub token: String,
    /// The password: 12 characters at least.
    pub password: String,
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(hidden)")
    }
}

/// A password was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChanged {
    /// The page that was asked for when the password was forgotten.
    pub return_to: String,
}

#[cfg(test)]
mod tests {
    use super::SsoRefusal;

    #[test]
    fn reasons_are_read_from_their_words() {
        for reason in SsoRefusal::ALL {
            assert_eq!(SsoRefusal::of_word(reason.as_str()), Some(*reason));
        }
        assert_eq!(SsoRefusal::of_word("weather"), None);
    }
}
