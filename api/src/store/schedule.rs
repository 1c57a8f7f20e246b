//! What the slots of an agency depend on, people apart (they are in [`super::members`]): its hours, the themes that it
//! offers, closures, holidays and campaigns.

use std::collections::HashMap;

use chrono::{NaiveDate, Weekday};
use creno_engine::rules::{Recurrence, Window, WindowKind};
use creno_engine::{Closure, ThemeRules};
use creno_types::channel::Channels;
use creno_types::holiday::HolidayCalendar;
use creno_types::ids::{AgencyId, CampaignId, StaffId, ThemeId};
use creno_types::theme::Assignment;
use creno_types::{Minutes, Slug};
use uuid::Uuid;

use super::catalog::{channels, word};
use super::{Db, Reader, Row, StoreError, Tx, statements};

/// The people of the agency `$1`: those who work there, and those of campaigns with a session there.
macro_rules! members {
    () => {
        "SELECT staff_id FROM staff_agency WHERE agency_id = $1 UNION SELECT cs.staff_id FROM campaign_staff cs
         JOIN campaign_session ss ON ss.campaign_id = cs.campaign_id WHERE ss.agency_id = $1"
    };
}
pub(super) use members;

statements! {
    FIND_AGENCY = "SELECT a.id, a.slug, a.timezone, a.holidays, a.revision,
        (SELECT string_agg(c.channel, ',') FROM agency_channel c WHERE c.agency_id = a.id) AS channels
        FROM agency a WHERE a.active AND (a.slug = $1 OR a.id = $2)";
    FIND_REVISION = concat!("SELECT a.revision, p.id, p.booking_version FROM agency a LEFT JOIN
        (SELECT s.id, s.booking_version FROM staff s WHERE s.id IN (", members!(), ")) p ON TRUE
        WHERE a.active AND a.id = $1 ORDER BY p.id");
    FIND_SETTINGS_REVISION = "SELECT revision FROM agency WHERE id = $1 AND active";
    FIND_THEME = "SELECT t.id, t.slug, t.name, t.duration_min, t.buffer_min, t.step_min, t.anchor, t.notice_min,
        t.horizon_days, t.assignment,
        (SELECT string_agg(c.channel, ',') FROM theme_channel c WHERE c.theme_id = t.id) AS channels
        FROM theme t JOIN skill s ON s.id = t.skill_id
        WHERE t.active AND s.active AND (t.slug = $1 OR t.id = $2)";
    LIST_THEMES = "SELECT t.id, t.slug, t.name, t.duration_min, t.buffer_min, t.step_min, t.anchor, t.notice_min,
        t.horizon_days, t.assignment,
        (SELECT string_agg(c.channel, ',') FROM theme_channel c WHERE c.theme_id = t.id) AS channels
        FROM theme t JOIN skill s ON s.id = t.skill_id JOIN theme_agency ta ON ta.theme_id = t.id
        WHERE t.active AND s.active AND ta.agency_id = $1";
    LIST_CLOSED = "SELECT agency_id, from_date, until_date, from_minute, to_minute, label,
        CAST(NULL AS BOOLEAN) AS observed FROM closure
        WHERE (agency_id IS NULL OR agency_id = $1) AND until_date >= $2 AND from_date <= $3
        UNION ALL SELECT agency_id, date, date, NULL, NULL, label, observed FROM holiday
        WHERE (agency_id IS NULL OR agency_id = $1) AND date BETWEEN $2 AND $3";
    LIST_SESSIONS = "SELECT c.id, c.slug, c.name, ss.agency_id, ss.weekday, ss.every, ss.nth, ss.valid_from,
        ss.valid_until, ss.from_minute, ss.to_minute, ss.channels
        FROM campaign_session ss JOIN campaign c ON c.id = ss.campaign_id
        WHERE c.active AND ss.agency_id = $1 AND (ss.valid_until IS NULL OR ss.valid_until >= $2)";
    LIST_CAMPAIGN_THEMES = "SELECT ct.campaign_id, ct.theme_id FROM campaign_theme ct
        WHERE ct.campaign_id IN (SELECT ss.campaign_id FROM campaign_session ss WHERE ss.agency_id = $1)";
    LIST_CAMPAIGN_STAFF = "SELECT cs.campaign_id, cs.staff_id, cs.priority FROM campaign_staff cs
        WHERE cs.campaign_id IN (SELECT ss.campaign_id FROM campaign_session ss WHERE ss.agency_id = $1)";
}

/// The part of an agency that slots depend on.
#[derive(Clone, Debug)]
pub struct AgencyHours {
    /// Its id.
    pub id: AgencyId,
    /// Its name in URLs.
    pub slug: Slug,
    /// IANA name of its zone.
    pub timezone: chrono_tz::Tz,
    /// Public holidays that it observes.
    pub holidays: HolidayCalendar,
    /// Ways of meeting that it offers.
    pub channels: Channels,
    /// What moves when its settings do.
    pub revision: i64,
}

/// What moves when anything changes that the slots of an agency depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its settings'.
    pub settings: i64,
    /// Its people's versions, by id.
    pub people: Vec<(StaffId, i64)>,
}

