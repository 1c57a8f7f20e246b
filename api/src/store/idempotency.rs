//! The answers already given to confirmations, by idempotency key.

use chrono::{DateTime, Utc};
use creno_types::ids::AppointmentId;

use super::{Db, StoreError, Tx, statements};

statements! {
    INSERT_ANSWER = "INSERT INTO idempotency (key_hash, body_hash, appointment_id, created_at)
        VALUES ($1, $2, $3, $4)";
    FIND_ANSWER = "SELECT body_hash, appointment_id FROM idempotency WHERE key_hash = $1";
}

/// Remembers what a confirmation was answered.
///
/// # Errors
/// When the database fails; a unique violation when the key was used meanwhile.
pub async fn insert_answer(
    tx: &mut Tx,
    key_hash: &[u8],
    body_hash: &[u8],
    appointment: AppointmentId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.query(INSERT_ANSWER)
        .bind(key_hash.to_vec())
        .bind(body_hash.to_vec())
        .bind(appointment.0)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// The body's hash and the appointment of a confirmation already answered under that key.
///
/// # Errors
/// When the database fails.
pub async fn find_answer(db: &Db, key_hash: &[u8]) -> Result<Option<(Vec<u8>, AppointmentId)>, StoreError> {
    let row = db.query(FIND_ANSWER).bind(key_hash.to_vec()).fetch_optional().await?;
    row.map(|row| Ok((row.get("body_hash")?, AppointmentId(row.get("appointment_id")?)))).transpose()
}
