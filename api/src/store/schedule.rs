//! What the engine asks for: an agency, a theme's rules, its people with their windows and what takes their time.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use creno_engine::rules::{Recurrence, Window, WindowKind};
use creno_engine::{Person, Span, ThemeRules};
use creno_types::channel::Channels;
use creno_types::ids::{AgencyId, StaffId, ThemeId};
use creno_types::theme::Assignment;
use creno_types::{Minutes, Slug};
use uuid::Uuid;

use super::catalog::{channels, word};
use super::{Db, Row, StoreError, Tx, statements};

statements! {
    FIND_AGENCY = "SELECT a.id, a.timezone,
        (SELECT string_agg(c.channel, ',') FROM agency_channel c WHERE c.agency_id = a.id) AS channels
        FROM agency a WHERE a.active AND (a.slug = $1 OR a.id = $2)";
    FIND_THEME = "SELECT t.id, t.name, t.duration_min, t.buffer_min, t.step_min, t.anchor, t.notice_min, t.horizon_days,
        t.assignment, (SELECT string_agg(c.channel, ',') FROM theme_channel c WHERE c.theme_id = t.id) AS channels
        FROM theme t JOIN skill s ON s.id = t.skill_id
        WHERE t.active AND s.active AND (t.slug = $1 OR t.id = $2)";
    FIND_OFFER = "SELECT 1 AS offered FROM theme_agency WHERE theme_id = $1 AND agency_id = $2";
    LIST_CLOSED_DATES = "SELECT from_date, until_date FROM closure
        WHERE (agency_id IS NULL OR agency_id = $1) AND until_date >= $2 AND from_date <= $3";
    LIST_PEOPLE = "SELECT s.id, s.slug, s.name, st.priority FROM staff s
        JOIN staff_theme st ON st.staff_id = s.id AND st.theme_id = $1
        JOIN staff_agency sa ON sa.staff_id = s.id AND sa.agency_id = $2
        WHERE s.active ORDER BY s.id";
    LIST_WINDOWS = "SELECT w.staff_id, w.agency_id, w.weekday, w.every, w.nth, w.valid_from, w.valid_until,
        w.from_minute, w.to_minute, w.channels FROM availability_window w
        JOIN staff_theme st ON st.staff_id = w.staff_id AND st.theme_id = $1
        WHERE (w.agency_id IS NULL OR w.agency_id = $2)
          AND (w.valid_from IS NULL OR w.valid_from <= $4) AND (w.valid_until IS NULL OR w.valid_until >= $3)";
    LIST_EXCEPTIONS = "SELECT e.staff_id, e.agency_id, e.date, e.opens, e.from_minute, e.to_minute, e.channels
        FROM exception e JOIN staff_theme st ON st.staff_id = e.staff_id AND st.theme_id = $1
        WHERE (e.agency_id IS NULL OR e.agency_id = $2) AND e.date BETWEEN $3 AND $4";
    LIST_TAKEN = "SELECT o.staff_id, o.starts_at, o.busy_until FROM occupancy o
        JOIN staff_theme st ON st.staff_id = o.staff_id AND st.theme_id = $1
        JOIN staff_agency sa ON sa.staff_id = o.staff_id AND sa.agency_id = $2
        WHERE o.busy_until > $3 AND o.starts_at < $4 AND (o.expires_at IS NULL OR o.expires_at > $5)";
    LIST_WINDOWS_OF = "SELECT staff_id, agency_id, weekday, every, nth, valid_from, valid_until,
        from_minute, to_minute, channels FROM availability_window
        WHERE staff_id = $1 AND (agency_id IS NULL OR agency_id = $2)";
    LIST_EXCEPTIONS_OF = "SELECT staff_id, agency_id, date, opens, from_minute, to_minute, channels
        FROM exception WHERE staff_id = $1 AND (agency_id IS NULL OR agency_id = $2) AND date BETWEEN $3 AND $4";
    LIST_TAKEN_OF = "SELECT staff_id, starts_at, busy_until FROM occupancy
        WHERE staff_id = $1 AND busy_until > $2 AND starts_at < $3 AND (expires_at IS NULL OR expires_at > $4)";
    COUNT_RECENT = "SELECT staff_id, count(*) AS recent FROM occupancy
        WHERE agency_id = $1 AND starts_at >= $2 GROUP BY staff_id";
}

