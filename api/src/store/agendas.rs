//! Agendas: people, where they work, when they receive and when they are busy, over some days.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use creno_engine::{Person, Window};
use creno_types::Slug;
use creno_types::appointment::Named;
use creno_types::holiday::HolidayCalendar;
use creno_types::ids::{AgencyId, CampaignId, StaffId};
use creno_types::staff::StaffName;
use uuid::Uuid;

use super::members::{add_standing, nobody_yet};
use super::reach::scope;
use super::schedule::{ClosureRange, HolidayChange, id_or_nil, window};
use super::staff::Member;
use super::{Db, Query, Row, StoreError, statements};

/// Whose agendas: those whom `$1` reaches by the scope `$2`, of the slug `$3` or id `$4`, or else of the agency `$5` or `$6`,
/// who receive from `$7` to `$8`; nobody is left out who was named.
macro_rules! with_who {
    () => {
        "WITH who AS (SELECT s.id, s.slug, s.name FROM staff s WHERE s.active
            AND (s.id = $1 OR $2 = 'network' OR ($2 = 'perimeter' AND EXISTS (
                SELECT 1 FROM staff_agency mine JOIN staff_agency theirs ON theirs.agency_id = mine.agency_id
                WHERE mine.staff_id = $1 AND theirs.staff_id = s.id)))
            AND (CAST($3 AS TEXT) IS NULL OR s.slug = $3 OR s.id = $4)
            AND (CAST($5 AS TEXT) IS NULL OR CAST($3 AS TEXT) IS NOT NULL OR EXISTS (SELECT 1 FROM staff_agency f JOIN agency x ON x.id = f.agency_id
                WHERE f.staff_id = s.id AND (x.slug = $5 OR x.id = $6)))
            AND (CAST($3 AS TEXT) IS NOT NULL
                OR EXISTS (SELECT 1 FROM availability_window w WHERE w.staff_id = s.id)
                OR EXISTS (SELECT 1 FROM exception e WHERE e.staff_id = s.id AND e.date BETWEEN $7 AND $8)
                OR EXISTS (SELECT 1 FROM campaign_staff p JOIN campaign c ON c.id = p.campaign_id
                    JOIN campaign_session n ON n.campaign_id = c.id WHERE p.staff_id = s.id AND c.active AND (n.valid_until IS NULL OR n.valid_until >= $7)
                    AND (n.valid_from IS NULL OR n.valid_from <= $8))
                OR EXISTS (SELECT 1 FROM appointment o WHERE o.staff_id = s.id AND o.local_date BETWEEN $7 AND $8))
            ORDER BY s.name, s.slug LIMIT 200) "
    };
}
pub(super) use with_who;

