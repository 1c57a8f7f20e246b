//! Codes that prove mail addresses, one at a time for each hold.

use chrono::{DateTime, Utc};
use creno_types::ids::OccupancyId;
use uuid::Uuid;

use super::{Db, StoreError, Tx, statements};

statements! {
    PUT_PROOF = "INSERT INTO email_proof (id, hold_token_hash, email, lang, attempts, asked, created_at, expires_at)
        VALUES ($1, $2, $3, $4, 0, 1, $5, $6)
        ON CONFLICT (hold_token_hash) DO UPDATE SET email = excluded.email, lang = excluded.lang, code_hash = NULL,
            attempts = 0, asked = email_proof.asked + 1, expires_at = excluded.expires_at
        RETURNING id, asked";
    COUNT_ASKED = "SELECT CAST(COALESCE(sum(asked), 0) AS BIGINT) AS asked FROM email_proof
        WHERE email = $1 AND created_at > $2";
    FIND_PROOF = "SELECT email, lang FROM email_proof WHERE id = $1 AND expires_at > $2";
    SET_CODE = "UPDATE email_proof SET code_hash = $2, attempts = 0 WHERE id = $1";
    TRY_CODE = "UPDATE email_proof SET attempts = attempts + 1
        WHERE hold_token_hash = $1 AND email = $2 AND expires_at > $3 AND attempts < $4 AND code_hash IS NOT NULL
        RETURNING id, code_hash";
    DELETE_LAPSED = "DELETE FROM email_proof WHERE expires_at < $1";
    PROLONG_HOLD = "UPDATE occupancy SET expires_at = $2 WHERE id = $1 AND expires_at < $2";
}

/// An address to be proved.
#[derive(Clone)]
pub struct NewProof {
    /// Its id, for a first time.
    pub id: Uuid,
    /// Hash of the hold's token.
    pub hold_token_hash: Vec<u8>,
    /// The address, in lower case.
    pub email: String,
    /// Language to write in.
    pub lang: String,
    /// Now.
    pub now: DateTime<Utc>,
    /// Until when the code is good.
    pub expires_at: DateTime<Utc>,
}

/// An address that waits for its code.
#[derive(Clone)]
pub struct WaitingProof {
    /// The address.
    pub email: String,
    /// Language to write in.
    pub lang: String,
}

/// Notes that a code is asked for; its row, and how often one was asked for this hold.
///
/// # Errors
/// When the database fails.
pub async fn put_proof(tx: &mut Tx, new: NewProof) -> Result<(Uuid, i64), StoreError> {
    let query = tx.query(PUT_PROOF).bind(new.id).bind(new.hold_token_hash).bind(new.email).bind(new.lang);
    let row = query.bind(new.now).bind(new.expires_at).fetch_one().await?;
    Ok((row.get("id")?, row.get("asked")?))
}

/// How many codes were asked for an address since then.
///
/// # Errors
/// When the database fails.
pub async fn count_asked(tx: &mut Tx, email: &str, since: DateTime<Utc>) -> Result<i64, StoreError> {
    tx.query(COUNT_ASKED).bind(email.to_owned()).bind(since).fetch_one().await?.get("asked")
}

/// Makes a hold last until `expires_at`, when it would lapse before.
///
/// # Errors
/// When the database fails.
pub async fn prolong_hold(
    tx: &mut Tx,
    hold: OccupancyId,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.query(PROLONG_HOLD).bind(hold.0).bind(expires_at).execute().await?;
    Ok(())
}

/// The address that waits for a code; none when it lapsed.
///
/// # Errors
/// When the database fails.
pub async fn find_proof(db: &Db, id: Uuid, now: DateTime<Utc>) -> Result<Option<WaitingProof>, StoreError> {
    let row = db.query(FIND_PROOF).bind(id).bind(now).fetch_optional().await?;
    row.map(|row| Ok(WaitingProof { email: row.get("email")?, lang: row.get("lang")? })).transpose()
}

/// Notes the code that is about to be sent: those before it are no longer good.
///
/// # Errors
/// When the database fails.
pub async fn set_code(tx: &mut Tx, id: Uuid, code_hash: Vec<u8>) -> Result<(), StoreError> {
    tx.query(SET_CODE).bind(id).bind(code_hash).execute().await?;
    Ok(())
}

/// Counts an attempt, and gives the hash to compare with; none when no code is good any more.
///
/// # Errors
/// When the database fails.
pub async fn try_code(
    tx: &mut Tx,
    hold_token_hash: Vec<u8>,
    email: &str,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Option<(Uuid, Vec<u8>)>, StoreError> {
    let query = tx.query(TRY_CODE).bind(hold_token_hash).bind(email.to_owned()).bind(now).bind(most);
    let row = query.fetch_optional().await?;
    row.map(|row| Ok((row.get("id")?, row.get("code_hash")?))).transpose()
}

/// Forgets those that lapsed before `now`.
///
/// # Errors
/// When the database fails.
pub async fn delete_lapsed(db: &Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(DELETE_LAPSED).bind(now).execute().await?;
    tx.commit().await
}
