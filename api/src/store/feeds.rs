//! Personal calendar feeds: one a person, under the hash of its secret.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;

use super::{Db, StoreError, statements};

statements! {
    PUT_FEED = "INSERT INTO staff_feed (staff_id, token_hash, created_at, read_at) VALUES ($1, $2, $3, NULL)
        ON CONFLICT (staff_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at,
        read_at = NULL";
    FIND_FEED = "SELECT created_at, read_at FROM staff_feed WHERE staff_id = $1";
    FIND_BY_TOKEN = "SELECT staff_id, read_at FROM staff_feed WHERE token_hash = $1";
    NOTE_READ = "UPDATE staff_feed SET read_at = $2 WHERE staff_id = $1";
    DELETE_FEED = "DELETE FROM staff_feed WHERE staff_id = $1";
}

/// When a feed was made, and last read.
#[derive(Clone, Copy, Debug)]
pub struct FeedTimes {
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When a calendar last read it.
    pub read_at: Option<DateTime<Utc>>,
}

/// Makes the feed of a person; the secret of a former one opens nothing any more.
///
/// # Errors
/// When the database fails.
pub async fn put_feed(
    db: &Db,
    staff: StaffId,
    token_hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(PUT_FEED).bind(staff.0).bind(token_hash).bind(now).execute().await?;
    tx.commit().await
}

/// The feed of a person.
///
/// # Errors
/// When the database fails.
pub async fn find_feed(db: &Db, staff: StaffId) -> Result<Option<FeedTimes>, StoreError> {
    let row = db.query(FIND_FEED).bind(staff.0).fetch_optional().await?;
    row.map(|row| Ok(FeedTimes { created_at: row.get("created_at")?, read_at: row.get("read_at")? }))
        .transpose()
}

/// Whose feed a secret opens, and when it was last read.
///
/// # Errors
/// When the database fails.
pub async fn find_by_token(
    db: &Db,
    token_hash: Vec<u8>,
) -> Result<Option<(StaffId, Option<DateTime<Utc>>)>, StoreError> {
    let row = db.query(FIND_BY_TOKEN).bind(token_hash).fetch_optional().await?;
    row.map(|row| Ok((StaffId(row.get("staff_id")?), row.get("read_at")?))).transpose()
}

/// Notes that a calendar read a feed.
///
/// # Errors
/// When the database fails.
pub async fn note_read(db: &Db, staff: StaffId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(NOTE_READ).bind(staff.0).bind(now).execute().await?;
    tx.commit().await
}

/// Ends the feed of a person.
///
/// # Errors
/// When the database fails.
pub async fn delete_feed(db: &Db, staff: StaffId) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    tx.query(DELETE_FEED).bind(staff.0).execute().await?;
    tx.commit().await
}