statements! {
    LIST_PEOPLE = concat!(with_who!(), "SELECT id, slug, name FROM who ORDER BY name, slug");
    LIST_PLACES = concat!(with_who!(), "SELECT w.staff_id, a.id, a.slug, a.timezone, a.holidays FROM staff_agency w
        JOIN agency a ON a.id = w.agency_id WHERE w.staff_id IN (SELECT id FROM who) AND a.active
        AND ($2 = 'network' OR EXISTS (SELECT 1 FROM staff_agency mine WHERE mine.staff_id = $1 AND mine.agency_id = a.id))
        AND (CAST($5 AS TEXT) IS NULL OR a.slug = $5 OR a.id = $6) ORDER BY a.name, a.slug");
    LIST_STANDING = concat!(with_who!(), "SELECT staff_id, agency_id, CAST(NULL AS DATE) AS date,
        CAST(NULL AS BOOLEAN) AS opens, weekday, every, nth, valid_from, valid_until, from_minute, to_minute, channels
        FROM availability_window WHERE staff_id IN (SELECT id FROM who)
        AND (valid_until IS NULL OR valid_until >= $7) AND (valid_from IS NULL OR valid_from <= $8)
        UNION ALL SELECT staff_id, agency_id, date, opens, NULL, NULL, NULL, NULL, NULL, from_minute, to_minute, channels
        FROM exception WHERE staff_id IN (SELECT id FROM who) AND date BETWEEN $7 AND $8");
    // One's own, wherever they are; of others, those in the agencies within reach.
    LIST_SESSIONS = concat!(with_who!(), "SELECT p.staff_id, c.id AS campaign_id, c.slug AS campaign_slug,
        c.name AS campaign_name, a.id, a.id AS agency_id, a.slug, a.timezone, a.holidays,
        n.weekday, n.every, n.nth, n.valid_from, n.valid_until, n.from_minute, n.to_minute, n.channels
        FROM campaign_staff p JOIN campaign c ON c.id = p.campaign_id JOIN campaign_session n ON n.campaign_id = c.id
        JOIN agency a ON a.id = n.agency_id WHERE p.staff_id IN (SELECT id FROM who) AND c.active AND a.active
        AND (n.valid_until IS NULL OR n.valid_until >= $7) AND (n.valid_from IS NULL OR n.valid_from <= $8)
        AND ($2 = 'network' OR p.staff_id = $1
            OR EXISTS (SELECT 1 FROM staff_agency mine WHERE mine.staff_id = $1 AND mine.agency_id = a.id))
        AND (CAST($5 AS TEXT) IS NULL OR a.slug = $5 OR a.id = $6) ORDER BY c.name, c.slug, a.name, a.slug");
    LIST_BUSY = concat!(with_who!(), "SELECT staff_id, starts_at, ends_at FROM busy_interval
        WHERE staff_id IN (SELECT id FROM who) AND ends_at > $9 AND starts_at < $10 ORDER BY starts_at, ends_at");
    LIST_CLOSED = "SELECT agency_id, from_date, until_date, from_minute, to_minute, label, CAST(NULL AS BOOLEAN) AS observed
        FROM closure WHERE until_date >= $1 AND from_date <= $2
        UNION ALL SELECT agency_id, date, date, NULL, NULL, label, observed FROM holiday WHERE date BETWEEN $1 AND $2";
}

/// Which agendas are asked, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who looks.
    pub member: &'a Member,
    /// Slug or id of a person.
    pub staff: Option<&'a str>,
    /// Slug or id of an agency.
    pub agency: Option<&'a str>,
    /// First local date.
    pub from: NaiveDate,
    /// Last local date.
    pub to: NaiveDate,
}

impl Asked<'_> {
    pub(super) fn bind<'q>(&self, query: Query<'q>) -> Query<'q> {
        let query = query.bind(self.member.staff.id.0).bind(scope(self.member.scope));
        let named = |name: Option<&str>| (name.map(str::to_owned), id_or_nil(name.unwrap_or_default()));
        let ((staff, staff_id), (agency, agency_id)) = (named(self.staff), named(self.agency));
        query.bind(staff).bind(staff_id).bind(agency).bind(agency_id).bind(self.from).bind(self.to)
    }

    /// From when and until when the days last somewhere: no zone is further than 14 hours from UTC.
    pub(super) fn bind_instants<'q>(&self, query: Query<'q>) -> Query<'q> {
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
        query.bind(midnight(self.from) - Days::new(1)).bind(midnight(self.to) + Days::new(2))
    }
}

/// An agency where somebody works.
#[derive(Clone, Debug)]
pub struct Workplace {
    /// Who works there.
    pub staff: StaffId,
    /// Its id.
    pub id: AgencyId,
    /// Its name in URLs.
    pub slug: Slug,
    /// Its zone.
    pub timezone: Tz,
    /// Public holidays that it observes.
    pub holidays: HolidayCalendar,
}

/// The people asked, by name.
///
/// # Errors
/// When the database fails.
pub async fn list_people(db: &Db, asked: &Asked<'_>) -> Result<Vec<StaffName>, StoreError> {
    let rows = asked.bind(db.query(LIST_PEOPLE)).fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(StaffName { id: StaffId(row.get("id")?), slug: row.parse("slug")?, name: row.get("name")? })
        })
        .collect()
}

/// Where they work, within reach, by name of the agency.
///
/// # Errors
/// When the database fails.
pub async fn list_places(db: &Db, asked: &Asked<'_>) -> Result<Vec<Workplace>, StoreError> {
    let rows = asked.bind(db.query(LIST_PLACES)).fetch_all().await?;
    rows.iter().map(workplace).collect()
}

