//! The journal of refusals: counted in memory and written down every few seconds, so that a flood of refused requests
//! does not become a flood of writes. What a crash loses is those seconds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::Days;
use creno_types::ProblemCode;
use creno_types::refusal::{RefusalLine, Refusals, RefusalsQuery};
use uuid::Uuid;

use super::{Prefix, Resource};
use crate::app::App;
use crate::store::StoreError;
use crate::store::refusals::{self, NewRefusal, RefusalFilter};
use crate::store::walk::Walk;

/// Networks told apart within a few seconds; those beyond are counted together.
const MOST_NETWORKS: usize = 1_000;
/// Lines of a page, when nothing is asked.
const PAGE: u32 = 50;
/// Lines of a page at most.
const LONGEST_PAGE: u32 = 200;

/// What is still to be written down.
#[derive(Debug, Default)]
pub(super) struct Pending {
    noted: Mutex<HashMap<(ProblemCode, Resource, String), i64>>,
    /// Held while it is written: who reads the journal next finds all that was noted before.
    writing: tokio::sync::Mutex<()>,
}

/// Notes a refusal.
pub fn note(app: &App, reason: ProblemCode, resource: Resource, prefix: Option<Prefix>) {
    let mut pending = app.anti_abuse.pending.noted.lock().unwrap_or_else(PoisonError::into_inner);
    let full = pending.len() >= MOST_NETWORKS;
    let prefix = prefix.filter(|_| !full).map(|prefix| prefix.cut_short()).unwrap_or_default();
    *pending.entry((reason, resource, prefix)).or_default() += 1;
}

/// Writes down what was noted.
///
/// # Errors
/// When the database fails; what was noted is lost then.
pub async fn flush(app: &App) -> Result<(), StoreError> {
    let _turn = app.anti_abuse.pending.writing.lock().await;
    let noted = {
        let mut pending = app.anti_abuse.pending.noted.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *pending)
    };
    if noted.is_empty() {
        return Ok(());
    }
    let at = app.now();
    let line = |((reason, resource, prefix), occurrences): ((_, Resource, _), _)| NewRefusal {
        id: app.new_id(),
        at,
        reason,
        resource: resource.as_str(),
        prefix,
        occurrences,
    };
    refusals::insert_refusals(&app.db, noted.into_iter().map(line).collect()).await
}

/// A page of the journal, with the counts of the whole period; the last 30 days when none is asked.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, query: &RefusalsQuery) -> Result<Refusals, StoreError> {
    // This instance's are there at once; others' within seconds.
    flush(app).await?;
    let limit = query.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let (items, next) = batch(app, query, query.cursor, limit).await?;
    Ok(Refusals { items, counts: refusals::count_refusals(&app.db, &filter(app, query)).await?, next })
}

/// At most `limit` lines after that of the id `cursor`, in the order asked, and where the following ones begin.
///
/// # Errors
/// When the database fails.
pub async fn batch(
    app: &App,
    query: &RefusalsQuery,
    cursor: Option<Uuid>,
    limit: u32,
) -> Result<(Vec<RefusalLine>, Option<Uuid>), StoreError> {
    let walk = Walk { order: query.order, after: cursor };
    let mut items = refusals::list_refusals(&app.db, &filter(app, query), walk, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().map(|line| line.id).filter(|_| more);
    Ok((items, next))
}

fn filter(app: &App, query: &RefusalsQuery) -> RefusalFilter {
    let to = query.to.unwrap_or_else(|| app.now().date_naive());
    let from = query.from.or_else(|| to.checked_sub_days(Days::new(29))).unwrap_or(to);
    RefusalFilter { from, to, reason: query.reason }
}
