//! Identities of the organisation's sign-in service, and attempts that are under way there.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;

use super::{Db, Queries, Row, StoreError, Tx, statements};

statements! {
    INSERT_ATTEMPT = "INSERT INTO sign_in_attempt (state_hash, browser_hash, return_to, expires_at) VALUES ($1, $2, $3, $4)";
    SPEND_ATTEMPT = "DELETE FROM sign_in_attempt WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > $3
        RETURNING return_to";
    DELETE_ATTEMPTS = "DELETE FROM sign_in_attempt WHERE expires_at <= $1";
    FIND_BY_IDENTITY = "SELECT s.id, s.name, s.active FROM staff_identity i JOIN staff s ON s.id = i.staff_id
        WHERE i.issuer = $1 AND i.subject = $2";
    FIND_BY_EMAIL = "SELECT id, name, active FROM staff WHERE email = $1";
    INSERT_IDENTITY = "INSERT INTO staff_identity (issuer, subject, staff_id, created_at) VALUES ($1, $2, $3, $4)";
    DELETE_IDENTITIES = "DELETE FROM staff_identity WHERE staff_id = $1";
}

/// Someone who may sign in, if their account is on.
pub struct Holder {
    /// Who.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// Whether their account is on.
    pub active: bool,
}

/// Notes that a browser is sent to the sign-in service.
///
/// # Errors
/// When the database fails.
pub async fn insert_attempt(
    db: &Db,
    state_hash: Vec<u8>,
    browser_hash: Vec<u8>,
    return_to: String,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let query = tx.query(INSERT_ATTEMPT).bind(state_hash).bind(browser_hash).bind(return_to);
    query.bind(expires_at).execute().await?;
    tx.commit().await
}

/// Uses an attempt up: the page that was asked for, unless it was used already, lapsed, or is another browser's.
///
/// # Errors
/// When the database fails.
pub async fn spend_attempt(
    db: &Db,
    state_hash: Vec<u8>,
    browser_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let mut tx = db.begin().await?;
    let query = tx.query(SPEND_ATTEMPT).bind(state_hash).bind(browser_hash).bind(now);
    let row = query.fetch_optional().await?;
    tx.commit().await?;
    row.map(|row| row.get("return_to")).transpose()
}

/// Forgets attempts that lapsed before `now`.
///
/// # Errors
/// When the database fails.
pub async fn delete_lapsed(db: &Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(DELETE_ATTEMPTS).bind(now).execute().await?;
    tx.commit().await
}

/// Whose that identity is.
///
/// # Errors
/// When the database fails.
pub async fn find_by_identity(
    mut source: impl Queries,
    issuer: &str,
    subject: &str,
) -> Result<Option<Holder>, StoreError> {
    let query = source.query(FIND_BY_IDENTITY).bind(issuer.to_owned()).bind(subject.to_owned());
    query.fetch_optional().await?.as_ref().map(holder).transpose()
}

/// Whose that address is; it is in lower case.
///
/// # Errors
/// When the database fails.
pub async fn find_by_email(mut source: impl Queries, email: &str) -> Result<Option<Holder>, StoreError> {
    let query = source.query(FIND_BY_EMAIL).bind(email.to_owned());
    query.fetch_optional().await?.as_ref().map(holder).transpose()
}

/// Makes an identity somebody's.
///
/// # Errors
/// When the database fails, or either has another already.
pub async fn insert_identity(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
    staff: StaffId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let query = tx.query(INSERT_IDENTITY).bind(issuer.to_owned()).bind(subject.to_owned());
    query.bind(staff.0).bind(now).execute().await?;
    Ok(())
}

/// Makes somebody's identities nobody's; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_identities(tx: &mut Tx, staff: StaffId) -> Result<u64, StoreError> {
    tx.query(DELETE_IDENTITIES).bind(staff.0).execute().await
}

fn holder(row: &Row) -> Result<Holder, StoreError> {
    Ok(Holder { id: StaffId(row.get("id")?), name: row.get("name")?, active: row.get("active")? })
}
