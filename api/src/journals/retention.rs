//! What is too old goes, a batch at a time, so that nobody waits for it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::store::{Db, StoreError, retention};

/// Rows that one transaction drops at most.
const BATCH: u32 = 1_000;

/// Drops what is older than the settings say, from every journal.
///
/// # Errors
/// When the database fails; what was dropped until then stays so.
pub async fn sweep(app: &App) -> Result<(), StoreError> {
    let (db, kept) = (&app.db, &app.config.retention);
    let before = |days: u16| app.now() - TimeDelta::days(days.into());
    drop_all(db, before(kept.accesses), retention::delete_accesses).await?;
    drop_all(db, before(kept.settings), retention::delete_settings).await?;
    drop_all(db, before(kept.messages), retention::delete_messages).await?;
    drop_all(db, before(kept.refusals), retention::delete_refusals).await
}

async fn drop_all(
    db: &Db,
    before: DateTime<Utc>,
    delete: impl AsyncFn(&Db, DateTime<Utc>, u32) -> Result<u64, StoreError>,
) -> Result<(), StoreError> {
    while delete(db, before, BATCH).await? >= BATCH.into() {}
    Ok(())
}
