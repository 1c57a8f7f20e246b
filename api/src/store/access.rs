//! The journal of accesses. Rows are added, never changed, and go with their age.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;
use creno_types::journal::{AccessKind, AccessLine};
use uuid::Uuid;

use super::catalog::word;
use super::search::{folded, pattern};
use super::walk::{Walk, walk};
use super::{Db, Row, StoreError, statements};

macro_rules! accesses {
    ($order:tt) => {
        walk!(
            $order,
            "SELECT id, at, kind, who, api_key_id, address, subject FROM access_log
            WHERE at >= $1 AND at < $2 AND ($3 = '' OR kind = $3) AND ($4 = '' OR search LIKE $4 ESCAPE '!')",
            "id",
            "$5",
            "$6"
        )
    };
}

statements! {
    INSERT_ACCESS = "INSERT INTO access_log (id, at, kind, staff_id, api_key_id, account_hash, who, address, subject, search)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    LIST_ACCESSES = accesses!(latest);
    LIST_OLDEST_ACCESSES = accesses!(oldest);
    // Those of an account from before its password was changed no longer count.
    COUNT_REFUSALS = "SELECT count(*) FILTER (WHERE account_hash = $1 AND NOT EXISTS (SELECT 1 FROM access_log c
            WHERE c.kind = 'password_changed' AND c.account_hash = $1 AND c.at > access_log.at)) AS by_account,
        count(*) FILTER (WHERE address = $2) AS by_address
        FROM access_log WHERE kind = 'sign_in_refused' AND at > $3 AND (account_hash = $1 OR address = $2)";
}

/// One line of the journal.
#[derive(Clone, Debug)]
pub struct NewAccess {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: AccessKind,
    /// Who, when it is known.
    pub staff: Option<StaffId>,
    /// Which API key, when it was one.
    pub key: Option<Uuid>,
    /// What they are called; empty when nobody is known.
    pub who: String,
    /// SHA-256 of the e-mail address typed, when somebody signs in.
    pub account_hash: Option<Vec<u8>>,
    /// Network address that the request came from.
    pub address: String,
    /// What was looked at, without personal data.
    pub subject: String,
}

/// Adds a line.
///
/// # Errors
/// When the database fails.
pub async fn insert_access(db: &Db, access: NewAccess) -> Result<(), StoreError> {
    let search = folded(&[&access.who, &access.address, &access.subject]);
    let mut tx = db.begin().await?;
    tx.query(INSERT_ACCESS)
        .bind(access.id)
        .bind(access.at)
        .bind(access.kind.as_str())
        .bind(access.staff.map(|staff| staff.0))
        .bind(access.key)
        .bind(access.account_hash)
        .bind(access.who)
        .bind(access.address)
        .bind(access.subject)
        .bind(search)
        .execute()
        .await?;
    tx.commit().await
}

/// How often signing in was refused since `since`: for that account, and from that address.
///
/// # Errors
/// When the database fails.
pub async fn count_refusals(
    db: &Db,
    account_hash: &[u8],
    address: &str,
    since: DateTime<Utc>,
) -> Result<(i64, i64), StoreError> {
    let query = db.query(COUNT_REFUSALS).bind(account_hash.to_vec()).bind(address.to_owned()).bind(since);
    let row = query.fetch_one().await?;
    Ok((row.get("by_account")?, row.get("by_address")?))
}

/// Which accesses.
#[derive(Clone, Debug)]
pub struct AccessFilter {
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// Before this one.
    pub until: DateTime<Utc>,
    /// Only of that kind.
    pub kind: Option<AccessKind>,
    /// Only those that hold this text.
    pub q: Option<String>,
}

/// At most `limit` accesses from there on.
///
/// # Errors
/// When the database fails.
pub async fn list_accesses(
    db: &Db,
    filter: &AccessFilter,
    walk: Walk,
    limit: u32,
) -> Result<Vec<AccessLine>, StoreError> {
    let kind = filter.kind.map(AccessKind::as_str).unwrap_or_default();
    let query = db
        .query(walk.statement(LIST_ACCESSES, LIST_OLDEST_ACCESSES))
        .bind(filter.from)
        .bind(filter.until)
        .bind(kind);
    let query = query.bind(pattern(filter.q.as_deref())).bind(walk.after());
    query.bind(i64::from(limit)).fetch_all().await?.iter().map(line).collect()
}

fn line(row: &Row) -> Result<AccessLine, StoreError> {
    Ok(AccessLine {
        id: row.get("id")?,
        at: row.get("at")?,
        kind: word(row, "kind")?,
        who: row.get("who")?,
        by_key: row.get::<Option<Uuid>>("api_key_id")?.is_some(),
        address: row.get("address")?,
        subject: row.get("subject")?,
    })
}