/// The part of an agency that slots depend on.
#[derive(Clone, Debug)]
pub struct AgencyHours {
    /// Its id.
    pub id: AgencyId,
    /// IANA name of its zone.
    pub timezone: chrono_tz::Tz,
    /// Ways of meeting that it offers.
    pub channels: Channels,
}

/// The part of a theme that slots depend on.
#[derive(Clone, Debug)]
pub struct ThemeOffer {
    /// Its id.
    pub id: ThemeId,
    /// Its name, in French.
    pub name: String,
    /// Its rules.
    pub rules: ThemeRules,
    /// Who takes a start.
    pub assignment: Assignment,
}

/// A person who handles a theme in an agency.
#[derive(Clone, Debug)]
pub struct Handler {
    /// Name in URLs.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// Place in the theme's order of priority.
    pub priority: i64,
    /// What the engine knows of them.
    pub person: Person,
}

/// A range of local dates, and instants that surely enclose it in every zone.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
}

impl Range {
    /// No zone is further than 14 hours from UTC, no appointment with its buffer longer than 16 hours.
    fn instants(self) -> (DateTime<Utc>, DateTime<Utc>) {
        let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
        (midnight(self.from) - chrono::Days::new(2), midnight(self.to) + chrono::Days::new(3))
    }
}

/// The active agency of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find_agency(db: &Db, name: &str) -> Result<Option<AgencyHours>, StoreError> {
    let row = db.query(FIND_AGENCY).bind(name).bind(id_or_nil(name)).fetch_optional().await?;
    row.map(|row| {
        Ok(AgencyHours {
            id: AgencyId(row.get("id")?),
            timezone: row.parse("timezone")?,
            channels: channels(&row, "channels")?,
        })
    })
    .transpose()
}

/// The active theme of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find_theme(db: &Db, name: &str) -> Result<Option<ThemeOffer>, StoreError> {
    let row = db.query(FIND_THEME).bind(name).bind(id_or_nil(name)).fetch_optional().await?;
    row.map(|row| {
        let minutes = |column| row.integer(column).map(Minutes);
        Ok(ThemeOffer {
            id: ThemeId(row.get("id")?),
            name: row.get("name")?,
            assignment: word(&row, "assignment")?,
            rules: ThemeRules {
                duration: minutes("duration_min")?,
                buffer: minutes("buffer_min")?,
                step: minutes("step_min")?,
                anchor: word(&row, "anchor")?,
                notice: minutes("notice_min")?,
                horizon_days: row.integer("horizon_days")?,
                channels: channels(&row, "channels")?,
            },
        })
    })
    .transpose()
}

/// Whether the agency offers the theme.
///
/// # Errors
/// When the database fails.
pub async fn is_offered(db: &Db, theme: ThemeId, agency: AgencyId) -> Result<bool, StoreError> {
    Ok(db.query(FIND_OFFER).bind(theme.0).bind(agency.0).fetch_optional().await?.is_some())
}

/// Dates of the range on which the agency offers nothing.
///
/// # Errors
/// When the database fails.
pub async fn list_closed_dates(
    db: &Db,
    agency: AgencyId,
    range: Range,
) -> Result<Vec<NaiveDate>, StoreError> {
    let rows = db.query(LIST_CLOSED_DATES).bind(agency.0).bind(range.from).bind(range.to).fetch_all().await?;
    let mut dates = Vec::new();
    for row in rows {
        let (from, until): (NaiveDate, NaiveDate) = (row.get("from_date")?, row.get("until_date")?);
        dates.extend(from.max(range.from).iter_days().take_while(|date| *date <= until.min(range.to)));
    }
    Ok(dates)
}

