//! Recurring windows, as people enter them.

use creno_types::appointment::Named;
use creno_types::ids::{AgencyId, StaffId, WindowId};
use creno_types::local_minute::LocalMinute;
use creno_types::staff::StaffName;
use creno_types::window::{AvailabilityQuery, Window, WindowRule};
use sqlx::types::Json;
use uuid::Uuid;

use super::reach::{asked, scope, within_reach};
use super::schedule::id_or_nil;
use super::staff::Member;
use super::{Db, Queries, Row, StoreError, Tx, statements};

/// What every reading of a window selects.
macro_rules! select {
    ($($rest:expr),+) => {
        concat!(
            "SELECT w.id, w.staff_id, s.slug AS staff_slug, s.name AS staff_name, w.agency_id, a.slug AS agency_slug,
            a.name AS agency_name, a.timezone, w.weekday, w.every, w.nth, w.valid_from, w.valid_until, w.from_minute,
            w.to_minute, w.channels FROM availability_window w JOIN staff s ON s.id = w.staff_id
            LEFT JOIN agency a ON a.id = w.agency_id WHERE ",
            $($rest),+
        )
    };
}

statements! {
    LIST_WINDOWS = select!("s.active AND ", within_reach!("w", "$1", "$2"), " AND ", asked!("w", "$3", "$4", "$5", "$6"),
        " ORDER BY s.name, s.id, w.weekday, w.from_minute, w.id");
    FIND_WINDOW = select!("s.active AND w.id = $3 AND ", within_reach!("w", "$1", "$2"));
    LIST_WINDOWS_OF = select!("w.staff_id = $1 ORDER BY w.weekday, w.from_minute, w.id");
    INSERT_WINDOW = "INSERT INTO availability_window (id, staff_id, agency_id, weekday, every, nth, valid_from,
        valid_until, from_minute, to_minute, channels) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE_WINDOW = "UPDATE availability_window SET agency_id = $3, weekday = $4, every = $5, nth = $6, valid_from = $7,
        valid_until = $8, from_minute = $9, to_minute = $10, channels = $11 WHERE id = $1 AND staff_id = $2";
    DELETE_WINDOW = "DELETE FROM availability_window WHERE id = $1 AND staff_id = $2";
}

/// The windows asked for that `member` reaches.
///
/// # Errors
/// When the database fails.
pub async fn list_windows(
    db: &Db,
    member: &Member,
    asked: &AvailabilityQuery,
) -> Result<Vec<Window>, StoreError> {
    let id = |name: &Option<String>| name.as_deref().map_or(Uuid::nil(), id_or_nil);
    let query = db.query(LIST_WINDOWS).bind(member.staff.id.0).bind(scope(member.scope));
    let query = query.bind(asked.staff.clone()).bind(id(&asked.staff));
    let rows = query.bind(asked.agency.clone()).bind(id(&asked.agency)).fetch_all().await?;
    rows.iter().map(window).collect()
}

/// The window of that id, when `member` reaches it.
///
/// # Errors
/// When the database fails.
pub async fn find_window(
    mut source: impl Queries,
    member: &Member,
    id: WindowId,
) -> Result<Option<Window>, StoreError> {
    let query = source.query(FIND_WINDOW).bind(member.staff.id.0).bind(scope(member.scope)).bind(id.0);
    query.fetch_optional().await?.as_ref().map(window).transpose()
}

/// Every window of a person.
///
/// # Errors
/// When the database fails.
pub async fn list_windows_of(tx: &mut Tx, staff: StaffId) -> Result<Vec<Window>, StoreError> {
    tx.query(LIST_WINDOWS_OF).bind(staff.0).fetch_all().await?.iter().map(window).collect()
}

/// Adds a window.
///
/// # Errors
/// When the database fails.
pub async fn insert_window(tx: &mut Tx, window: &Window) -> Result<(), StoreError> {
    write(tx, INSERT_WINDOW, window).await.map(drop)
}

/// Replaces a window. False when the person has none of that id any more.
///
/// # Errors
/// When the database fails.
pub async fn update_window(tx: &mut Tx, window: &Window) -> Result<bool, StoreError> {
    write(tx, UPDATE_WINDOW, window).await
}

/// Removes a window. False when the person has none of that id any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_window(tx: &mut Tx, window: &Window) -> Result<bool, StoreError> {
    Ok(tx.query(DELETE_WINDOW).bind(window.id.0).bind(window.staff.id.0).execute().await? == 1)
}

async fn write(tx: &mut Tx, sql: &'static str, window: &Window) -> Result<bool, StoreError> {
    let rule = &window.rule;
    let query = tx
        .query(sql)
        .bind(window.id.0)
        .bind(window.staff.id.0)
        .bind(window.agency.as_ref().map(|agency| agency.id.0))
        .bind(i64::from(rule.weekday))
        .bind(i64::from(rule.every))
        .bind(rule.nth.map(i64::from))
        .bind(rule.valid_from)
        .bind(rule.valid_until)
        .bind(i64::from(rule.from_time.minutes()))
        .bind(i64::from(rule.to_time.minutes()))
        .bind(Json(rule.channels));
    Ok(query.execute().await? == 1)
}

fn window(row: &Row) -> Result<Window, StoreError> {
    Ok(Window {
        id: WindowId(row.get("id")?),
        staff: person(row)?,
        agency: agency(row)?,
        timezone: row.get("timezone")?,
        rule: rule(row)?,
    })
}

/// The dates and times of a recurring window, of a person or of a campaign.
pub(super) fn rule(row: &Row) -> Result<WindowRule, StoreError> {
    let nth: Option<i64> = row.get("nth")?;
    let corrupt = |column, value: i64| StoreError::Corrupt { column, value: value.to_string() };
    Ok(WindowRule {
        channels: row.json("channels")?,
        weekday: row.integer("weekday")?,
        every: row.integer("every")?,
        nth: nth.map(|nth| i8::try_from(nth).map_err(|_| corrupt("nth", nth))).transpose()?,
        valid_from: row.get("valid_from")?,
        valid_until: row.get("valid_until")?,
        from_time: time(row, "from_minute")?,
        to_time: time(row, "to_minute")?,
    })
}

/// Whose window or exception a row is.
pub(super) fn person(row: &Row) -> Result<StaffName, StoreError> {
    Ok(StaffName {
        id: StaffId(row.get("staff_id")?),
        slug: row.parse("staff_slug")?,
        name: row.get("staff_name")?,
    })
}

/// The agency of a row that may have one.
pub(super) fn agency(row: &Row) -> Result<Option<Named<AgencyId>>, StoreError> {
    let id: Option<Uuid> = row.get("agency_id")?;
    let named =
        |id| Ok(Named { id: AgencyId(id), slug: row.parse("agency_slug")?, name: row.get("agency_name")? });
    id.map(named).transpose()
}

/// A column that holds a minute of the day.
pub(super) fn time(row: &Row, column: &'static str) -> Result<LocalMinute, StoreError> {
    let minute: u16 = row.integer(column)?;
    LocalMinute::try_from(minute).map_err(|_| StoreError::Corrupt { column, value: minute.to_string() })
}
