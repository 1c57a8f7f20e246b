//! Sessions of the back-office in our own database, for `tower-sessions`.

use async_trait::async_trait;
use chrono::TimeDelta;
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};
use uuid::Uuid;

use super::extract::SESSION_STAFF;
use crate::app::App;
use crate::booking::hash;
use crate::store::StoreError;
use crate::store::sessions::{self, SessionRow};

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
        let found = sessions::find_session(&self.0.db, id_hash(id), self.0.now()).await.map_err(backend)?;
        let Some((data, expires_at)) = found else { return Ok(None) };
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_value(data).map_err(|error| Error::Decode(error.to_string()))?,
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
        let session = SessionRow {
            id_hash: id_hash(&record.id),
            staff,
            data: serde_json::to_value(&record.data).map_err(encode)?,
            // By our clock, from the sign-in: the record's own date follows the machine's.
            expires_at: self.0.now() + TimeDelta::hours(self.0.config.session_hours.into()),
        };
        sessions::write_session(&self.0.db, session, replace).await.map_err(backend)
    }
}

/// Whether a session still stands.
pub(super) async fn is_live(app: &App, id: &Id) -> std::result::Result<bool, StoreError> {
    Ok(sessions::find_session(&app.db, id_hash(id), app.now()).await?.is_some())
}

fn id_hash(id: &Id) -> Vec<u8> {
    hash(b"session", &id.0.to_be_bytes())
}

fn backend(error: StoreError) -> Error {
    Error::Backend(error.to_string())
}
