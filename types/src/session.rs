//! Signing in to the back-office.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::sign_in::SignInMethod;
use crate::slug::Slug;
use crate::staff::{Permission, Scope, StaffName};

/// E-mail and password, as typed.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "email": "lea.martin@example.fr", "password": "une longue phrase de passe" })))]
pub struct Credentials {
    /// E-mail address of the account.
    pub email: String,
    /// Password.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(hidden)")
    }
}

/// Who is signed in, and what they may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The person.
    pub staff: StaffName,
    /// Name of their profile, in French.
    pub profile: String,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// Whose appointments they reach.
    pub scope: Scope,
    /// Their agencies: all of them when the scope is the network.
    pub agencies: Vec<SessionAgency>,
    /// How they signed in.
    #[serde(default)]
    pub signed_in_by: SignInMethod,
}

/// A session of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSession {
    /// Its id, which opens nothing.
    pub id: Uuid,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// When it ends, used or not.
    pub expires_at: DateTime<Utc>,
    /// Network address that it was last used from.
    pub address: String,
    /// The browser that it began in, in French: `Firefox sur Windows`.
    pub browser: String,
    /// How it began.
    pub signed_in_by: SignInMethod,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Sessions of one's own, the last used first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSessions {
    /// The sessions.
    pub items: Vec<OwnSession>,
    /// Minutes without use after which a session ends.
    pub idle_min: u16,
}

/// An agency that a staff member works in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionAgency {
    /// Name in URLs.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// IANA name of its zone.
    pub timezone: String,
}

/// The accounts that a demonstration offers at sign-in. Outside demo mode the call does not exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoAccounts {
    /// The accounts, in the order in which they are offered.
    pub accounts: Vec<DemoAccount>,
}

/// An account whose password is public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoAccount {
    /// What the person does, in French.
    pub label: String,
    /// E-mail address of the account.
    pub email: String,
    /// Password, readable by everybody.
    pub password: String,
}
