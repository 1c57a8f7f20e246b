//! Signing in with e-mail and password.

use std::time::Duration;

use chrono::TimeDelta;
use creno_types::ids::StaffId;
use creno_types::journal::AccessKind;
use creno_types::session::{Credentials, Session};
use creno_types::sign_in::{SignInMethod, SignInMethods, SsoMethod};
use creno_types::staff::Scope;

use super::password;
use crate::app::App;
use crate::booking::hash;
use crate::journals;
use crate::store::StoreError;
use crate::store::access::{self, NewAccess};
use crate::store::staff::{self, Member};

/// Refusals are counted over this time…
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// …and from this many for one account,
const PER_ACCOUNT: i64 = 5;
/// or this many from one network address, nobody gets in (NIST SP 800-63B §5.2.2 asks for a limit).
const PER_ADDRESS: i64 = 30;

/// Why somebody can't sign in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// E-mail and password do not go together; which of them is wrong is not told.
    #[error("wrong credentials")]
    WrongCredentials,
    /// Too many refusals lately.
    #[error("too many attempts")]
    TooManyAttempts {
        /// When to try again.
        retry_after: Duration,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks an e-mail address and a password, and journals the outcome with the network address.
///
/// # Errors
/// When they do not go together, or too many attempts were made.
pub async fn sign_in(app: &App, credentials: Credentials, address: &str) -> Result<Member, SignInError> {
    let email = credentials.email.trim().to_lowercase();
    let account_hash = hash(b"account", email.as_bytes());
    if app.config.rate_limit {
        let (by_account, by_address) =
            access::count_refusals(&app.db, &account_hash, address, app.now() - WINDOW).await?;
        if by_account >= PER_ACCOUNT || by_address >= PER_ADDRESS {
            let retry_after = WINDOW.to_std().unwrap_or_default();
            return Err(SignInError::TooManyAttempts { retry_after });
        }
    }
    let account = staff::find_account(&app.db, &email).await?;
    let (id, who, stored) = account.map_or((None, String::new(), None), |account| {
        (Some(account.id), account.name, account.password_hash)
    });
    let verified =
        tokio::task::spawn_blocking(move || password::verify(&credentials.password, stored.as_deref()));
    let member = match (verified.await.unwrap_or(false), id) {
        (true, Some(id)) => staff::find_member(&app.db, id, address).await?,
        _ => None,
    };
    let kind = if member.is_some() { AccessKind::SignIn } else { AccessKind::SignInRefused };
    let line = NewAccess {
        id: app.new_id(),
        at: app.now(),
        kind,
        staff: id,
        key: None,
        who,
        account_hash: Some(account_hash),
        address: address.to_owned(),
        subject: String::new(),
    };
    access::insert_access(&app.db, line).await?;
    member.ok_or(SignInError::WrongCredentials)
}

/// The staff member of a session who calls from `address`, as long as the account is active.
///
/// # Errors
/// When the database fails.
pub async fn find_member(app: &App, id: StaffId, address: &str) -> Result<Option<Member>, StoreError> {
    staff::find_member(&app.db, id, address).await
}

/// Ways of signing in to this server.
pub fn methods(app: &App) -> SignInMethods {
    let service = app.oidc.as_ref().map(|provider| &provider.config);
    SignInMethods {
        sso: service.map(|service| SsoMethod {
            label: service.label.clone(),
            start: "/api/v1/session/oidc".to_owned(),
        }),
        password_is_rescue: service.is_some_and(|service| service.password_is_rescue),
        // A link that waits for a mail server would come too late.
        reset: app.config.demo || app.config.mail.smtp_url.is_some(),
        contact: app.config.sign_in_contact.clone(),
    }
}

/// What the front needs to know of who is signed in.
///
/// # Errors
/// When the database fails.
pub async fn describe(app: &App, member: &Member, signed_in_by: SignInMethod) -> Result<Session, StoreError> {
    let reach = if member.scope == Scope::Network { Scope::Network } else { Scope::Perimeter };
    Ok(Session {
        staff: member.staff.clone(),
        profile: member.profile.clone(),
        permissions: member.permissions.clone(),
        scope: member.scope,
        agencies: staff::list_agencies_of(&app.db, member.staff.id, reach).await?,
        signed_in_by,
    })
}

/// Journals that somebody signed out.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(app: &App, member: &Member) -> Result<(), StoreError> {
    journals::note(app, member, AccessKind::SignOut, String::new()).await
}
