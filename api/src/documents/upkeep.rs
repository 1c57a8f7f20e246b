//! What is done to documents by and by: keys sealed anew after a rotation, what is too old removed.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::outbox::{self, Job};
use crate::store::events::{self, NewEvent};
use crate::store::{StoreError, documents};

/// How often what is too old is looked for: its age is told in days.
const ROUND: Duration = Duration::from_secs(3_600);
/// Documents that one transaction changes at most.
const BATCH: u32 = 200;

/// Removes the documents of appointments that ended longer ago than the settings say; how many were.
///
/// # Errors
/// When the database fails; what was removed until then stays so.
pub async fn sweep(app: &App) -> Result<usize, StoreError> {
    let before = app.now() - TimeDelta::days(app.config.retention.documents.into());
    let mut swept = 0;
    loop {
        let old = documents::list_old(&app.db, before, BATCH).await?;
        let mut tx = app.db.begin().await?;
        for (appointment, document) in &old {
            let deleted = documents::delete(&mut tx, *document).await?;
            let Some((object, asked)) = deleted else { continue };
            outbox::enqueue(app, &mut tx, None, &Job::EraseObject { object }).await?;
            let event = NewEvent {
                id: app.new_id(),
                appointment: *appointment,
                at: app.now(),
                kind: "document_deleted",
                actor: "system",
                staff: None,
                changes: json!({ "document": [asked, null] }),
                // Nobody outside waits for it.
                snapshot: None,
            };
            events::insert_event(&mut tx, event).await?;
        }
        tx.commit().await?;
        swept += old.len();
        if old.len() < BATCH as usize {
            return Ok(swept);
        }
    }
}

/// How a rotation went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Documents whose keys are sealed under the current key now.
    pub resealed: usize,
    /// Documents whose key can't be opened: theirs is not set any more.
    pub lost: usize,
}

/// Seals the keys of documents under the current key, so that former ones can be left out. The files are not touched.
///
/// # Errors
/// When the database fails; what was sealed until then stays so.
pub async fn rotate(app: &App) -> Result<Rotation, StoreError> {
    let mut rotation = Rotation::default();
    let keys = &app.documents.keys;
    let Some(current) = keys.current() else { return Ok(rotation) };
    let mut after = Uuid::nil();
    loop {
        let others = documents::list_by_other_keys(&app.db, current, after, BATCH).await?;
        let Some((last, _)) = others.last() else { return Ok(rotation) };
        after = last.0;
        let mut tx = app.db.begin().await?;
        for (document, before) in others {
            let opened = keys.open(document, &before);
            match opened.and_then(|key| keys.seal(app, document, &key)) {
                Some(sealed) => {
                    documents::update_key(&mut tx, document, &before, sealed).await?;
                    rotation.resealed += 1;
                }
                None => rotation.lost += 1,
            }
        }
        tx.commit().await?;
    }
}

/// Says at the start what an operator is to know; seals anew what a former key sealed, here or on an instance that has not
/// the new one yet, and removes what is too old, at once and from then on.
pub async fn look_after(app: App) {
    let is_open = app.documents.is_open();
    if !is_open {
        tracing::warn!("documents are refused: set CRENO_DOCUMENT_KEY, as docs/exploitation.md says");
    }
    let mut rounds = tokio::time::interval(ROUND);
    loop {
        rounds.tick().await;
        if is_open {
            tell(rotate(&app).await);
        }
        if let Err(error) = sweep(&app).await {
            tracing::error!(%error, "documents that are too old could not be removed");
        }
    }
}

fn tell(rotation: Result<Rotation, StoreError>) {
    match rotation {
        Ok(Rotation { resealed: 0, lost: 0 }) => {}
        Ok(Rotation { resealed, lost: 0 }) => tracing::info!(resealed, "keys of documents are sealed anew"),
        Ok(Rotation { resealed, lost }) => tracing::error!(
            resealed,
            lost,
            "documents can't be read: put their key back in CRENO_DOCUMENT_FORMER_KEYS"
        ),
        Err(error) => tracing::error!(%error, "keys of documents can't be sealed anew"),
    }
}
