//! Passwords that are forgotten. Somebody types an address; whatever it is, the same is written and the same answered. A
//! worker then looks whether it is anybody's, and mails a link that is good for half an hour, once
//! (see [`crate::notifications::password_reset`]).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use creno_types::field::is_email;
use creno_types::journal::AccessKind;
use creno_types::sign_in::{AskReset, NewPassword, PasswordChanged};
use creno_types::{FieldError, FieldErrorCode};

use super::{password, return_path};
use crate::app::App;
use crate::booking::hash;
use crate::outbox::{self, Job};
use crate::store::access::{self, NewAccess};
use crate::store::passwords::{self, NewReset, PasswordHolder};
use crate::store::{StoreError, sessions};

/// How long a link is good for, from when it is mailed.
pub const LINK: TimeDelta = TimeDelta::minutes(30);
/// How many are mailed to an address in an hour.
const AN_HOUR: i64 = 3;
/// Bytes of a link's token.
const TOKEN: usize = 32;

/// Why a password stays what it is.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// Some fields can't be accepted.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// The link is over, or none of ours.
    #[error("the link is over")]
    LinkOver,
    /// Hashing failed.
    #[error("the password can't be hashed: {0}")]
    Hash(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Notes that somebody forgot their password.
///
/// # Errors
/// When what was typed is no address, or the database fails.
pub async fn ask(app: &App, asked: AskReset, address: &str) -> Result<(), ResetError> {
    let email = asked.email.trim().to_lowercase();
    if email.len() > 254 || !is_email(&email) {
        let fault = FieldError::new("email", FieldErrorCode::NotEmail);
        return Err(ResetError::InvalidFields(vec![fault]));
    }
    let now = app.now();
    let mut tx = app.db.begin().await?;
    // Anybody's mailbox could be filled otherwise. Nothing tells it: that would tell whose address was typed before.
    let asked_lately = passwords::count_asked(&mut tx, &email, now - TimeDelta::hours(1)).await?;
    if app.config.rate_limit && asked_lately >= AN_HOUR {
        return Ok(());
    }
    let id = app.new_id();
    let return_to = return_path::checked(asked.return_to.as_deref());
    passwords::insert_reset(&mut tx, NewReset { id, email, return_to, address: address.to_owned(), now })
        .await?;
    outbox::enqueue(app, &mut tx, None, &Job::PasswordReset { reset: id }).await?;
    Ok(tx.commit().await?)
}

/// Changes a password by a link, and ends every session of its owner.
///
/// # Errors
/// When the link is over or the password can't be accepted.
pub async fn choose(app: &App, new: NewPassword, address: &str) -> Result<PasswordChanged, ResetError> {
    let token_hash = token_hash(&new.token).ok_or(ResetError::LinkOver)?;
    let found = passwords::find_by_token(&app.db, token_hash.clone(), app.now()).await?;
    let holder = found.ok_or(ResetError::LinkOver)?;
    let hash = hash_checked(app, new.password, &holder).await?;
    let mut tx = app.db.begin().await?;
    let spent = passwords::spend_token(&mut tx, token_hash, app.now()).await?;
    let return_to = spent.ok_or(ResetError::LinkOver)?;
    passwords::set_password(&mut tx, holder.id, hash).await?;
    sessions::delete_all_sessions(&mut tx, holder.id).await?;
    tx.commit().await?;
    note(app, AccessKind::PasswordChanged, &holder, address).await?;
    Ok(PasswordChanged { return_to })
}

/// The hash of a password that is found good.
pub(crate) async fn hash_checked(
    app: &App,
    text: String,
    holder: &PasswordHolder,
) -> Result<String, ResetError> {
    let known = [holder.email.as_str(), holder.name.as_str(), holder.slug.as_str()];
    if let Some(code) = creno_types::password::fault(&text, &known) {
        return Err(ResetError::InvalidFields(vec![FieldError::new("password", code)]));
    }
    let salt = app.random_bytes();
    let hashed = tokio::task::spawn_blocking(move || password::hash(&text, &salt)).await;
    let hashed = hashed.map_err(|error| ResetError::Hash(error.to_string()))?;
    hashed.map_err(|error| ResetError::Hash(error.to_string()))
}

/// A line of the journal of accesses. Refusals before a password is changed no longer close its account's door.
pub(crate) async fn note(
    app: &App,
    kind: AccessKind,
    holder: &PasswordHolder,
    address: &str,
) -> Result<(), StoreError> {
    let line = NewAccess {
        id: app.new_id(),
        at: app.now(),
        kind,
        staff: Some(holder.id),
        key: None,
        who: holder.name.clone(),
        account_hash: Some(hash(b"account", holder.email.as_bytes())),
        address: address.to_owned(),
        subject: String::new(),
    };
    access::insert_access(&app.db, line).await
}

/// A link's token: what is mailed, and what is kept.
pub(crate) fn new_token(app: &App) -> (String, Vec<u8>) {
    let bytes = app.random_bytes::<TOKEN>();
    (URL_SAFE_NO_PAD.encode(bytes), hash(b"password reset", &bytes))
}

fn token_hash(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == TOKEN)?;
    Some(hash(b"password reset", &bytes))
}