fn workplace(row: &Row) -> Result<Workplace, StoreError> {
    Ok(Workplace {
        staff: StaffId(row.get("staff_id")?),
        id: AgencyId(row.get("id")?),
        slug: row.parse("slug")?,
        timezone: row.parse("timezone")?,
        holidays: row.parse("holidays")?,
    })
}

/// Their windows and exceptions, as the engine knows them; nothing of what takes their time.
///
/// # Errors
/// When the database fails.
pub async fn list_standing(db: &Db, asked: &Asked<'_>) -> Result<Vec<Person>, StoreError> {
    let mut people: Vec<Person> = Vec::new();
    for row in asked.bind(db.query(LIST_STANDING)).fetch_all().await? {
        let id = StaffId(row.get("staff_id")?);
        match people.iter_mut().find(|person| person.id == id) {
            Some(person) => add_standing(person, &row)?,
            None => {
                let mut person = nobody_yet(id);
                add_standing(&mut person, &row)?;
                people.push(person);
            }
        }
    }
    Ok(people)
}

/// What somebody receives for in an agency, beside their own windows.
#[derive(Clone, Debug)]
pub struct Participation {
    /// Who, and where.
    pub place: Workplace,
    /// The campaign.
    pub campaign: Named<CampaignId>,
    /// Its sessions there, as the engine knows them.
    pub sessions: Vec<Window>,
}

/// The campaigns that they take part in, by name, agency by agency.
///
/// # Errors
/// When the database fails.
pub async fn list_participations(db: &Db, asked: &Asked<'_>) -> Result<Vec<Participation>, StoreError> {
    let mut all: Vec<Participation> = Vec::new();
    for row in asked.bind(db.query(LIST_SESSIONS)).fetch_all().await? {
        let (place, campaign) = (workplace(&row)?, CampaignId(row.get("campaign_id")?));
        let same = |one: &Participation| {
            (one.place.staff, one.place.id, one.campaign.id) == (place.staff, place.id, campaign)
        };
        let session = window(&row)?;
        match all.iter_mut().find(|one| same(one)) {
            Some(known) => known.sessions.push(session),
            None => {
                let (slug, name) = (row.parse("campaign_slug")?, row.get("campaign_name")?);
                let campaign = Named { id: campaign, slug, name };
                all.push(Participation { place, campaign, sessions: vec![session] });
            }
        }
    }
    Ok(all)
}

/// When their calendars are busy, by time.
///
/// # Errors
/// When the database fails.
pub async fn list_busy(
    db: &Db,
    asked: &Asked<'_>,
) -> Result<Vec<(StaffId, DateTime<Utc>, DateTime<Utc>)>, StoreError> {
    let rows = asked.bind_instants(asked.bind(db.query(LIST_BUSY))).fetch_all().await?;
    rows.iter()
        .map(|row| Ok((StaffId(row.get("staff_id")?), row.get("starts_at")?, row.get("ends_at")?)))
        .collect()
}

/// Closures and changes to the public holidays, of one agency each, or of all when none.
#[derive(Clone, Debug, Default)]
pub struct Closed {
    /// Closures.
    pub ranges: Vec<(Option<AgencyId>, ClosureRange)>,
    /// Changes of holidays.
    pub changes: Vec<(Option<AgencyId>, HolidayChange)>,
}

/// What closes agencies between two dates.
///
/// # Errors
/// When the database fails.
pub async fn list_closed(db: &Db, from: NaiveDate, to: NaiveDate) -> Result<Closed, StoreError> {
    let mut closed = Closed::default();
    for row in db.query(LIST_CLOSED).bind(from).bind(to).fetch_all().await? {
        let agency = row.get::<Option<Uuid>>("agency_id")?.map(AgencyId);
        let (date, label) = (row.get("from_date")?, row.get("label")?);
        if let Some(observed) = row.get("observed")? {
            let change = HolidayChange { own: agency.is_some(), date, observed, label };
            closed.changes.push((agency, change));
        } else {
            let minutes = (row.integer("from_minute")?, row.integer("to_minute")?);
            let range = ClosureRange { from: date, until: row.get("until_date")?, minutes, label };
            closed.ranges.push((agency, range));
        }
    }
    Ok(closed)
}
