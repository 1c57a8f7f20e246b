//! Challenges that served, on every instance, and the secret that they are signed with.

use chrono::{DateTime, Utc};

use super::{Db, StoreError, Tx, statements};

statements! {
    INSERT_SECRET = "INSERT INTO server_secret (name, value, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO NOTHING";
    FIND_SECRET = "SELECT value FROM server_secret WHERE name = $1";
    SPEND = "INSERT INTO challenge_use (id_hash, spent, expires_at) VALUES ($1, TRUE, $2)
        ON CONFLICT (id_hash) DO UPDATE SET spent = TRUE WHERE challenge_use.spent = FALSE";
    INSERT_ANSWER = "INSERT INTO challenge_use (id_hash, answer_hash, spent, expires_at)
        VALUES ($1, $2, FALSE, $3) ON CONFLICT (id_hash) DO NOTHING";
    FIND_ANSWER = "SELECT answer_hash FROM challenge_use WHERE id_hash = $1";
    DELETE_LAPSED = "DELETE FROM challenge_use WHERE expires_at <= $1";
}

/// A challenge that was answered well and has not served yet, as far as its door knows.
#[derive(Clone, Debug)]
pub struct Proof {
    /// SHA-256 of what tells the challenge from others.
    pub id_hash: Vec<u8>,
    /// When it lapses.
    pub expires_at: DateTime<Utc>,
}

/// The secret of that name: the one that is kept, or `fresh` from now on.
///
/// # Errors
/// When the database fails.
pub async fn find_or_insert_secret(
    db: &Db,
    name: &'static str,
    fresh: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, StoreError> {
    if let Some(row) = db.query(FIND_SECRET).bind(name).fetch_optional().await? {
        return row.get("value");
    }
    let mut tx = db.begin().await?;
    tx.query(INSERT_SECRET).bind(name).bind(fresh).bind(now).execute().await?;
    let value = tx.query(FIND_SECRET).bind(name).fetch_one().await?.get("value")?;
    tx.commit().await?;
    Ok(value)
}

/// Makes the proof serve, once over all instances: false when it did already. It is spent when `tx` is committed.
///
/// # Errors
/// When the database fails.
pub async fn spend(tx: &mut Tx, proof: &Proof) -> Result<bool, StoreError> {
    let query = tx.query(SPEND).bind(proof.id_hash.clone()).bind(proof.expires_at);
    Ok(query.execute().await? == 1)
}

/// Keeps the first answer to a question; false when another was given before.
///
/// # Errors
/// When the database fails.
pub async fn keep_first_answer(db: &Db, proof: &Proof, answer_hash: &[u8]) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let query = tx.query(INSERT_ANSWER).bind(proof.id_hash.clone()).bind(answer_hash.to_vec());
    query.bind(proof.expires_at).execute().await?;
    let row = tx.query(FIND_ANSWER).bind(proof.id_hash.clone()).fetch_one().await?;
    let first: Option<Vec<u8>> = row.get("answer_hash")?;
    tx.commit().await?;
    Ok(first.as_deref() == Some(answer_hash))
}

/// Forgets the challenges that have lapsed: their signature says so from then on.
///
/// # Errors
/// When the database fails.
pub async fn delete_lapsed(db: &Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(DELETE_LAPSED).bind(now).execute().await?;
    tx.commit().await
}
