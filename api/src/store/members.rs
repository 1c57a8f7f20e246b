//! The people of an agency, with their windows and what takes their time.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use creno_engine::rules::{Booking, Window, WindowKind};
use creno_engine::{Person, Span};
use creno_types::Slug;
use creno_types::ids::{AgencyId, StaffId, ThemeId};
use uuid::Uuid;

use super::schedule::{members, stretch, window};
use super::{Db, Row, StoreError, Tx, statements};

statements! {
    LIST_MEMBERS = concat!("SELECT s.id, s.slug, s.name, s.booking_version,
        (SELECT count(*) FROM staff_agency sa WHERE sa.staff_id = s.id AND sa.agency_id = $1) AS works_there
        FROM staff s WHERE s.active AND s.id IN (", members!(), ") ORDER BY s.id");
    LIST_ABILITIES = concat!("SELECT staff_id, theme_id, priority FROM staff_theme WHERE staff_id IN (", members!(), ")");
    LIST_WINDOWS = concat!("SELECT staff_id, agency_id, weekday, every, nth, valid_from, valid_until, from_minute,
        to_minute, channels FROM availability_window WHERE staff_id IN (", members!(), ")
        AND (agency_id IS NULL OR agency_id = $1) AND (valid_until IS NULL OR valid_until >= $2)");
    LIST_EXCEPTIONS = concat!("SELECT staff_id, agency_id, date, opens, from_minute, to_minute, channels FROM exception
        WHERE staff_id IN (", members!(), ") AND (agency_id IS NULL OR agency_id = $1) AND date >= $2");
    LIST_TAKEN = concat!("SELECT staff_id, starts_at, busy_until, expires_at FROM occupancy
        WHERE staff_id IN (", members!(), ") AND busy_until > $2");
    LIST_BUSY = concat!("SELECT staff_id, starts_at, ends_at FROM busy_interval
        WHERE staff_id IN (", members!(), ") AND ends_at > $2");
    LIST_WINDOWS_OF = "SELECT staff_id, agency_id, weekday, every, nth, valid_from, valid_until,
        from_minute, to_minute, channels FROM availability_window
        WHERE staff_id = $1 AND (agency_id IS NULL OR agency_id = $2)";
    LIST_EXCEPTIONS_OF = "SELECT staff_id, agency_id, date, opens, from_minute, to_minute, channels
        FROM exception WHERE staff_id = $1 AND (agency_id IS NULL OR agency_id = $2) AND date BETWEEN $3 AND $4";
    LIST_TAKEN_OF = "SELECT staff_id, starts_at, busy_until, expires_at FROM occupancy
        WHERE staff_id = $1 AND busy_until > $2 AND starts_at < $3 AND (expires_at IS NULL OR expires_at > $4)";
    LIST_BUSY_OF = "SELECT staff_id, starts_at, ends_at FROM busy_interval
        WHERE staff_id = $1 AND ends_at > $2 AND starts_at < $3";
    COUNT_RECENT = "SELECT staff_id, count(*) AS recent FROM occupancy
        WHERE agency_id = $1 AND starts_at >= $2 GROUP BY staff_id";
}

/// A person who may receive in an agency.
#[derive(Clone, Debug)]
pub struct Member {
    /// Name in URLs.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// What moves when anything changes that their slots depend on.
    pub version: i64,
    /// Whether they work there; else they only take part in a campaign.
    pub works_there: bool,
    /// Themes that they handle, with their place in each one's order of priority.
    pub themes: HashMap<ThemeId, i64>,
    /// What the engine knows of them.
    pub person: Person,
}

/// Everyone who may receive in an agency, with whatever matters on `from` or later.
///
/// # Errors
/// When the database fails.
pub async fn list_members(db: &Db, agency: AgencyId, from: NaiveDate) -> Result<Vec<Member>, StoreError> {
    let people = db.query(LIST_MEMBERS).bind(agency.0).fetch_all().await?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    // No zone is further than 14 hours from UTC.
    let since = midnight(from) - chrono::Days::new(1);
    let (abilities, windows, exceptions, taken, busy) = tokio::try_join!(
        db.query(LIST_ABILITIES).bind(agency.0).fetch_all(),
        db.query(LIST_WINDOWS).bind(agency.0).bind(from).fetch_all(),
        db.query(LIST_EXCEPTIONS).bind(agency.0).bind(from).fetch_all(),
        db.query(LIST_TAKEN).bind(agency.0).bind(since).fetch_all(),
        db.query(LIST_BUSY).bind(agency.0).bind(since).fetch_all(),
    )?;

    let mut abilities = by_staff(&abilities, ability)?;
    let mut windows = by_staff(&windows, window)?;
    let mut exceptions = by_staff(&exceptions, exception)?;
    let mut taken = by_staff(&taken, booking)?;
    let mut busy = by_staff(&busy, busy_span)?;
    people
        .iter()
        .map(|row| {
            let id: Uuid = row.get("id")?;
            let mut standing = windows.remove(&id).unwrap_or_default();
            standing.append(&mut exceptions.remove(&id).unwrap_or_default());
            let works_there: i64 = row.get("works_there")?;
            Ok(Member {
                slug: row.parse("slug")?,
                name: row.get("name")?,
                version: row.get("booking_version")?,
                works_there: works_there > 0,
                themes: abilities.remove(&id).unwrap_or_default().into_iter().collect(),
                person: Person {
                    id: StaffId(id),
                    windows: standing,
                    bookings: taken.remove(&id).unwrap_or_default(),
                    busy: busy.remove(&id).unwrap_or_default(),
                },
            })
        })
        .collect()
}

/// One person as they are now around a date, read inside the transaction that has locked them.
///
/// # Errors
/// When the database fails.
pub async fn find_person(
    tx: &mut Tx,
    staff: StaffId,
    agency: AgencyId,
    date: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Person, StoreError> {
    // No zone is further than 14 hours from UTC, no appointment with its buffer longer than 16 hours.
    let (start, end) = (midnight(date) - chrono::Days::new(2), midnight(date) + chrono::Days::new(3));
    let windows = tx.query(LIST_WINDOWS_OF).bind(staff.0).bind(agency.0).fetch_all().await?;
    let exceptions =
        tx.query(LIST_EXCEPTIONS_OF).bind(staff.0).bind(agency.0).bind(date).bind(date).fetch_all().await?;
    let taken = tx.query(LIST_TAKEN_OF).bind(staff.0).bind(start).bind(end).bind(now).fetch_all().await?;
    let busy = tx.query(LIST_BUSY_OF).bind(staff.0).bind(start).bind(end).fetch_all().await?;
    let mut standing = windows.iter().map(window).collect::<Result<Vec<_>, _>>()?;
    for row in &exceptions {
        standing.push(exception(row)?);
    }
    Ok(Person {
        id: staff,
        windows: standing,
        bookings: taken.iter().map(booking).collect::<Result<_, _>>()?,
        busy: busy.iter().map(busy_span).collect::<Result<_, _>>()?,
    })
}

/// How many appointments and holds each person of the agency has from `since` on.
///
/// # Errors
/// When the database fails.
pub async fn count_recent(
    db: &Db,
    agency: AgencyId,
    since: DateTime<Utc>,
) -> Result<HashMap<StaffId, i64>, StoreError> {
    let rows = db.query(COUNT_RECENT).bind(agency.0).bind(since).fetch_all().await?;
    rows.iter().map(|row| Ok((StaffId(row.get("staff_id")?), row.get("recent")?))).collect()
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(chrono::NaiveTime::MIN).and_utc()
}

fn by_staff<T>(
    rows: &[Row],
    read: impl Fn(&Row) -> Result<T, StoreError>,
) -> Result<HashMap<Uuid, Vec<T>>, StoreError> {
    let mut by_staff: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in rows {
        by_staff.entry(row.get("staff_id")?).or_default().push(read(row)?);
    }
    Ok(by_staff)
}

fn ability(row: &Row) -> Result<(ThemeId, i64), StoreError> {
    Ok((ThemeId(row.get("theme_id")?), row.get("priority")?))
}

fn exception(row: &Row) -> Result<Window, StoreError> {
    let (date, opens): (NaiveDate, bool) = (row.get("date")?, row.get("opens")?);
    stretch(row, if opens { WindowKind::Opening(date) } else { WindowKind::Closing(date) })
}

fn booking(row: &Row) -> Result<Booking, StoreError> {
    let (start, end): (DateTime<Utc>, DateTime<Utc>) = (row.get("starts_at")?, row.get("busy_until")?);
    let expires: Option<DateTime<Utc>> = row.get("expires_at")?;
    Ok(Booking { span: Span::new(start.timestamp(), end.timestamp()), expires: expires.map(ceil) })
}

/// Rounded outwards to the second: calendars of others may have fractions.
fn busy_span(row: &Row) -> Result<Span, StoreError> {
    let (start, end): (DateTime<Utc>, DateTime<Utc>) = (row.get("starts_at")?, row.get("ends_at")?);
    Ok(Span::new(start.timestamp(), ceil(end)))
}

fn ceil(at: DateTime<Utc>) -> i64 {
    at.timestamp() + i64::from(at.timestamp_subsec_nanos() > 0)
}
