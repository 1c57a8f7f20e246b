//! Who signed in, who looked at clients' data, from where.

use creno_types::journal::{AccessJournalQuery, AccessLine, Accesses};
use uuid::Uuid;

use super::{instants, page};
use crate::app::App;
use crate::store::StoreError;
use crate::store::access::{self, AccessFilter};
use crate::store::walk::Walk;

/// A page of the journal, in the order asked.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, query: &AccessJournalQuery) -> Result<Accesses, StoreError> {
    let (items, next) = batch(app, query, query.cursor, page(query.limit)).await?;
    Ok(Accesses { items, next })
}

/// At most `limit` accesses after that of the id `cursor`, in the order asked, and where the following ones begin.
///
/// # Errors
/// When the database fails.
pub async fn batch(
    app: &App,
    query: &AccessJournalQuery,
    cursor: Option<Uuid>,
    limit: u32,
) -> Result<(Vec<AccessLine>, Option<Uuid>), StoreError> {
    let (from, until) = instants(query.from, query.to);
    let filter = AccessFilter { from, until, kind: query.kind, q: query.q.clone() };
    let walk = Walk { order: query.order, after: cursor };
    let mut items = access::list_accesses(&app.db, &filter, walk, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().map(|line| line.id).filter(|_| more);
    Ok((items, next))
}