/// The part of a theme that slots depend on.
#[derive(Clone, Debug)]
pub struct ThemeOffer {
    /// Its id.
    pub id: ThemeId,
    /// Its name in URLs.
    pub slug: Slug,
    /// Its name, in French.
    pub name: String,
    /// Its rules.
    pub rules: ThemeRules,
    /// Who takes a start.
    pub assignment: Assignment,
}

/// Days, or parts of them, on which an agency offers nothing, and why.
#[derive(Clone, Debug)]
pub struct ClosureRange {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Minutes of each of them.
    pub minutes: (u16, u16),
    /// Why, in French.
    pub label: String,
}

impl ClosureRange {
    /// The closures of each of its days between two dates.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = Closure> {
        let (first, last) = (self.from.max(from), self.until.min(to));
        let (from, to) = self.minutes;
        first.iter_days().take_while(move |date| *date <= last).map(move |date| Closure { date, from, to })
    }
}

/// A change to the computed holidays.
#[derive(Clone, Debug)]
pub struct HolidayChange {
    /// Whether it is one agency's own, which beats the network's.
    pub own: bool,
    /// The day.
    pub date: NaiveDate,
    /// Whether it is a holiday; worked otherwise.
    pub observed: bool,
    /// What it is called.
    pub label: String,
}

/// A campaign with sessions in an agency.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its name in URLs.
    pub slug: Slug,
    /// Its name on screen.
    pub name: String,
    /// What it is about.
    pub themes: Vec<ThemeId>,
    /// Who receives, with their place in its order of priority.
    pub staff: Vec<(StaffId, i64)>,
    /// When, in that agency.
    pub sessions: Vec<Window>,
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
            slug: row.parse("slug")?,
            timezone: row.parse("timezone")?,
            holidays: row.parse("holidays")?,
            channels: channels(&row, "channels")?,
            revision: row.get("revision")?,
        })
    })
    .transpose()
}

/// The present revision of an active agency.
///
/// # Errors
/// When the database fails.
pub async fn find_revision(reader: &mut Reader, agency: AgencyId) -> Result<Option<Revision>, StoreError> {
    let rows = reader.query(FIND_REVISION).bind(agency.0).fetch_all().await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(id) = row.get::<Option<Uuid>>("id")? {
            people.push((StaffId(id), row.get("booking_version")?));
        }
    }
    Ok(Some(Revision { settings: first.get("revision")?, people }))
}

/// The revision of an active agency's settings, as a transaction sees it.
///
/// # Errors
/// When the database fails.
pub async fn find_settings_revision(tx: &mut Tx, agency: AgencyId) -> Result<Option<i64>, StoreError> {
    let row = tx.query(FIND_SETTINGS_REVISION).bind(agency.0).fetch_optional().await?;
    row.map(|row| row.get("revision")).transpose()
}

/// The active theme of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find_theme(db: &Db, name: &str) -> Result<Option<ThemeOffer>, StoreError> {
    let row = db.query(FIND_THEME).bind(name).bind(id_or_nil(name)).fetch_optional().await?;
    row.as_ref().map(theme).transpose()
}

