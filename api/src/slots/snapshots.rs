//! Snapshots kept in memory, one for each agency asked, checked against the database when it changed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::Mutex as Turn;
use uuid::Uuid;

use super::snapshot::Snapshot;
use crate::app::App;
use crate::store::{StoreError, schedule};

/// The snapshots of this process.
#[derive(Debug, Default)]
pub struct Snapshots {
    /// By the name asked: a slug, or an id as it is usually written. Only names that were found.
    kept: RwLock<HashMap<String, Arc<Place>>>,
    made: AtomicU64,
}

#[derive(Debug, Default)]
struct Place {
    snapshot: Mutex<Option<Arc<Snapshot>>>,
    /// Held by whoever checks or makes the snapshot, so that others wait for it instead of doing the same.
    turn: Turn<()>,
}

impl Place {
    fn get(&self) -> Option<Arc<Snapshot>> {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, snapshot: Option<Arc<Snapshot>>) {
        *self.snapshot.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }
}

impl Snapshots {
    /// The agency of that slug or id as far as this process knows: at most as old as the last change that it heard of.
    /// None when there is none that is active.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, app: &App, name: &str) -> Result<Option<Arc<Snapshot>>, StoreError> {
        let name = canonical(name);
        let place = self.place(&name);
        if let Some(snapshot) = place.as_ref().and_then(|place| place.get())
            && snapshot.is_unchanged(app.db.changes(), app.now())
        {
            return Ok(Some(snapshot));
        }
        self.check(app, &name, place.unwrap_or_default(), false).await
    }

    /// The agency of that slug or id as it is now in the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get_checked(&self, app: &App, name: &str) -> Result<Option<Arc<Snapshot>>, StoreError> {
        let name = canonical(name);
        let place = self.place(&name).unwrap_or_default();
        self.check(app, &name, place, true).await
    }

    /// Forgets every snapshot: the next request reads its agency again.
    pub fn clear(&self) {
        self.kept.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    async fn check(
        &self,
        app: &App,
        name: &str,
        place: Arc<Place>,
        always: bool,
    ) -> Result<Option<Arc<Snapshot>>, StoreError> {
        let _turn = place.turn.lock().await;
        let heard = app.db.changes();
        if let Some(snapshot) = place.get().filter(|snapshot| snapshot.is_named(name)) {
            // Somebody else may have checked it while we waited.
            if !always && snapshot.is_unchanged(heard, app.now()) {
                return Ok(Some(snapshot));
            }
            if snapshot.is_recent(app.now())
                && let Some(snapshot) = self.renew(app, &snapshot, heard).await?
            {
                place.set(Some(snapshot.clone()));
                return Ok(Some(snapshot));
            }
        }
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let snapshot = Snapshot::read(app, name, number).await?.map(Arc::new);
        place.set(snapshot.clone());
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if snapshot.is_some() {
            kept.entry(name.to_owned()).or_insert_with(|| place.clone());
        } else {
            kept.remove(name);
        }
        Ok(snapshot)
    }

    /// The snapshot as the database has it now: the same one when nothing changed. None when it is to be read anew.
    async fn renew(
        &self,
        app: &App,
        snapshot: &Arc<Snapshot>,
        heard: u64,
    ) -> Result<Option<Arc<Snapshot>>, StoreError> {
        let mut reader = app.db.reader().await?;
        let Some(revision) = schedule::find_revision(&mut reader, snapshot.agency.id).await? else {
            return Ok(None);
        };
        if revision == snapshot.revision {
            snapshot.mark_checked(heard);
            return Ok(Some(snapshot.clone()));
        }
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        Ok(snapshot.renew(&mut reader, &revision, heard, number).await?.map(Arc::new))
    }

    fn place(&self, name: &str) -> Option<Arc<Place>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }
}

/// Ids in their usual writing, so that an agency has two names at most.
fn canonical(name: &str) -> String {
    Uuid::try_parse(name).map_or_else(|_| name.to_owned(), |id| id.to_string())
}
