//! Jobs of the outbox that are not done: for people to see, and to have them tried again.

use chrono::{DateTime, Utc};
use creno_types::outbox::{JobLine, JobState};
use uuid::Uuid;

use super::catalog::word;
use super::reach::scope;
use super::staff::Member;
use super::walk::{Walk, walk};
use super::{Db, Row, StoreError, Tx, statements};

macro_rules! jobs {
    ($order:tt) => {
        walk!(
            $order,
            "SELECT o.id, o.kind, o.state, o.attempts, o.error, o.created_at, o.due_at, o.ended_at,
            CASE WHEN p.staff_id = $4 OR $5 = 'network' OR ($5 = 'perimeter' AND EXISTS (
                SELECT 1 FROM staff_agency x WHERE x.staff_id = $4 AND x.agency_id = p.agency_id)) THEN p.reference END AS reference
            FROM outbox o LEFT JOIN appointment p ON p.id = o.appointment_id
            WHERE o.state = $1 AND ($2 = '' OR o.kind = $2)",
            "o.id",
            "$3",
            "$6"
        )
    };
}

statements! {
    LIST_BACKLOGS = "SELECT kind, count(*) FILTER (WHERE state = 'waiting') AS waiting,
        count(*) FILTER (WHERE state = 'dead') AS dead,
        min(CASE WHEN state = 'waiting' THEN created_at END) AS oldest,
        min(CASE WHEN state = 'waiting' THEN due_at END) AS due
        FROM outbox WHERE state IN ('waiting', 'dead') GROUP BY kind ORDER BY kind";
    LIST_JOBS = jobs!(latest);
    LIST_OLDEST_JOBS = jobs!(oldest);
    REPLAY_JOB = "UPDATE outbox SET state = 'waiting', due_at = $2, attempts = 0, ended_at = NULL, error = NULL
        WHERE id = $1 AND state = 'dead'";
    REPLAY_KIND = "UPDATE outbox SET state = 'waiting', due_at = $2, attempts = 0, ended_at = NULL, error = NULL
        WHERE kind = $1 AND state = 'dead' RETURNING id";
    DELAY_MESSAGE = "UPDATE message SET state = 'delayed' WHERE outbox_id = $1";
}

/// How a kind of jobs is.
#[derive(Clone, Debug, Default)]
pub struct KindBacklog {
    /// The kind.
    pub kind: String,
    /// Jobs that wait.
    pub waiting: i64,
    /// Jobs that were given up.
    pub dead: i64,
    /// Since when the oldest one waits.
    pub oldest: Option<DateTime<Utc>>,
    /// When the next one is due, or was.
    pub due: Option<DateTime<Utc>>,
}

/// How each kind of jobs is, of those that have any that is not done.
///
/// # Errors
/// When the database fails.
pub async fn list_backlogs(db: &Db) -> Result<Vec<KindBacklog>, StoreError> {
    let rows = db.query(LIST_BACKLOGS).fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(KindBacklog {
                kind: row.get("kind")?,
                waiting: row.get("waiting")?,
                dead: row.get("dead")?,
                oldest: row.get("oldest")?,
                due: row.get("due")?,
            })
        })
        .collect()
}

/// At most `limit` jobs of that state and kind, from there on. References are those of
/// appointments that `member` reaches.
///
/// # Errors
/// When the database fails.
pub async fn list_jobs(
    db: &Db,
    member: &Member,
    (state, kind): (JobState, &str),
    walk: Walk,
    limit: u32,
) -> Result<Vec<JobLine>, StoreError> {
    let query =
        db.query(walk.statement(LIST_JOBS, LIST_OLDEST_JOBS)).bind(state.as_str()).bind(kind.to_owned());
    let query = query.bind(walk.after()).bind(member.staff.id.0).bind(scope(member.scope));
    query.bind(i64::from(limit)).fetch_all().await?.iter().map(line).collect()
}

/// Has a job that was given up done now. False when it is none.
///
/// # Errors
/// When the database fails.
pub async fn replay_job(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let replayed = tx.query(REPLAY_JOB).bind(id).bind(now).execute().await? == 1;
    if replayed {
        tx.query(DELAY_MESSAGE).bind(id).execute().await?;
    }
    Ok(replayed)
}

/// Has every job of that kind that was given up done now; how many.
///
/// # Errors
/// When the database fails.
pub async fn replay_kind(tx: &mut Tx, kind: &str, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let rows = tx.query(REPLAY_KIND).bind(kind.to_owned()).bind(now).fetch_all().await?;
    for row in &rows {
        tx.query(DELAY_MESSAGE).bind(row.get::<Uuid>("id")?).execute().await?;
    }
    Ok(rows.len() as u64)
}

fn line(row: &Row) -> Result<JobLine, StoreError> {
    let state: JobState = word(row, "state")?;
    Ok(JobLine {
        id: row.get("id")?,
        kind: row.get("kind")?,
        state,
        reference: row.get::<Option<String>>("reference")?.and_then(|text| text.parse().ok()),
        attempts: row.integer("attempts")?,
        error: row.get("error")?,
        created_at: row.get("created_at")?,
        due_at: Some(row.get("due_at")?).filter(|_| state == JobState::Waiting),
        ended_at: row.get("ended_at")?,
    })
}
