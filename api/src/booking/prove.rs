//! Proving a mail address before a slot is firm: a code is sent, and typed back.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::email_proof::{EmailProof, NewEmailProof};
use creno_types::field::check_email;
use creno_types::{FieldError, FieldErrorCode, ZonedInstant};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::hold::{HoldGone, find_kept};
use super::token::{HoldToken, hash};
use crate::app::App;
use crate::catalog::language;
use crate::outbox::{Job, enqueue};
use crate::store::email_proofs::{self, NewProof};
use crate::store::{StoreError, occupancy, policies};

/// Why no code is sent.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// There is no hold to confirm.
    #[error(transparent)]
    Gone(#[from] HoldGone),
    /// The theme does not ask it: nobody is written to, and no hold prolonged, for nothing.
    #[error("no proof asked")]
    NotAsked,
    /// It is no address.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// Enough codes were sent.
    #[error("too many codes")]
    TooMany {
        /// When to try again.
        retry_after: Duration,
    },
}

impl From<StoreError> for ProveError {
    fn from(error: StoreError) -> Self {
        Self::Gone(error.into())
    }
}

/// Codes for one hold, and for one address within [`RECENT`].
const MOST_OF_HOLD: i64 = 3;
const MOST_OF_ADDRESS: i64 = 6;
const RECENT: TimeDelta = TimeDelta::hours(1);
/// Attempts at one code: of a million, five are few (NIST SP 800-63B §3.2.2 allows a hundred).
const MOST_ATTEMPTS: i64 = 5;

/// Sends a code to an address, and keeps the hold while it is on its way.
///
/// # Errors
/// When there is no such hold, no such address, or enough codes were sent.
pub async fn ask(app: &App, new: &NewEmailProof) -> Result<EmailProof, ProveError> {
    let token = HoldToken::read(&new.hold).ok_or(HoldGone::Unknown)?;
    let now = app.now();
    let hold = find_kept(&app.db, &token, now).await?;
    if !policies::find_policy(&app.db, hold.theme).await?.prove_email {
        return Err(ProveError::NotAsked);
    }
    let email = check_email(&new.email)
        .map_err(|code| ProveError::InvalidFields(vec![FieldError::new("email", code)]))?;
    let email = email.to_lowercase();
    let expires_at = now + TimeDelta::minutes(app.config.hold_min.into());

    let mut tx = app.db.begin().await?;
    occupancy::lock_staff(&mut tx, hold.staff).await?;
    let asked_lately = email_proofs::count_asked(&mut tx, &email, now - RECENT).await?;
    let proof = NewProof {
        id: app.new_id(),
        hold_token_hash: token.hash(),
        email,
        lang: language(&new.lang).to_owned(),
        now,
        expires_at,
    };
    let (id, asked) = email_proofs::put_proof(&mut tx, proof).await?;
    if asked > MOST_OF_HOLD || asked_lately >= MOST_OF_ADDRESS {
        tx.rollback().await?;
        let wait = if asked > MOST_OF_HOLD { hold.expires_at - now } else { RECENT };
        return Err(ProveError::TooMany { retry_after: wait.to_std().unwrap_or_default() });
    }
    email_proofs::prolong_hold(&mut tx, hold.id, expires_at).await?;
    enqueue(app, &mut tx, None, &Job::EmailCode { proof: id }).await?;
    tx.commit().await?;
    let kept = hold.expires_at.max(expires_at);
    Ok(EmailProof { expires_at: ZonedInstant::new(kept, &hold.timezone) })
}

/// A code of six digits, and what we keep of it.
pub(crate) fn new_code(app: &App, proof: Uuid) -> (String, Vec<u8>) {
    let code = format!("{:06}", u32::from_be_bytes(app.random_bytes()) % 1_000_000);
    let kept = code_hash(proof, &code);
    (code, kept)
}

/// Checks the code of a confirmation. An attempt counts even when the confirmation is refused for something else.
///
/// # Errors
/// When the database fails.
pub(super) async fn check(
    app: &App,
    token: &HoldToken,
    email: &str,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), FieldErrorCode>, StoreError> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    if code.is_empty() {
        return Ok(Err(FieldErrorCode::Required));
    }
    let mut tx = app.db.begin().await?;
    let email = email.to_lowercase();
    let kept = email_proofs::try_code(&mut tx, token.hash(), &email, now, MOST_ATTEMPTS).await?;
    tx.commit().await?;
    let Some((id, kept)) = kept else { return Ok(Err(FieldErrorCode::ExpiredCode)) };
    let right = bool::from(code_hash(id, &code).ct_eq(&kept));
    Ok(if right { Ok(()) } else { Err(FieldErrorCode::WrongCode) })
}

/// The same code for another hold has another hash.
fn code_hash(proof: Uuid, code: &str) -> Vec<u8> {
    hash(b"email code", &[proof.as_bytes(), code.as_bytes()].concat())
}
