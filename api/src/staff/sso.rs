//! Signing in through the organisation's own service: an attempt begins, the browser goes there and comes back, whoever
//! the service vouches for gets in when their account here says so.
//!
//! What an attempt must remember is derived from two draws: one that the browser keeps in a cookie, one that travels as
//! `state`. The database has a row by hashes of both, used up when the browser comes back: a callback can't be replayed,
//! nor finished in another browser than the one that began, and who reads the table can finish none.

mod accounts;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use creno_types::journal::AccessKind;
use creno_types::sign_in::SsoRefusal;

use super::return_path;
use crate::app::App;
use crate::booking::hash;
use crate::integrations::oidc::{AttemptSecrets, OidcError, Provider};
use crate::store::StoreError;
use crate::store::access::{self, NewAccess};
use crate::store::identities::{self, Holder};
use crate::store::staff::{self, Member};

/// How long somebody may take at the service.
pub const ATTEMPT: TimeDelta = TimeDelta::minutes(10);
/// What the journal of accesses says of it.
const SUBJECT: &str = "single sign-on";

/// Why nobody gets in.
#[derive(Debug, thiserror::Error)]
pub enum SsoError {
    /// No service is set.
    #[error("no sign-in service is set")]
    NotSet,
    /// It is refused.
    #[error("refused: {}", why.as_str())]
    Refused {
        /// Why.
        why: SsoRefusal,
        /// The page that was asked for.
        return_to: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An attempt that begins.
pub struct Attempt {
    /// Where the browser goes.
    pub location: String,
    /// What it keeps.
    pub browser: String,
}

/// What the browser comes back with.
#[derive(Debug, Default)]
pub struct Callback {
    /// What the identity is fetched with.
    pub code: Option<String>,
    /// Which attempt.
    pub state: Option<String>,
    /// What the service refuses for.
    pub error: Option<String>,
    /// Who says so (RFC 9207).
    pub issuer: Option<String>,
}

/// Somebody who gets in.
pub struct Entered {
    /// Who.
    pub member: Member,
    /// The page that was asked for.
    pub return_to: String,
}

fn provider(app: &App) -> Result<Arc<Provider>, SsoError> {
    app.oidc.clone().ok_or(SsoError::NotSet)
}

/// Begins an attempt in a browser, which may already keep what another one of its attempts gave it.
///
/// # Errors
/// When no service is set or it can't be reached.
pub async fn begin(app: &App, browser: Option<&str>, return_to: Option<&str>) -> Result<Attempt, SsoError> {
    let provider = provider(app)?;
    let return_to = return_path::checked(return_to);
    // Of two tabs, neither spoils the other's attempt.
    let browser = browser.filter(|kept| is_draw(kept)).map(str::to_owned);
    let browser = browser.unwrap_or_else(|| URL_SAFE_NO_PAD.encode(app.random_bytes::<32>()));
    let state = URL_SAFE_NO_PAD.encode(app.random_bytes::<32>());
    let secrets = secrets(&browser, &state);
    let location = match provider.authorization_url(&secrets, app.now()).await {
        Ok(location) => location,
        Err(error) => return Err(SsoError::Refused { why: told(&error), return_to }),
    };
    let (state_hash, browser_hash) = hashes(&browser, &state);
    identities::insert_attempt(&app.db, state_hash, browser_hash, return_to, app.now() + ATTEMPT).await?;
    Ok(Attempt { location, browser })
}

/// Ends the attempt that a browser comes back from, from the network address told.
///
/// # Errors
/// When nobody gets in.
pub async fn finish(
    app: &App,
    callback: Callback,
    browser: Option<&str>,
    address: &str,
) -> Result<Entered, SsoError> {
    let provider = provider(app)?;
    let stale = || SsoError::Refused { why: SsoRefusal::Stale, return_to: return_path::checked(None) };
    let browser = browser.ok_or_else(stale)?;
    let state = callback.state.ok_or_else(stale)?;
    let (state_hash, browser_hash) = hashes(browser, &state);
    let spent = identities::spend_attempt(&app.db, state_hash, browser_hash, app.now()).await?;
    let return_to = spent.ok_or_else(stale)?;
    let refused = |why| SsoError::Refused { why, return_to: return_to.clone() };

    if callback.issuer.is_some_and(|named| !provider.is_issuer(&named)) {
        return Err(refused(SsoRefusal::WrongIssuer));
    }
    if let Some(error) = callback.error {
        tracing::warn!(error = error.escape_debug().to_string(), "the sign-in service refuses");
        let by_person = matches!(
            error.as_str(),
            "access_denied" | "login_required" | "consent_required" | "interaction_required"
        );
        return Err(refused(if by_person { SsoRefusal::Denied } else { SsoRefusal::ProviderFault }));
    }
    let code = callback.code.ok_or_else(|| refused(SsoRefusal::InvalidAnswer))?;
    let identity = provider.identify(code, &secrets(browser, &state), app.now()).await;
    let identity = identity.map_err(|error| refused(told(&error)))?;
    let (holder, why) = match accounts::find_holder(app, &provider.config, &identity).await? {
        Ok(holder) if holder.active => match staff::find_member(&app.db, holder.id, address).await? {
            Some(member) => {
                note(app, AccessKind::SignIn, Some(&holder), address, SUBJECT.to_owned()).await?;
                return Ok(Entered { member, return_to });
            }
            None => (Some(holder), SsoRefusal::InactiveAccount),
        },
        Ok(holder) => (Some(holder), SsoRefusal::InactiveAccount),
        Err(why) => (None, why),
    };
    let subject = format!("{SUBJECT}: {}", why.as_str());
    note(app, AccessKind::SignInRefused, holder.as_ref(), address, subject).await?;
    Err(refused(why))
}

/// Where the browser goes to end the session at the service too; none when the service offers no such thing.
///
/// # Errors
/// When no service is set.
pub async fn sign_out_url(app: &App) -> Result<Option<String>, SsoError> {
    let back_to = format!("{}{}", app.config.public_url, return_path::HOME);
    match provider(app)?.sign_out_url(&back_to, app.now()).await {
        Ok(url) => Ok(url),
        Err(error) => {
            // Here it has ended already.
            tracing::warn!(%error, "the session at the sign-in service can't be ended");
            Ok(None)
        }
    }
}

/// What is told of a fault of the service; the log has the rest.
fn told(error: &OidcError) -> SsoRefusal {
    tracing::warn!(%error, "signing in through the service fails");
    match error {
        OidcError::Unreachable(_) => SsoRefusal::Unreachable,
        OidcError::WrongIssuer(_) => SsoRefusal::WrongIssuer,
        OidcError::WrongAudience(_) => SsoRefusal::WrongAudience,
        OidcError::Expired(_) => SsoRefusal::Expired,
        OidcError::WrongNonce => SsoRefusal::WrongNonce,
        OidcError::UnknownKey | OidcError::WrongSignature(_) => SsoRefusal::WrongSignature,
        OidcError::SpentCode => SsoRefusal::Stale,
        OidcError::Refused(_) => SsoRefusal::ProviderFault,
        OidcError::Invalid(_) => SsoRefusal::InvalidAnswer,
    }
}

/// Refusals carry no account: strangers would close the door of a password that is not theirs.
async fn note(
    app: &App,
    kind: AccessKind,
    holder: Option<&Holder>,
    address: &str,
    subject: String,
) -> Result<(), StoreError> {
    let line = NewAccess {
        id: app.new_id(),
        at: app.now(),
        kind,
        staff: holder.map(|holder| holder.id),
        key: None,
        who: holder.map(|holder| holder.name.clone()).unwrap_or_default(),
        account_hash: None,
        address: address.to_owned(),
        subject,
    };
    access::insert_access(&app.db, line).await
}

/// Whether a text can be what a browser was given to keep.
fn is_draw(text: &str) -> bool {
    URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

fn secrets(browser: &str, state: &str) -> AttemptSecrets {
    let both = format!("{browser}.{state}");
    let derived = |purpose: &[u8]| URL_SAFE_NO_PAD.encode(hash(purpose, both.as_bytes()));
    AttemptSecrets {
        state: state.to_owned(),
        nonce: derived(b"sign-in nonce"),
        verifier: derived(b"sign-in verifier"),
    }
}

fn hashes(browser: &str, state: &str) -> (Vec<u8>, Vec<u8>) {
    (hash(b"sign-in state", state.as_bytes()), hash(b"sign-in browser", browser.as_bytes()))
}
