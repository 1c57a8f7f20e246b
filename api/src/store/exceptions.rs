//! Exceptions of one date to people's windows, as they enter them.

use chrono::NaiveDate;
use creno_types::ids::{ExceptionId, StaffId};
use creno_types::window::{AvailabilityQuery, Exception, ExceptionRule};
use sqlx::types::Json;
use uuid::Uuid;

use super::reach::{asked, scope, within_reach};
use super::schedule::id_or_nil;
use super::staff::Member;
use super::windows::{agency, person, time};
use super::{Db, Queries, Row, StoreError, Tx, statements};

/// What every reading of an exception selects.
macro_rules! select {
    ($($rest:expr),+) => {
        concat!(
            "SELECT e.id, e.staff_id, s.slug AS staff_slug, s.name AS staff_name, e.agency_id, a.slug AS agency_slug,
            a.name AS agency_name, a.timezone, e.date, e.opens, e.from_minute, e.to_minute, e.channels
            FROM exception e JOIN staff s ON s.id = e.staff_id LEFT JOIN agency a ON a.id = e.agency_id WHERE ",
            $($rest),+
        )
    };
}

statements! {
    LIST_EXCEPTIONS = select!("s.active AND ", within_reach!("e", "$1", "$2"), " AND ",
        asked!("e", "$3", "$4", "$5", "$6"), " ORDER BY e.date, e.from_minute, s.name, e.id");
    LIST_BETWEEN = select!("s.active AND ", within_reach!("e", "$1", "$2"), " AND ",
        asked!("e", "$3", "$4", "$5", "$6"), " AND e.date BETWEEN $7 AND $8 ORDER BY e.date, e.from_minute, s.name, e.id");
    FIND_EXCEPTION = select!("s.active AND e.id = $3 AND ", within_reach!("e", "$1", "$2"));
    LIST_EXCEPTIONS_OF = select!("e.staff_id = $1 AND e.date >= $2 ORDER BY e.date, e.from_minute, e.id");
    INSERT_EXCEPTION = "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE_EXCEPTION = "UPDATE exception SET agency_id = $3, date = $4, opens = $5, from_minute = $6, to_minute = $7,
        channels = $8 WHERE id = $1 AND staff_id = $2";
    DELETE_EXCEPTION = "DELETE FROM exception WHERE id = $1 AND staff_id = $2";
}

/// The exceptions asked for that `member` reaches.
///
/// # Errors
/// When the database fails.
pub async fn list_exceptions(
    db: &Db,
    member: &Member,
    asked: &AvailabilityQuery,
) -> Result<Vec<Exception>, StoreError> {
    let id = |name: &Option<String>| name.as_deref().map_or(Uuid::nil(), id_or_nil);
    let query = db.query(LIST_EXCEPTIONS).bind(member.staff.id.0).bind(scope(member.scope));
    let query = query.bind(asked.staff.clone()).bind(id(&asked.staff));
    let rows = query.bind(asked.agency.clone()).bind(id(&asked.agency)).fetch_all().await?;
    rows.iter().map(exception).collect()
}

/// The same, of the dates from `from` to `to`.
///
/// # Errors
/// When the database fails.
pub async fn list_exceptions_between(
    db: &Db,
    member: &Member,
    asked: &AvailabilityQuery,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Exception>, StoreError> {
    let id = |name: &Option<String>| name.as_deref().map_or(Uuid::nil(), id_or_nil);
    let query = db.query(LIST_BETWEEN).bind(member.staff.id.0).bind(scope(member.scope));
    let query = query.bind(asked.staff.clone()).bind(id(&asked.staff));
    let query = query.bind(asked.agency.clone()).bind(id(&asked.agency)).bind(from).bind(to);
    query.fetch_all().await?.iter().map(exception).collect()
}

/// The exception of that id, when `member` reaches it.
///
/// # Errors
/// When the database fails.
pub async fn find_exception(
    mut source: impl Queries,
    member: &Member,
    id: ExceptionId,
) -> Result<Option<Exception>, StoreError> {
    let query = source.query(FIND_EXCEPTION).bind(member.staff.id.0).bind(scope(member.scope)).bind(id.0);
    query.fetch_optional().await?.as_ref().map(exception).transpose()
}

/// The exceptions of a person from `date` on.
///
/// # Errors
/// When the database fails.
pub async fn list_exceptions_of(
    tx: &mut Tx,
    staff: StaffId,
    date: NaiveDate,
) -> Result<Vec<Exception>, StoreError> {
    let query = tx.query(LIST_EXCEPTIONS_OF).bind(staff.0).bind(date);
    query.fetch_all().await?.iter().map(exception).collect()
}

/// Adds an exception.
///
/// # Errors
/// When the database fails.
pub async fn insert_exception(tx: &mut Tx, exception: &Exception) -> Result<(), StoreError> {
    write(tx, INSERT_EXCEPTION, exception).await.map(drop)
}

/// Replaces an exception. False when the person has none of that id any more.
///
/// # Errors
/// When the database fails.
pub async fn update_exception(tx: &mut Tx, exception: &Exception) -> Result<bool, StoreError> {
    write(tx, UPDATE_EXCEPTION, exception).await
}

/// Removes an exception. False when the person has none of that id any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_exception(tx: &mut Tx, exception: &Exception) -> Result<bool, StoreError> {
    Ok(tx.query(DELETE_EXCEPTION).bind(exception.id.0).bind(exception.staff.id.0).execute().await? == 1)
}

async fn write(tx: &mut Tx, sql: &'static str, exception: &Exception) -> Result<bool, StoreError> {
    let rule = &exception.rule;
    let query = tx
        .query(sql)
        .bind(exception.id.0)
        .bind(exception.staff.id.0)
        .bind(exception.agency.as_ref().map(|agency| agency.id.0))
        .bind(rule.date)
        .bind(rule.opens)
        .bind(i64::from(rule.from_time.minutes()))
        .bind(i64::from(rule.to_time.minutes()))
        .bind(Json(rule.channels));
    Ok(query.execute().await? == 1)
}

fn exception(row: &Row) -> Result<Exception, StoreError> {
    Ok(Exception {
        id: ExceptionId(row.get("id")?),
        staff: person(row)?,
        agency: agency(row)?,
        timezone: row.get("timezone")?,
        rule: ExceptionRule {
            date: row.get("date")?,
            opens: row.get("opens")?,
            from_time: time(row, "from_minute")?,
            to_time: time(row, "to_minute")?,
            channels: row.json("channels")?,
        },
    })
}
