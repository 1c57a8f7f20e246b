//! The journal of refusals. Rows are added, never changed, and go with their age.

use chrono::{DateTime, NaiveDate, Utc};
use creno_types::ProblemCode;
use creno_types::refusal::{RefusalCount, RefusalLine};
use uuid::Uuid;

use super::walk::{Walk, walk};
use super::{Db, Row, StoreError, statements};

macro_rules! refusals {
    ($order:tt) => {
        walk!(
            $order,
            "SELECT id, at, reason, resource, prefix, occurrences FROM refusal
            WHERE day BETWEEN $1 AND $2 AND ($3 = '' OR reason = $3)",
            "id",
            "$4",
            "$5"
        )
    };
}

statements! {
    LIST_REFUSALS = refusals!(latest);
    LIST_OLDEST_REFUSALS = refusals!(oldest);
    COUNT_REFUSALS = "SELECT day, reason, CAST(sum(occurrences) AS BIGINT) AS occurrences FROM refusal
        WHERE day BETWEEN $1 AND $2 AND ($3 = '' OR reason = $3) GROUP BY day, reason ORDER BY day DESC, reason";
}

const INSERT_HEAD: &str = "INSERT INTO refusal (id, at, day, reason, resource, prefix, occurrences)";

/// A line to be added.
#[derive(Clone, Debug)]
pub struct NewRefusal {
    /// Its id.
    pub id: Uuid,
    /// Now.
    pub at: DateTime<Utc>,
    /// Code of the refusals.
    pub reason: ProblemCode,
    /// What was asked.
    pub resource: &'static str,
    /// Network asking, cut short.
    pub prefix: String,
    /// How many.
    pub occurrences: i64,
}

/// Which lines.
#[derive(Clone, Copy, Debug)]
pub struct RefusalFilter {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Only of that code.
    pub reason: Option<ProblemCode>,
}

/// Adds lines.
///
/// # Errors
/// When the database fails; none is added then.
pub async fn insert_refusals(db: &Db, lines: Vec<NewRefusal>) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for some in lines.chunks(500) {
        let mut query = tx.insert_many(INSERT_HEAD, some.len(), 7);
        for line in some {
            query = query.bind(line.id).bind(line.at).bind(line.at.date_naive()).bind(line.reason.as_str());
            query = query.bind(line.resource).bind(line.prefix.clone()).bind(line.occurrences);
        }
        query.execute().await?;
    }
    tx.commit().await
}

/// At most `limit` lines from there on.
///
/// # Errors
/// When the database fails.
pub async fn list_refusals(
    db: &Db,
    filter: &RefusalFilter,
    walk: Walk,
    limit: u32,
) -> Result<Vec<RefusalLine>, StoreError> {
    let query = db
        .query(walk.statement(LIST_REFUSALS, LIST_OLDEST_REFUSALS))
        .bind(filter.from)
        .bind(filter.to)
        .bind(word(filter));
    let query = query.bind(walk.after()).bind(i64::from(limit));
    query.fetch_all().await?.iter().map(line).collect()
}

/// How many there are of each code on each day.
///
/// # Errors
/// When the database fails.
pub async fn count_refusals(db: &Db, filter: &RefusalFilter) -> Result<Vec<RefusalCount>, StoreError> {
    let query = db.query(COUNT_REFUSALS).bind(filter.from).bind(filter.to).bind(word(filter));
    let rows = query.fetch_all().await?;
    let count = |row: &Row| {
        Ok(RefusalCount { day: row.get("day")?, reason: reason(row)?, occurrences: row.get("occurrences")? })
    };
    rows.iter().map(count).collect()
}

fn word(filter: &RefusalFilter) -> &'static str {
    filter.reason.map(ProblemCode::as_str).unwrap_or_default()
}

fn line(row: &Row) -> Result<RefusalLine, StoreError> {
    Ok(RefusalLine {
        id: row.get("id")?,
        at: row.get("at")?,
        reason: reason(row)?,
        resource: row.get("resource")?,
        prefix: row.get("prefix")?,
        occurrences: row.get("occurrences")?,
    })
}

fn reason(row: &Row) -> Result<ProblemCode, StoreError> {
    let word: String = row.get("reason")?;
    let known = ProblemCode::ALL.iter().find(|code| code.as_str() == word).copied();
    known.ok_or(StoreError::Corrupt { column: "reason", value: word })
}
