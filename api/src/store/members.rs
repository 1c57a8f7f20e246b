//! The people of an agency, with their windows and what takes their time.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use creno_engine::rules::{Booking, Window, WindowKind};
use creno_engine::{Person, Span};
use creno_types::Slug;
use creno_types::ids::{AgencyId, StaffId, ThemeId};
use uuid::Uuid;

use super::schedule::{members, stretch, window};
use super::{Db, Reader, Row, StoreError, Tx, statements};

/// People, one row for each theme that they handle. `$1` is the agency.
macro_rules! select_members {
    ($($who:tt)+) => {
        concat!(
            "SELECT s.id, s.slug, s.name, s.active, s.booking_version, st.theme_id, st.priority,
            EXISTS (SELECT 1 FROM staff_agency sa WHERE sa.staff_id = s.id AND sa.agency_id = $1) AS works_there
            FROM staff s LEFT JOIN staff_theme st ON st.staff_id = s.id WHERE s.id IN (",
            $($who)+,
            ") ORDER BY s.id"
        )
    };
}

/// Their windows, and exceptions, in the agency `$1` that touch the dates from `$2` to `$3`.
macro_rules! select_standing {
    ($with:expr_2021, $who:literal) => {
        concat!(
            $with,
            "SELECT staff_id, agency_id, CAST(NULL AS DATE) AS date, CAST(NULL AS BOOLEAN) AS opens, weekday, every, nth,
            valid_from, valid_until, from_minute, to_minute, channels FROM availability_window
            WHERE staff_id IN (",
            $who,
            ") AND (agency_id IS NULL OR agency_id = $1)
            AND (valid_until IS NULL OR valid_until >= $2) AND (valid_from IS NULL OR valid_from <= $3)
            UNION ALL SELECT staff_id, agency_id, date, opens, NULL, NULL, NULL, NULL, NULL, from_minute, to_minute,
            channels FROM exception WHERE staff_id IN (",
            $who,
            ") AND (agency_id IS NULL OR agency_id = $1) AND date BETWEEN $2 AND $3"
        )
    };
}

/// What takes their time between the instants `$2` and `$3`: all of one person's in a row, for a row each would take
/// longer to hand over than to read.
macro_rules! select_taken {
    ($with:expr_2021, $who:literal) => {
        concat!(
            $with,
            "SELECT staff_id, FALSE AS busy, string_agg(CAST(starts_at AS TEXT) || ',' || CAST(busy_until AS TEXT) || ','
            || COALESCE(CAST(expires_at AS TEXT), ''), ';') AS spans FROM occupancy
            WHERE staff_id IN (",
            $who,
            ") AND busy_until > $2 AND starts_at < $3 GROUP BY staff_id
            UNION ALL SELECT staff_id, TRUE, string_agg(CAST(starts_at AS TEXT) || ',' || CAST(ends_at AS TEXT) || ',', ';')
            FROM busy_interval WHERE staff_id IN (",
            $who,
            ") AND ends_at > $2 AND starts_at < $3 GROUP BY staff_id"
        )
    };
}

/// The people of the agency `$1`, looked for once in a statement that needs them twice.
macro_rules! with_members {
    () => {
        concat!("WITH who AS (", members!(), ") ")
    };
}

statements! {
    LIST_MEMBERS = select_members!(members!());
    FIND_MEMBER = select_members!("$2");
    LIST_STANDING = select_standing!(with_members!(), "SELECT staff_id FROM who");
    LIST_STANDING_OF = select_standing!("", "$4");
    LIST_TAKEN = select_taken!(with_members!(), "SELECT staff_id FROM who");
    LIST_TAKEN_OF = select_taken!("", "$1");
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

/// The people of an agency.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// Everyone who may receive there, by id.
    pub active: Vec<Member>,
    /// The version of each, of those who left too, by id.
    pub versions: Vec<(StaffId, i64)>,
}

impl Members {
    fn read(people: &[Row], standing: &[Row], taken: &[Row]) -> Result<Self, StoreError> {
        let mut members = Self::default();
        // One person's rows follow each other.
        for row in people {
            let id = StaffId(row.get("id")?);
            if members.versions.last().is_none_or(|(last, _)| *last != id) {
                members.versions.push((id, row.get("booking_version")?));
                if row.get("active")? {
                    members.active.push(member(row)?);
                }
            }
            if let Some(member) = members.active.last_mut().filter(|member| member.person.id == id)
                && let Some(theme) = row.get::<Option<Uuid>>("theme_id")?
            {
                member.themes.insert(ThemeId(theme), row.get("priority")?);
            }
        }
        for row in standing {
            if let Some(person) = members.person(row)? {
                add_standing(person, row)?;
            }
        }
        for row in taken {
            if let Some(person) = members.person(row)? {
                add_taken(person, row)?;
            }
        }
        Ok(members)
    }

    /// Whom a row is about.
    fn person(&mut self, row: &Row) -> Result<Option<&mut Person>, StoreError> {
        let id = StaffId(row.get("staff_id")?);
        let place = self.active.binary_search_by_key(&id, |member| member.person.id).ok();
        Ok(place.map(|place| &mut self.active[place].person))
    }
}

/// The people of an agency, with whatever matters on the dates from `from` to `to`.
///
/// # Errors
/// When the database fails.
pub async fn list_members(
    db: &Db,
    agency: AgencyId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Members, StoreError> {
    let (since, until) = instants(from, to);
    // Their versions before anything that they stand for: what is read may be newer, never older.
    let people = db.query(LIST_MEMBERS).bind(agency.0).fetch_all().await?;
    // At once: most of the time is the way to the database and back.
    let (standing, taken) = tokio::try_join!(
        db.query(LIST_STANDING).bind(agency.0).bind(from).bind(to).fetch_all(),
        db.query(LIST_TAKEN).bind(agency.0).bind(since).bind(until).fetch_all(),
    )?;
    Members::read(&people, &standing, &taken)
}

/// The same, of one of them.
///
/// # Errors
/// When the database fails.
pub async fn find_member(
    reader: &mut Reader,
    staff: StaffId,
    agency: AgencyId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Members, StoreError> {
    let (since, until) = instants(from, to);
    let people = reader.query(FIND_MEMBER).bind(agency.0).bind(staff.0).fetch_all().await?;
    let standing = reader.query(LIST_STANDING_OF).bind(agency.0).bind(from).bind(to).bind(staff.0);
    let standing = standing.fetch_all().await?;
    let taken = reader.query(LIST_TAKEN_OF).bind(staff.0).bind(since).bind(until).fetch_all().await?;
    Members::read(&people, &standing, &taken)
}

/// One person as they are now on a date, read inside the transaction that has locked them.
///
/// # Errors
/// When the database fails.
pub async fn find_person(
    tx: &mut Tx,
    staff: StaffId,
    agency: AgencyId,
    date: NaiveDate,
) -> Result<Person, StoreError> {
    let (since, until) = instants(date, date);
    let standing = tx.query(LIST_STANDING_OF).bind(agency.0).bind(date).bind(date).bind(staff.0);
    let standing = standing.fetch_all().await?;
    let taken = tx.query(LIST_TAKEN_OF).bind(staff.0).bind(since).bind(until).fetch_all().await?;
    let mut person = nobody_yet(staff);
    for row in &standing {
        add_standing(&mut person, row)?;
    }
    for row in &taken {
        add_taken(&mut person, row)?;
    }
    Ok(person)
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

/// Whatever touches those local dates begins before the second and ends after the first: no zone is further than 14
/// hours from UTC, no appointment with its buffer longer than 16 hours.
fn instants(from: NaiveDate, to: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    (midnight(from) - Days::new(2), midnight(to) + Days::new(3))
}

fn member(row: &Row) -> Result<Member, StoreError> {
    Ok(Member {
        slug: row.parse("slug")?,
        name: row.get("name")?,
        version: row.get("booking_version")?,
        works_there: row.get("works_there")?,
        themes: HashMap::new(),
        person: nobody_yet(StaffId(row.get("id")?)),
    })
}

/// A person of whom nothing is known yet.
pub fn nobody_yet(id: StaffId) -> Person {
    Person { id, windows: Vec::new(), bookings: Vec::new(), busy: Vec::new() }
}

pub(super) fn add_standing(person: &mut Person, row: &Row) -> Result<(), StoreError> {
    let date: Option<NaiveDate> = row.get("date")?;
    person.windows.push(match date {
        None => window(row)?,
        Some(date) => exception(row, date)?,
    });
    Ok(())
}

fn exception(row: &Row, date: NaiveDate) -> Result<Window, StoreError> {
    stretch(row, if row.get("opens")? { WindowKind::Opening(date) } else { WindowKind::Closing(date) })
}

fn add_taken(person: &mut Person, row: &Row) -> Result<(), StoreError> {
    let (busy, spans): (bool, String) = (row.get("busy")?, row.get("spans")?);
    let corrupt = || StoreError::Corrupt { column: "spans", value: spans.clone() };
    for span in spans.split(';') {
        let mut instants = span.split(',').map(instant);
        let (Some(Some(start)), Some(Some(end)), Some(expires)) =
            (instants.next(), instants.next(), instants.next())
        else {
            return Err(corrupt());
        };
        if busy {
            // Rounded outwards to the second: calendars of others may have fractions.
            person.busy.push(Span::new(start.timestamp(), ceil(end)));
        } else {
            let span = Span::new(start.timestamp(), end.timestamp());
            person.bookings.push(Booking { span, expires: expires.map(ceil) });
        }
    }
    Ok(())
}

/// An instant as either database writes it: PostgreSQL's offsets have no minutes when there are none.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let read = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    match text.strip_suffix("+00") {
        Some(local) => read(&format!("{local}Z")),
        None => read(text),
    }
}

fn ceil(at: DateTime<Utc>) -> i64 {
    at.timestamp() + i64::from(at.timestamp_subsec_nanos() > 0)
}
