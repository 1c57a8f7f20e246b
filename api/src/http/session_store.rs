//! Sessions of the back-office in our own database, for `tower-sessions`.

use std::collections::HashMap;

use async_trait::async_trait;
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};
use uuid::Uuid;

use super::extract::{SESSION_SEEN, SESSION_STAFF};
use crate::app::App;
use crate::booking::hash;
use crate::staff::own_sessions::{self, ORIGIN, Seen};
use crate::store::StoreError;
use crate::store::sessions::{self, LiveSession, SessionRow};

/// Keeps sessions under the hash of their id.
#[derive(Clone, Debug)]
pub(super) struct DbSessions(pub(super) App);

#[async_trait]
impl SessionStore for DbSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        while !self.write(record, false).await? {
            record.id = Id(i128::from_be_bytes(self.0.random_bytes()));
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.write(record, true).await.map(drop)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (now, used_after) = (self.0.now(), own_sessions::used_after(&self.0));
        let found =
            sessions::find_session(&self.0.db, id_hash(id), now, used_after).await.map_err(backend)?;
        let Some(LiveSession { data, expires_at, last_used_at, address }) = found else { return Ok(None) };
        let decode = |error: serde_json::Error| Error::Decode(error.to_string());
        let mut data: HashMap<String, Value> = serde_json::from_value(data).map_err(decode)?;
        if let (Some(at), Some(address)) = (last_used_at, address) {
            let seen = serde_json::to_value(Seen { at, address }).map_err(decode)?;
            data.insert(SESSION_SEEN.to_owned(), seen);
        }
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::from_unix_timestamp(expires_at.timestamp())
                .map_err(|error| Error::Decode(error.to_string()))?,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete_session(&self.0.db, id_hash(id), self.0.now()).await.map_err(backend)
    }
}

impl DbSessions {
    async fn write(&self, record: &Record, replace: bool) -> Result<bool> {
        let encode = |error: serde_json::Error| Error::Encode(error.to_string());
        let staff =
            record.data.get(SESSION_STAFF).and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok());
        let mut data = record.data.clone();
        data.remove(SESSION_SEEN);
        let origin = data.get(ORIGIN).and_then(|origin| origin.get("address")).and_then(Value::as_str);
        let address = origin.unwrap_or_default().to_owned();
        let session = SessionRow {
            id_hash: id_hash(&record.id),
            id: self.0.new_id(),
            staff,
            data: serde_json::to_value(&data).map_err(encode)?,
            now: self.0.now(),
            // By our clock, from the sign-in: the record's own date follows the machine's.
            expires_at: own_sessions::end(&self.0),
            address,
        };
        sessions::write_session(&self.0.db, session, replace).await.map_err(backend)
    }
}

/// Whether a session still stands.
pub(super) async fn is_live(app: &App, id: &Id) -> std::result::Result<bool, StoreError> {
    let (now, used_after) = (app.now(), own_sessions::used_after(app));
    Ok(sessions::find_session(&app.db, id_hash(id), now, used_after).await?.is_some())
}

/// What is kept of a session's id.
pub(crate) fn id_hash(id: &Id) -> Vec<u8> {
    hash(b"session", &id.0.to_be_bytes())
}

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}
