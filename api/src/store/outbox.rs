//! Side effects to come, and what became of them.

use chrono::{DateTime, Utc};
use creno_types::ids::AppointmentId;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, Row, StoreError, Tx, statements};

statements! {
    INSERT_JOB = "INSERT INTO outbox (id, kind, appointment_id, payload, state, due_at, attempts, created_at)
        VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6)";
    CLAIM_JOB = "UPDATE outbox SET due_at = $2, attempts = attempts + 1 WHERE id = (
            SELECT o.id FROM outbox o WHERE o.state = 'waiting' AND o.due_at <= $1
            AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.appointment_id = o.appointment_id AND e.kind = o.kind
                AND e.state = 'waiting' AND e.id < o.id)
            ORDER BY o.due_at, o.id LIMIT 1)
        AND state = 'waiting' AND due_at <= $1
        RETURNING id, kind, appointment_id, payload, attempts, created_at";
    FIND_NEXT_DUE = "SELECT min(due_at) AS due FROM outbox WHERE state = 'waiting'";
    END_JOB = "UPDATE outbox SET state = $2, ended_at = $3, error = $4 WHERE id = $1 AND state = 'waiting'";
    POSTPONE_JOB = "UPDATE outbox SET due_at = $2, error = $3 WHERE id = $1 AND state = 'waiting'";
    COUNT_JOBS = "SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dead') AS dead,
        min(CASE WHEN state = 'waiting' THEN created_at END) AS oldest FROM outbox WHERE state <> 'done'";
}

/// A job that a worker has claimed.
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    /// Its id.
    pub id: Uuid,
    /// What kind it is.
    pub kind: String,
    /// The appointment that it is about.
    pub appointment: Option<AppointmentId>,
    /// What it needs.
    pub payload: Value,
    /// How many attempts were made, this one included.
    pub attempts: u32,
    /// When the change was made.
    pub created_at: DateTime<Utc>,
}

/// How the outbox is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backlog {
    /// Jobs that are waiting.
    pub waiting: i64,
    /// Jobs that were given up.
    pub dead: i64,
    /// Since when the oldest one waits.
    pub oldest: Option<DateTime<Utc>>,
}

/// A job about to be written.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its id.
    pub id: Uuid,
    /// What kind it is.
    pub kind: &'static str,
    /// The appointment that it is about.
    pub about: Option<AppointmentId>,
    /// What it needs.
    pub payload: Value,
    /// When it is to be done.
    pub due: DateTime<Utc>,
    /// This instant.
    pub now: DateTime<Utc>,
}

/// Writes a job with the change that causes it.
///
/// # Errors
/// When the database fails.
pub async fn insert_job(tx: &mut Tx, job: NewJob) -> Result<(), StoreError> {
    let about = job.about.map(|appointment| appointment.0);
    let query = tx.query(INSERT_JOB).bind(job.id).bind(job.kind).bind(about).bind(Json(job.payload));
    query.bind(job.due).bind(job.now).execute().await?;
    Ok(())
}

/// Claims the next job that is due, until `until`. Jobs of one appointment and kind come one after the other.
///
/// # Errors
/// When the database fails.
pub async fn claim_job(
    db: &Db,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<ClaimedJob>, StoreError> {
    let mut tx = db.begin().await?;
    let row = tx.query(CLAIM_JOB).bind(now).bind(until).fetch_optional().await?;
    let Some(row) = row else {
        tx.rollback().await?;
        return Ok(None);
    };
    let job = claimed(&row)?;
    tx.commit().await?;
    Ok(Some(job))
}

/// When the next job is due; none when nothing waits.
///
/// # Errors
/// When the database fails.
pub async fn find_next_due(db: &Db) -> Result<Option<DateTime<Utc>>, StoreError> {
    db.query(FIND_NEXT_DUE).fetch_one().await?.get("due")
}

/// Ends a job: done, or given up for the reason told.
///
/// # Errors
/// When the database fails.
pub async fn end_job(
    tx: &mut Tx,
    id: Uuid,
    error: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let state = if error.is_none() { "done" } else { "dead" };
    tx.query(END_JOB).bind(id).bind(state).bind(now).bind(error).execute().await?;
    Ok(())
}

/// Puts a job off until `due`.
///
/// # Errors
/// When the database fails.
pub async fn postpone_job(
    tx: &mut Tx,
    id: Uuid,
    due: DateTime<Utc>,
    error: String,
) -> Result<(), StoreError> {
    tx.query(POSTPONE_JOB).bind(id).bind(due).bind(error).execute().await?;
    Ok(())
}

/// How many jobs wait, and since when.
///
/// # Errors
/// When the database fails.
pub async fn count_jobs(db: &Db) -> Result<Backlog, StoreError> {
    let row = db.query(COUNT_JOBS).fetch_one().await?;
    Ok(Backlog { waiting: row.get("waiting")?, dead: row.get("dead")?, oldest: row.get("oldest")? })
}

fn claimed(row: &Row) -> Result<ClaimedJob, StoreError> {
    Ok(ClaimedJob {
        id: row.get("id")?,
        kind: row.get("kind")?,
        appointment: row.get::<Option<Uuid>>("appointment_id")?.map(AppointmentId),
        payload: row.json("payload")?,
        attempts: row.integer("attempts")?,
        created_at: row.get("created_at")?,
    })
}
