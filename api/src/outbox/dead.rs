//! Jobs that were given up: people see them, and have them done again.

use creno_types::outbox::{Jobs, JobsQuery, ReplayedJobs};
use uuid::Uuid;

use crate::app::App;
use crate::store::staff::Member;
use crate::store::walk::Walk;
use crate::store::{StoreError, dead_jobs};

/// Jobs of a page, when nothing is asked, and at most.
const PAGE: (u32, u32) = (50, 200);

/// A page of the jobs that wait or were given up.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member, query: &JobsQuery) -> Result<Jobs, StoreError> {
    let limit = query.limit.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    let which = (query.state, query.kind.as_deref().unwrap_or_default());
    let walk = Walk { order: query.order, after: query.cursor };
    let mut items = dead_jobs::list_jobs(&app.db, member, which, walk, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    for job in &mut items {
        job.error = job.error.take().map(|error| member.sight.redacted(&error));
    }
    let next = items.last().map(|job| job.id).filter(|_| more);
    Ok(Jobs { items, next })
}

/// Has a job that was given up done again now, as if it were new. False when there is none of that id.
///
/// # Errors
/// When the database fails.
pub async fn replay(app: &App, job: Uuid) -> Result<bool, StoreError> {
    let mut tx = app.db.begin().await?;
    let replayed = dead_jobs::replay_job(&mut tx, job, app.now()).await?;
    tx.commit().await?;
    Ok(replayed)
}

/// The same for every job of a kind.
///
/// # Errors
/// When the database fails.
pub async fn replay_kind(app: &App, kind: &str) -> Result<ReplayedJobs, StoreError> {
    let mut tx = app.db.begin().await?;
    let jobs = dead_jobs::replay_kind(&mut tx, kind, app.now()).await?;
    tx.commit().await?;
    Ok(ReplayedJobs { jobs })
}
