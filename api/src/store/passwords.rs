//! Passwords, and the links by which another one is chosen.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;
use uuid::Uuid;

use super::{Db, Queries, Row, StoreError, Tx, statements};

statements! {
    INSERT_RESET = "INSERT INTO password_reset (id, email, return_to, address, asked_at) VALUES ($1, $2, $3, $4, $5)";
    COUNT_ASKED = "SELECT count(*) AS asked FROM password_reset WHERE email = $1 AND asked_at > $2";
    FIND_RESET = "SELECT email, address FROM password_reset WHERE id = $1 AND asked_at > $2";
    FIND_HOLDER = "SELECT id, name, email, slug, password_hash IS NOT NULL AS has_password FROM staff
        WHERE email = $1 AND active";
    SET_TOKEN = "UPDATE password_reset SET staff_id = $2, token_hash = $3, expires_at = $4 WHERE id = $1";
    FIND_BY_TOKEN = "SELECT s.id, s.name, s.email, s.slug, s.password_hash IS NOT NULL AS has_password
        FROM password_reset r JOIN staff s ON s.id = r.staff_id
        WHERE r.token_hash = $1 AND r.expires_at > $2 AND s.active";
    SPEND_TOKEN = "UPDATE password_reset SET token_hash = NULL WHERE token_hash = $1 AND expires_at > $2
        RETURNING return_to";
    CLEAR_TOKENS = "UPDATE password_reset SET token_hash = NULL WHERE staff_id = $1";
    SET_PASSWORD = "UPDATE staff SET password_hash = $2 WHERE id = $1";
    DELETE_OLD = "DELETE FROM password_reset WHERE asked_at < $1";
}

/// Somebody who asks to choose another password.
#[derive(Clone)]
pub struct NewReset {
    /// The id of the request.
    pub id: Uuid,
    /// The address that was typed, in lower case.
    pub email: String,
    /// The page that was asked for.
    pub return_to: String,
    /// Network address that it is asked from.
    pub address: String,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Someone whose password can be changed.
#[derive(Clone, Debug)]
pub struct PasswordHolder {
    /// Who.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their name in URLs.
    pub slug: String,
    /// Whether they have a password.
    pub has_password: bool,
}

/// Notes that a password is forgotten.
///
/// # Errors
/// When the database fails.
pub async fn insert_reset(tx: &mut Tx, new: NewReset) -> Result<(), StoreError> {
    let query = tx.query(INSERT_RESET).bind(new.id).bind(new.email).bind(new.return_to);
    query.bind(new.address).bind(new.now).execute().await?;
    Ok(())
}

/// How often that was asked for an address since then.
///
/// # Errors
/// When the database fails.
pub async fn count_asked(tx: &mut Tx, email: &str, since: DateTime<Utc>) -> Result<i64, StoreError> {
    tx.query(COUNT_ASKED).bind(email.to_owned()).bind(since).fetch_one().await?.get("asked")
}

/// The address that was typed and where it was asked from; none for a request made before `since`.
///
/// # Errors
/// When the database fails.
pub async fn find_reset(
    db: &Db,
    id: Uuid,
    since: DateTime<Utc>,
) -> Result<Option<(String, String)>, StoreError> {
    let row = db.query(FIND_RESET).bind(id).bind(since).fetch_optional().await?;
    row.map(|row| Ok((row.get("email")?, row.get("address")?))).transpose()
}

/// The active staff member of an address, in lower case.
///
/// # Errors
/// When the database fails.
pub async fn find_holder(
    mut source: impl Queries,
    email: &str,
) -> Result<Option<PasswordHolder>, StoreError> {
    source.query(FIND_HOLDER).bind(email.to_owned()).fetch_optional().await?.as_ref().map(holder).transpose()
}

/// Notes the link that is about to be sent, in the place of the one before.
///
/// # Errors
/// When the database fails.
pub async fn set_token(
    tx: &mut Tx,
    id: Uuid,
    staff: StaffId,
    token_hash: Vec<u8>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let query = tx.query(SET_TOKEN).bind(id).bind(staff.0).bind(token_hash).bind(expires_at);
    query.execute().await?;
    Ok(())
}

/// Whose password a link changes; nobody's when it is over.
///
/// # Errors
/// When the database fails.
pub async fn find_by_token(
    db: &Db,
    token_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Option<PasswordHolder>, StoreError> {
    let query = db.query(FIND_BY_TOKEN).bind(token_hash).bind(now);
    query.fetch_optional().await?.as_ref().map(holder).transpose()
}

/// Uses a link up: the page that was asked for, unless it is over.
///
/// # Errors
/// When the database fails.
pub async fn spend_token(
    tx: &mut Tx,
    token_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let row = tx.query(SPEND_TOKEN).bind(token_hash).bind(now).fetch_optional().await?;
    row.map(|row| row.get("return_to")).transpose()
}

/// Gives somebody another password: the links that were mailed open nothing any more.
///
/// # Errors
/// When the database fails.
pub async fn set_password(tx: &mut Tx, staff: StaffId, hash: String) -> Result<(), StoreError> {
    tx.query(SET_PASSWORD).bind(staff.0).bind(hash).execute().await?;
    tx.query(CLEAR_TOKENS).bind(staff.0).execute().await?;
    Ok(())
}

/// Forgets requests made before `before`.
///
/// # Errors
/// When the database fails.
pub async fn delete_old(db: &Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(DELETE_OLD).bind(before).execute().await?;
    tx.commit().await
}

fn holder(row: &Row) -> Result<PasswordHolder, StoreError> {
    Ok(PasswordHolder {
        id: StaffId(row.get("id")?),
        name: row.get("name")?,
        email: row.get("email")?,
        slug: row.get("slug")?,
        has_password: row.get("has_password")?,
    })
}
