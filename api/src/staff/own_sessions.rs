//! Sessions of one's own: how long they live, which there are, ending them.

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::journal::AccessKind;
use creno_types::session::{OwnSession, OwnSessions};
use creno_types::sign_in::SignInMethod;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::browser;
use crate::app::App;
use crate::journals;
use crate::store::StoreError;
use crate::store::sessions::{self, ListedSession};
use crate::store::staff::Member;

/// Key under which a session remembers how it began.
pub const ORIGIN: &str = "origin";
/// Use is noted to this precision: a write for each request would be too many.
const PRECISION: TimeDelta = TimeDelta::minutes(1);

/// How a session began.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Origin {
    /// Network address.
    pub address: String,
    /// The browser, in French.
    pub browser: String,
    /// By what its owner signed in.
    pub by: SignInMethod,
}

impl Origin {
    /// A session that begins from there, in the browser of that `User-Agent`.
    pub fn new(address: String, agent: &str, by: SignInMethod) -> Self {
        Self { address, browser: browser::in_words(agent), by }
    }
}

/// When and where a session was last seen in use.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// When.
    pub at: DateTime<Utc>,
    /// Network address.
    pub address: String,
}

/// Why a session can't be ended.
#[derive(Debug, thiserror::Error)]
pub enum OwnSessionError {
    /// None of one's own has that id.
    #[error("no such session")]
    Unknown,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The instant at which a session of now ends, used or not.
pub fn end(app: &App) -> DateTime<Utc> {
    app.now() + TimeDelta::hours(app.config.session_hours.into())
}

/// The instant since which a session was used, or is over.
pub fn used_after(app: &App) -> DateTime<Utc> {
    app.now() - TimeDelta::minutes(app.config.session_idle_min.into())
}

/// Notes that a session is in use, when that is news. A database that is too busy for it does not keep anybody out.
pub async fn note_use(app: &App, id_hash: Vec<u8>, seen: Option<Seen>, address: &str) {
    let now = app.now();
    if seen.is_some_and(|seen| seen.address == address && now - seen.at < PRECISION) {
        return;
    }
    if let Err(error) = sessions::touch_session(&app.db, id_hash, now, address.to_owned()).await {
        tracing::warn!(%error, "the use of a session is not noted");
    }
}

/// The live sessions of `member`; `current` is the hash of the one that asks.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member, current: &[u8]) -> Result<OwnSessions, StoreError> {
    let rows = sessions::list_sessions(&app.db, member.staff.id, app.now(), used_after(app)).await?;
    let items = rows.into_iter().map(|row| own(row, current)).collect();
    Ok(OwnSessions { items, idle_min: app.config.session_idle_min })
}

fn own(row: ListedSession, current: &[u8]) -> OwnSession {
    let origin = row.data.get(ORIGIN).cloned().unwrap_or(Value::Null);
    let origin: Origin = serde_json::from_value(origin).unwrap_or_default();
    OwnSession {
        id: row.id,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
        address: row.address,
        browser: origin.browser,
        signed_in_by: origin.by,
        current: row.id_hash == current,
    }
}

/// Ends one session of `member`.
///
/// # Errors
/// When there is none of that id, or the database fails.
pub async fn end_one(app: &App, member: &Member, id: Uuid) -> Result<(), OwnSessionError> {
    if !sessions::delete_own_session(&app.db, member.staff.id, id).await? {
        return Err(OwnSessionError::Unknown);
    }
    Ok(journals::note(app, member, AccessKind::SessionsEnded, "one session".into()).await?)
}

/// Ends every session of `member` but the one that asks.
///
/// # Errors
/// When the database fails.
pub async fn end_others(app: &App, member: &Member, current: Vec<u8>) -> Result<(), StoreError> {
    sessions::delete_other_sessions(&app.db, member.staff.id, current).await?;
    journals::note(app, member, AccessKind::SessionsEnded, "other sessions".into()).await
}