/// The active themes that an agency offers.
///
/// # Errors
/// When the database fails.
pub async fn list_themes(reader: &mut Reader, agency: AgencyId) -> Result<Vec<ThemeOffer>, StoreError> {
    reader.query(LIST_THEMES).bind(agency.0).fetch_all().await?.iter().map(theme).collect()
}

/// Closures of an agency and changes to its holidays, the network's included, that touch the dates from `from` to `to`.
///
/// # Errors
/// When the database fails.
pub async fn list_closed(
    reader: &mut Reader,
    agency: AgencyId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(Vec<ClosureRange>, Vec<HolidayChange>), StoreError> {
    let (mut closures, mut changes) = (Vec::new(), Vec::new());
    for row in reader.query(LIST_CLOSED).bind(agency.0).bind(from).bind(to).fetch_all().await? {
        let (date, label) = (row.get("from_date")?, row.get("label")?);
        if let Some(observed) = row.get("observed")? {
            let own: Option<Uuid> = row.get("agency_id")?;
            changes.push(HolidayChange { own: own.is_some(), date, observed, label });
        } else {
            let minutes = (row.integer("from_minute")?, row.integer("to_minute")?);
            closures.push(ClosureRange { from: date, until: row.get("until_date")?, minutes, label });
        }
    }
    Ok((closures, changes))
}

/// Active campaigns that have a session in an agency on `from` or later.
///
/// # Errors
/// When the database fails.
pub async fn list_campaigns(
    reader: &mut Reader,
    agency: AgencyId,
    from: NaiveDate,
) -> Result<Vec<Campaign>, StoreError> {
    let mut campaigns: HashMap<Uuid, Campaign> = HashMap::new();
    for row in reader.query(LIST_SESSIONS).bind(agency.0).bind(from).fetch_all().await? {
        let id: Uuid = row.get("id")?;
        let session = window(&row)?;
        if let Some(known) = campaigns.get_mut(&id) {
            known.sessions.push(session);
            continue;
        }
        let campaign = Campaign {
            id: CampaignId(id),
            slug: row.parse("slug")?,
            name: row.get("name")?,
            themes: Vec::new(),
            staff: Vec::new(),
            sessions: vec![session],
        };
        campaigns.insert(id, campaign);
    }
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    for row in reader.query(LIST_CAMPAIGN_THEMES).bind(agency.0).fetch_all().await? {
        if let Some(campaign) = campaigns.get_mut(&row.get("campaign_id")?) {
            campaign.themes.push(ThemeId(row.get("theme_id")?));
        }
    }
    for row in reader.query(LIST_CAMPAIGN_STAFF).bind(agency.0).fetch_all().await? {
        if let Some(campaign) = campaigns.get_mut(&row.get("campaign_id")?) {
            campaign.staff.push((StaffId(row.get("staff_id")?), row.get("priority")?));
        }
    }
    Ok(campaigns.into_values().collect())
}

/// The id that `name` spells, or one that no row has.
pub(super) fn id_or_nil(name: &str) -> Uuid {
    Uuid::try_parse(name).unwrap_or(Uuid::nil())
}

fn theme(row: &Row) -> Result<ThemeOffer, StoreError> {
    let minutes = |column| row.integer(column).map(Minutes);
    Ok(ThemeOffer {
        id: ThemeId(row.get("id")?),
        slug: row.parse("slug")?,
        name: row.get("name")?,
        assignment: word(row, "assignment")?,
        rules: ThemeRules {
            duration: minutes("duration_min")?,
            buffer: minutes("buffer_min")?,
            step: minutes("step_min")?,
            anchor: word(row, "anchor")?,
            notice: minutes("notice_min")?,
            horizon_days: row.integer("horizon_days")?,
            channels: channels(row, "channels")?,
        },
    })
}

/// A recurring window, of a person or of a campaign.
pub(super) fn window(row: &Row) -> Result<Window, StoreError> {
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

/// A window whose dates are known.
pub(super) fn stretch(row: &Row, kind: WindowKind) -> Result<Window, StoreError> {
    let agency: Option<Uuid> = row.get("agency_id")?;
    Ok(Window {
        kind,
        agency: agency.map(AgencyId),
        channels: row.json("channels")?,
        from: row.integer("from_minute")?,
        to: row.integer("to_minute")?,
    })
}
