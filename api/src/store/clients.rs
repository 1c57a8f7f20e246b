//! The people whom appointments are for: the one place with their personal data.

use chrono::{DateTime, Utc};
use creno_types::appointment::Answers;
use creno_types::ids::{AppointmentId, ClientId, ThemeId};
use sqlx::types::Json;
use uuid::Uuid;

use super::search::folded;
use super::{Db, StoreError, Tx, statements};

statements! {
    INSERT_CLIENT = "INSERT INTO client (id, name, email, phone, answers, lang, consent_version, consented_at,
        email_key, phone_key, name_folded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    FIND_ANSWERS = "SELECT c.answers, c.cancel_reason FROM appointment p JOIN client c ON c.id = p.client_id
        WHERE p.id = $1";
    LIST_UNFOLDED = "SELECT id, name FROM client WHERE name_folded IS NULL ORDER BY id LIMIT $1";
    FOLD_NAME = "UPDATE client SET name_folded = $2 WHERE id = $1";
    UPDATE_REASON = "UPDATE client SET cancel_reason = $2
        WHERE id = (SELECT client_id FROM appointment WHERE id = $1)";
    LOCK_CLIENT = "INSERT INTO client_lock (key_hash, locked_at) VALUES ($1, $2)
        ON CONFLICT (key_hash) DO UPDATE SET locked_at = excluded.locked_at";
    COUNT_UPCOMING = "SELECT count(*) AS upcoming FROM appointment p JOIN client c ON c.id = p.client_id
        WHERE p.theme_id = $1 AND p.status = 'confirmed' AND p.starts_at > $2
        AND (c.email_key = $3 OR c.phone_key = $4)";
}

/// Who an appointment is for.
#[derive(Clone)]
pub struct NewClient {
    /// Its id.
    pub id: ClientId,
    /// First and last name.
    pub name: String,
    /// E-mail address, if the form asks it.
    pub email: Option<String>,
    /// Telephone number, if the form asks it.
    pub phone: Option<String>,
    /// The whole form.
    pub answers: Answers,
    /// Language to write in.
    pub lang: String,
    /// Version of the text that they agreed to.
    pub consent_version: String,
    /// When they did.
    pub consented_at: DateTime<Utc>,
    /// How they are found again.
    pub keys: ClientKeys,
}

/// A mail address and a telephone number as they are compared.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ClientKeys {
    /// In lower case.
    pub email: Option<String>,
    /// Digits, with the country's code.
    pub phone: Option<String>,
}

/// Writes a client.
///
/// # Errors
/// When the database fails.
pub async fn insert_client(tx: &mut Tx, client: NewClient) -> Result<(), StoreError> {
    tx.query(INSERT_CLIENT)
        .bind(client.id.0)
        .bind(client.name.clone())
        .bind(client.email)
        .bind(client.phone)
        .bind(Json(client.answers))
        .bind(client.lang)
        .bind(client.consent_version)
        .bind(client.consented_at)
        .bind(client.keys.email)
        .bind(client.keys.phone)
        .bind(folded(&[&client.name]))
        .execute()
        .await?;
    Ok(())
}

/// What a client answered, and why they cancelled, if it was said.
///
/// # Errors
/// When the database fails.
pub async fn find_answers(
    db: &Db,
    appointment: AppointmentId,
) -> Result<(Answers, Option<String>), StoreError> {
    match db.query(FIND_ANSWERS).bind(appointment.0).fetch_optional().await? {
        Some(row) => Ok((row.json("answers")?, row.get("cancel_reason")?)),
        None => Ok((Answers::new(), None)),
    }
}

/// How many names are folded at once: bookings come in between.
const FOLDED: i64 = 500;

/// Folds the names that were written before names were searched.
///
/// # Errors
/// When the database fails.
pub async fn fold_names(db: &Db) -> Result<(), StoreError> {
    loop {
        let rows = db.query(LIST_UNFOLDED).bind(FOLDED).fetch_all().await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut tx = db.begin().await?;
        for row in &rows {
            let (id, name): (Uuid, String) = (row.get("id")?, row.get("name")?);
            tx.query(FOLD_NAME).bind(id).bind(folded(&[&name])).execute().await?;
        }
        tx.commit().await?;
    }
}

/// Keeps what the client said when cancelling.
///
/// # Errors
/// When the database fails.
pub async fn update_cancel_reason(tx: &mut Tx, id: AppointmentId, reason: String) -> Result<(), StoreError> {
    tx.query(UPDATE_REASON).bind(id.0).bind(reason).execute().await?;
    Ok(())
}

/// How many confirmed appointments of a theme a client has after `now`. `locks` stand for their mail address and
/// telephone number: until the transaction ends, nobody else counts with one of the same.
///
/// # Errors
/// When the database fails.
pub async fn count_upcoming(
    tx: &mut Tx,
    theme: ThemeId,
    keys: &ClientKeys,
    mut locks: Vec<Vec<u8>>,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    // In one order for everybody, so that two clients never wait for each other.
    locks.sort_unstable();
    for lock in locks {
        tx.query(LOCK_CLIENT).bind(lock).bind(now).execute().await?;
    }
    let query = tx.query(COUNT_UPCOMING).bind(theme.0).bind(now);
    query.bind(keys.email.clone()).bind(keys.phone.clone()).fetch_one().await?.get("upcoming")
}
