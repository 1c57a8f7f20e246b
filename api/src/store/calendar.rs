//! Closures and changes to the public holidays, as administrators enter them.

use chrono::NaiveDate;
use creno_types::appointment::Named;
use creno_types::calendar::{Closure, ClosureRule, HolidayChange};
use creno_types::ids::{AgencyId, ClosureId, HolidayId};

use super::reach::scope;
use super::staff::Member;
use super::windows::{agency, time};
use super::{Db, Queries, Row, StoreError, Tx, statements};

/// What every reading of a closure selects.
macro_rules! select_closures {
    ($condition:literal) => {
        concat!(
            "SELECT c.id, c.agency_id, a.slug AS agency_slug, a.name AS agency_name, c.from_date, c.until_date,
            c.from_minute, c.to_minute, c.label FROM closure c LEFT JOIN agency a ON a.id = c.agency_id WHERE ",
            $condition
        )
    };
}

/// A change of one date: the one that stands there already is replaced. An agency's and the network's each have an
/// index of their own.
macro_rules! put_holiday {
    ($index:literal) => {
        concat!(
            "INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, $2, $3, $4, $5) ON CONFLICT ",
            $index,
            " DO UPDATE SET observed = excluded.observed, label = excluded.label RETURNING id"
        )
    };
}

statements! {
    LIST_CLOSURES = select_closures!("(c.agency_id IS NULL OR c.agency_id = $1) AND c.until_date >= $2
        AND c.from_date <= $3 ORDER BY c.from_date, c.from_minute, c.id");
    FIND_CLOSURE = select_closures!("c.id = $3 AND (c.agency_id IS NULL OR $2 = 'network' OR EXISTS (
        SELECT 1 FROM staff_agency mine WHERE mine.agency_id = c.agency_id AND mine.staff_id = $1))");
    INSERT_CLOSURE = "INSERT INTO closure (id, agency_id, from_date, until_date, from_minute, to_minute, label)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE_CLOSURE = "UPDATE closure SET agency_id = $2, from_date = $3, until_date = $4, from_minute = $5,
        to_minute = $6, label = $7 WHERE id = $1";
    DELETE_CLOSURE = "DELETE FROM closure WHERE id = $1";
    LIST_HOLIDAY_CHANGES = "SELECT h.id, h.agency_id, a.slug AS agency_slug, a.name AS agency_name, h.date, h.observed,
        h.label FROM holiday h LEFT JOIN agency a ON a.id = h.agency_id
        WHERE (h.agency_id IS NULL OR h.agency_id = $1) AND h.date BETWEEN $2 AND $3";
    PUT_AGENCY_HOLIDAY = put_holiday!("(agency_id, date) WHERE agency_id IS NOT NULL");
    PUT_NETWORK_HOLIDAY = put_holiday!("(date) WHERE agency_id IS NULL");
    DELETE_AGENCY_HOLIDAY = "DELETE FROM holiday WHERE date = $1 AND agency_id = $2";
    DELETE_NETWORK_HOLIDAY = "DELETE FROM holiday WHERE date = $1 AND agency_id IS NULL";
}

/// The closures of an agency, the network's included, that touch the days from `from` to `to`.
///
/// # Errors
/// When the database fails.
pub async fn list_closures(
    db: &Db,
    agency: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Closure>, StoreError> {
    let query = db.query(LIST_CLOSURES).bind(agency.0).bind(from).bind(to);
    query.fetch_all().await?.iter().map(closure).collect()
}

/// The closure of that id, when it is the network's or `member` reaches its agency.
///
/// # Errors
/// When the database fails.
pub async fn find_closure(
    mut source: impl Queries,
    member: &Member,
    id: ClosureId,
) -> Result<Option<Closure>, StoreError> {
    let query = source.query(FIND_CLOSURE).bind(member.staff.id.0).bind(scope(member.scope)).bind(id.0);
    query.fetch_optional().await?.as_ref().map(closure).transpose()
}

/// Adds a closure.
///
/// # Errors
/// When the database fails.
pub async fn insert_closure(tx: &mut Tx, closure: &Closure) -> Result<(), StoreError> {
    write(tx, INSERT_CLOSURE, closure).await.map(drop)
}

/// Replaces a closure. False when there is none of that id any more.
///
/// # Errors
/// When the database fails.
pub async fn update_closure(tx: &mut Tx, closure: &Closure) -> Result<bool, StoreError> {
    write(tx, UPDATE_CLOSURE, closure).await
}

/// Removes a closure. False when there is none of that id any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_closure(tx: &mut Tx, id: ClosureId) -> Result<bool, StoreError> {
    Ok(tx.query(DELETE_CLOSURE).bind(id.0).execute().await? == 1)
}

/// The changes to the public holidays of an agency, the network's included, from `from` to `to`.
///
/// # Errors
/// When the database fails.
pub async fn list_holiday_changes(
    db: &Db,
    of: AgencyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<HolidayChange>, StoreError> {
    let rows = db.query(LIST_HOLIDAY_CHANGES).bind(of.0).bind(from).bind(to).fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(HolidayChange {
                id: HolidayId(row.get("id")?),
                agency: agency(row)?,
                date: row.get("date")?,
                observed: row.get("observed")?,
                label: row.get("label")?,
            })
        })
        .collect()
}

/// Writes the change of a date, in place of the one that stands there. Its id: that of the one that stood.
///
/// # Errors
/// When the database fails.
pub async fn put_holiday_change(tx: &mut Tx, change: &HolidayChange) -> Result<HolidayId, StoreError> {
    let sql = if change.agency.is_some() { PUT_AGENCY_HOLIDAY } else { PUT_NETWORK_HOLIDAY };
    let query = tx.query(sql).bind(change.id.0).bind(change.agency.as_ref().map(|agency| agency.id.0));
    let query = query.bind(change.date).bind(change.observed).bind(change.label.clone());
    query.fetch_one().await?.get("id").map(HolidayId)
}

/// Removes the change of a date, of an agency or of the network. False when there is none.
///
/// # Errors
/// When the database fails.
pub async fn delete_holiday_change(
    tx: &mut Tx,
    agency: Option<&Named<AgencyId>>,
    date: NaiveDate,
) -> Result<bool, StoreError> {
    let rows = match agency {
        Some(agency) => tx.query(DELETE_AGENCY_HOLIDAY).bind(date).bind(agency.id.0).execute().await?,
        None => tx.query(DELETE_NETWORK_HOLIDAY).bind(date).execute().await?,
    };
    Ok(rows == 1)
}

async fn write(tx: &mut Tx, sql: &'static str, closure: &Closure) -> Result<bool, StoreError> {
    let rule = &closure.rule;
    let query = tx
        .query(sql)
        .bind(closure.id.0)
        .bind(closure.agency.as_ref().map(|agency| agency.id.0))
        .bind(rule.from_date)
        .bind(rule.until_date)
        .bind(i64::from(rule.from_time.minutes()))
        .bind(i64::from(rule.to_time.minutes()))
        .bind(rule.label.clone());
    Ok(query.execute().await? == 1)
}

fn closure(row: &Row) -> Result<Closure, StoreError> {
    Ok(Closure {
        id: ClosureId(row.get("id")?),
        agency: agency(row)?,
        rule: ClosureRule {
            from_date: row.get("from_date")?,
            until_date: row.get("until_date")?,
            from_time: time(row, "from_minute")?,
            to_time: time(row, "to_minute")?,
            label: row.get("label")?,
        },
    })
}
