//! What was changed in the settings, by whom, before and after.

use creno_types::journal::{SettingsChange, SettingsChanges, SettingsJournalQuery};
use uuid::Uuid;

use super::{instants, page};
use crate::app::App;
use crate::store::StoreError;
use crate::store::settings_log::{self, ChangeFilter};
use crate::store::walk::Walk;

/// A page of the journal, in the order asked.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, query: &SettingsJournalQuery) -> Result<SettingsChanges, StoreError> {
    let (items, next) = batch(app, query, query.cursor, page(query.limit)).await?;
    Ok(SettingsChanges { items, next })
}

/// At most `limit` changes after that of the id `cursor`, in the order asked, and where the following ones begin.
///
/// # Errors
/// When the database fails.
pub async fn batch(
    app: &App,
    query: &SettingsJournalQuery,
    cursor: Option<Uuid>,
    limit: u32,
) -> Result<(Vec<SettingsChange>, Option<Uuid>), StoreError> {
    let (from, until) = instants(query.from, query.to);
    let filter = ChangeFilter { from, until, resource: query.resource.clone(), q: query.q.clone() };
    let walk = Walk { order: query.order, after: cursor };
    let mut items = settings_log::list_changes(&app.db, &filter, walk, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().map(|line| line.id).filter(|_| more);
    Ok((items, next))
}