/// Everyone who handles the theme in the agency, with what the engine needs for the range.
///
/// # Errors
/// When the database fails.
pub async fn list_handlers(
    db: &Db,
    theme: ThemeId,
    agency: AgencyId,
    range: Range,
    now: DateTime<Utc>,
) -> Result<Vec<Handler>, StoreError> {
    let (start, end) = range.instants();
    let people = db.query(LIST_PEOPLE).bind(theme.0).bind(agency.0).fetch_all().await?;
    let on_dates = |sql| db.query(sql).bind(theme.0).bind(agency.0).bind(range.from).bind(range.to);
    let windows = on_dates(LIST_WINDOWS).fetch_all().await?;
    let exceptions = on_dates(LIST_EXCEPTIONS).fetch_all().await?;
    let taken =
        db.query(LIST_TAKEN).bind(theme.0).bind(agency.0).bind(start).bind(end).bind(now).fetch_all().await?;

    let mut windows = by_staff(&windows, window)?;
    let mut exceptions = by_staff(&exceptions, exception)?;
    let mut taken = by_staff(&taken, span)?;
    people
        .iter()
        .map(|row| {
            let id: Uuid = row.get("id")?;
            let mut standing = windows.remove(&id).unwrap_or_default();
            standing.append(&mut exceptions.remove(&id).unwrap_or_default());
            let bookings = taken.remove(&id).unwrap_or_default();
            Ok(Handler {
                slug: row.parse("slug")?,
                name: row.get("name")?,
                priority: row.get("priority")?,
                person: Person { id: StaffId(id), windows: standing, bookings, busy: Vec::new() },
            })
        })
        .collect()
}

/// One person as they are now, read inside the transaction that has locked them.
///
/// # Errors
/// When the database fails.
pub async fn find_person(
    tx: &mut Tx,
    staff: StaffId,
    agency: AgencyId,
    range: Range,
    now: DateTime<Utc>,
) -> Result<Person, StoreError> {
    let (start, end) = range.instants();
    let windows = tx.query(LIST_WINDOWS_OF).bind(staff.0).bind(agency.0).fetch_all().await?;
    let exceptions = tx
        .query(LIST_EXCEPTIONS_OF)
        .bind(staff.0)
        .bind(agency.0)
        .bind(range.from)
        .bind(range.to)
        .fetch_all()
        .await?;
    let taken = tx.query(LIST_TAKEN_OF).bind(staff.0).bind(start).bind(end).bind(now).fetch_all().await?;
    let mut standing = windows.iter().map(window).collect::<Result<Vec<_>, _>>()?;
    for row in &exceptions {
        standing.push(exception(row)?);
    }
    let bookings = taken.iter().map(span).collect::<Result<_, _>>()?;
    Ok(Person { id: staff, windows: standing, bookings, busy: Vec::new() })
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

/// The id that `name` spells, or one that no row has.
pub(super) fn id_or_nil(name: &str) -> Uuid {
    Uuid::try_parse(name).unwrap_or(Uuid::nil())
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

fn window(row: &Row) -> Result<Window, StoreError> {
    let weekday: i64 = row.get("weekday")?;
    let weekday = u8::try_from(weekday - 1).ok().and_then(|day| Weekday::try_from(day).ok());
    let nth: Option<i64> = row.get("nth")?;
    let corrupt = |column| StoreError::Corrupt { column, value: "out of range".into() };
    let kind = WindowKind::Recurring(Recurrence {
        weekday: weekday.ok_or_else(|| corrupt("weekday"))?,
        interval: row.integer("every")?,
        nth: nth.map(i8::try_from).transpose().map_err(|_| corrupt("nth"))?,
        valid_from: row.get("valid_from")?,
        valid_until: row.get("valid_until")?,
    });
    stretch(row, kind)
}

fn exception(row: &Row) -> Result<Window, StoreError> {
    let (date, opens): (NaiveDate, bool) = (row.get("date")?, row.get("opens")?);
    stretch(row, if opens { WindowKind::Opening(date) } else { WindowKind::Closing(date) })
}

fn stretch(row: &Row, kind: WindowKind) -> Result<Window, StoreError> {
    let agency: Option<Uuid> = row.get("agency_id")?;
    Ok(Window {
        kind,
        agency: agency.map(AgencyId),
        channels: row.json("channels")?,
        from: row.integer("from_minute")?,
        to: row.integer("to_minute")?,
    })
}

fn span(row: &Row) -> Result<Span, StoreError> {
    let (start, end): (DateTime<Utc>, DateTime<Utc>) = (row.get("starts_at")?, row.get("busy_until")?);
    Ok(Span::new(start.timestamp(), end.timestamp()))
}
