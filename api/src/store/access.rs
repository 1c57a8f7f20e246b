//! The journal of accesses. Rows are added and never changed.

use chrono::{DateTime, Utc};
use creno_types::ids::StaffId;
use uuid::Uuid;

use super::{Db, StoreError, statements};

statements! {
    INSERT_ACCESS = "INSERT INTO access_log (id, at, kind, staff_id, api_key_id, account_hash, address, subject)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    COUNT_REFUSALS = "SELECT count(*) FILTER (WHERE account_hash = $1) AS by_account,
        count(*) FILTER (WHERE address = $2) AS by_address
        FROM access_log WHERE kind = 'sign_in_refused' AND at > $3 AND (account_hash = $1 OR address = $2)";
}

/// What happened at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    /// Somebody signed in.
    SignIn,
    /// Somebody tried and could not.
    SignInRefused,
    /// Somebody signed out.
    SignOut,
    /// Somebody looked at clients' data.
    Read,
}

impl AccessKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignInRefused => "sign_in_refused",
            Self::SignOut => "sign_out",
            Self::Read => "read",
        }
    }
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
    let mut tx = db.begin().await?;
    tx.query(INSERT_ACCESS)
        .bind(access.id)
        .bind(access.at)
        .bind(access.kind.as_str())
        .bind(access.staff.map(|staff| staff.0))
        .bind(access.key)
        .bind(access.account_hash)
        .bind(access.address)
        .bind(access.subject)
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
