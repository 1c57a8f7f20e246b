//! The journal as those outside follow it: events numbered after their commit, with the appointment as it was.
//!
//! Ids are made before a commit, and commits don't come in the order of ids: a reader that followed them would pass by
//! what is committed late. So positions are given afterwards, under the lock of one row: whoever sees a position sees
//! all those below it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use creno_types::appointment::{Answers, AppointmentStatus, Named, Source};
use creno_types::event::{Change, EventClient};
use creno_types::ids::{AgencyId, AppointmentId, CampaignId, SkillId, StaffId, ThemeId};
use creno_types::staff::StaffName;
use creno_types::webhook::EventType;
use creno_types::{Channel, Reference, ZonedInstant};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::appointments::FullAppointment;
use super::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.position, e.at, e.kind, e.actor, e.changes, e.snapshot, c.name AS client_name,
            c.email AS client_email, c.phone AS client_phone, c.answers AS client_answers,
            k.id AS skill_id, k.slug AS skill_slug, k.name AS skill_name
            FROM appointment_event e JOIN appointment p ON p.id = e.appointment_id JOIN client c ON c.id = p.client_id
            JOIN theme t ON t.id = p.theme_id JOIN skill k ON k.id = t.skill_id ",
            $rest
        )
    };
}

statements! {
    LOCK_HEAD = "UPDATE event_head SET head = head RETURNING head";
    MOVE_HEAD = "UPDATE event_head SET head = $1";
    FIND_HEAD = "SELECT head FROM event_head";
    HAS_UNNUMBERED = "SELECT id FROM appointment_event WHERE position IS NULL AND snapshot IS NOT NULL LIMIT 1";
    // By time, those of one appointment by its versions, whatever the clocks of the instances that wrote them said; all
    // those of an appointment at once, so that none overtakes an earlier one.
    NUMBER = "WITH waiting AS (SELECT id, appointment_id, version, max(at) OVER (PARTITION BY appointment_id
            ORDER BY version, id ROWS UNBOUNDED PRECEDING) AS latest FROM appointment_event
            WHERE position IS NULL AND snapshot IS NOT NULL AND appointment_id IN (
                SELECT appointment_id FROM appointment_event WHERE position IS NULL AND snapshot IS NOT NULL
                ORDER BY at, id LIMIT $2)),
        placed AS (SELECT id, row_number() OVER (ORDER BY latest, appointment_id, version, id) AS place FROM waiting)
        UPDATE appointment_event SET position = $1 + placed.place FROM placed WHERE placed.id = appointment_event.id";
    LIST_POSITIONS = "SELECT id, appointment_id, position, kind FROM appointment_event
        WHERE position > $1 ORDER BY position LIMIT $2";
    LIST_PERIOD = "SELECT id, appointment_id, position, kind FROM appointment_event
        WHERE position IS NOT NULL AND at >= $1 AND at < $2 ORDER BY position LIMIT $3";
    LIST_EVENTS = select!("WHERE e.position > $1 AND ($2 = '' OR ($2 = 'appointment.created' AND e.kind = 'created')
        OR ($2 = 'appointment.cancelled' AND e.kind = 'cancelled')
        OR ($2 = 'appointment.updated' AND e.kind NOT IN ('created', 'cancelled'))) ORDER BY e.position LIMIT $3");
    LIST_TOLD = "SELECT position, staff_id, former_id, changes, snapshot FROM appointment_event
        WHERE position > $1 ORDER BY position LIMIT $2";
    FIND_EVENT = select!("WHERE e.id = $1 AND e.position IS NOT NULL");
}

/// An appointment just after something happened to it, without personal data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Its version.
    pub version: i64,
    /// Its id.
    pub id: AppointmentId,
    /// What the client quotes.
    pub reference: Reference,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Start, at the agency's offset.
    pub start: ZonedInstant,
    /// End, likewise.
    pub end: ZonedInstant,
    /// IANA name of the zone.
    pub timezone: String,
    /// About what.
    pub theme: Named<ThemeId>,
    /// Where.
    pub agency: Named<AgencyId>,
    /// Address of the agency on one line.
    pub address: String,
    /// Way of meeting.
    pub channel: Channel,
    /// With whom.
    pub staff: StaffName,
    /// Through what it was taken.
    pub source: Source,
    /// Its campaign.
    pub campaign: Option<Named<CampaignId>>,
}

impl Snapshot {
    /// That of an appointment as it is.
    pub fn of(full: &FullAppointment) -> Self {
        let appointment = full.appointment.clone();
        Self {
            version: full.version,
            id: appointment.id,
            reference: appointment.reference,
            status: appointment.status,
            start: appointment.start,
            end: appointment.end,
            timezone: appointment.timezone,
            theme: appointment.theme,
            agency: appointment.agency,
            address: full.address.clone(),
            channel: appointment.channel,
            staff: appointment.staff,
            source: appointment.source,
            campaign: full.campaign.clone(),
        }
    }
}

/// An event of the journal, with what is read beside it.
#[derive(Clone, Debug)]
pub struct NumberedEvent {
    /// Its id.
    pub id: Uuid,
    /// Its place.
    pub position: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: EventType,
    /// Who did it.
    pub actor: String,
    /// What changed.
    pub changes: BTreeMap<String, Change>,
    /// The appointment just after.
    pub snapshot: Snapshot,
    /// The group of its theme, as it is called now.
    pub skill: Named<SkillId>,
    /// Who comes, unless erased.
    pub client: Option<EventClient>,
}

/// Where an event is in the journal.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// Its id.
    pub id: Uuid,
    /// Its appointment.
    pub appointment: AppointmentId,
    /// Its place.
    pub position: i64,
    /// What it is told as.
    pub kind: EventType,
}

/// Whether events wait for a position.
///
/// # Errors
/// When the database fails.
pub async fn has_unnumbered(db: &Db) -> Result<bool, StoreError> {
    Ok(db.query(HAS_UNNUMBERED).fetch_optional().await?.is_some())
}

/// The last position given.
///
/// # Errors
/// When the database fails.
pub async fn find_head(mut source: impl Queries) -> Result<i64, StoreError> {
    source.query(FIND_HEAD).fetch_one().await?.get("head")
}

/// Keeps others from giving positions until the end of the transaction; the last one given.
///
/// # Errors
/// When the database fails.
pub async fn lock_head(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query(LOCK_HEAD).fetch_one().await?.get("head")
}

/// Gives positions after `head` to events that have none, those of about `appointments` appointments, and returns the
/// last one given. The transaction has the lock of [`lock_head`].
///
/// # Errors
/// When the database fails.
pub async fn number(tx: &mut Tx, head: i64, appointments: i64) -> Result<i64, StoreError> {
    let numbered = tx.query(NUMBER).bind(head).bind(appointments).execute().await?;
    let last = head.saturating_add_unsigned(numbered);
    if numbered > 0 {
        tx.query(MOVE_HEAD).bind(last).execute().await?;
    }
    Ok(last)
}

/// At most `limit` events after a position, in order.
///
/// # Errors
/// When the database fails.
pub async fn list_positions(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<Placed>, StoreError> {
    tx.query(LIST_POSITIONS).bind(after).bind(limit).fetch_all().await?.iter().map(placed).collect()
}

/// At most `limit` events that happened in a period, in order.
///
/// # Errors
/// When the database fails.
pub async fn list_period(
    tx: &mut Tx,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Placed>, StoreError> {
    tx.query(LIST_PERIOD).bind(from).bind(to).bind(limit).fetch_all().await?.iter().map(placed).collect()
}

/// An event as those who look live are told of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its place.
    pub position: i64,
    /// Which staff member did it, when it was one.
    pub author: Option<StaffId>,
    /// Who received before, when it is somebody else now.
    pub former: Option<StaffId>,
    /// Where it was before, when it is elsewhere now.
    pub former_agency: Option<AgencyId>,
    /// The appointment just after.
    pub snapshot: Snapshot,
}

/// At most `limit` events after a position, in order.
///
/// # Errors
/// When the database fails.
pub async fn list_told(db: &Db, after: i64, limit: i64) -> Result<Vec<Told>, StoreError> {
    let rows = db.query(LIST_TOLD).bind(after).bind(limit).fetch_all().await?;
    rows.iter()
        .map(|row| {
            let changes: Value = row.json("changes")?;
            let agency =
                changes["agency"].as_array().and_then(|both| Uuid::try_parse(both.first()?.as_str()?).ok());
            Ok(Told {
                position: row.get("position")?,
                author: row.get::<Option<Uuid>>("staff_id")?.map(StaffId),
                former: row.get::<Option<Uuid>>("former_id")?.map(StaffId),
                former_agency: agency.map(AgencyId),
                snapshot: row.json("snapshot")?,
            })
        })
        .collect()
}

fn placed(row: &Row) -> Result<Placed, StoreError> {
    Ok(Placed {
        id: row.get("id")?,
        appointment: AppointmentId(row.get("appointment_id")?),
        position: row.get("position")?,
        kind: EventType::of_kind(&row.get::<String>("kind")?),
    })
}

/// At most `limit` events of a type after a position, in order.
///
/// # Errors
/// When the database fails.
pub async fn list_events(
    db: &Db,
    after: i64,
    kind: Option<EventType>,
    limit: u32,
) -> Result<Vec<NumberedEvent>, StoreError> {
    let query = db.query(LIST_EVENTS).bind(after).bind(kind.map_or("", EventType::as_str));
    query.bind(i64::from(limit)).fetch_all().await?.iter().map(event).collect()
}

/// The event of that id, once it has a position.
///
/// # Errors
/// When the database fails.
pub async fn find_event(db: &Db, id: Uuid) -> Result<Option<NumberedEvent>, StoreError> {
    db.query(FIND_EVENT).bind(id).fetch_optional().await?.as_ref().map(event).transpose()
}

fn event(row: &Row) -> Result<NumberedEvent, StoreError> {
    let changes: BTreeMap<String, Value> = row.json("changes")?;
    let (name, email): (String, Option<String>) = (row.get("client_name")?, row.get("client_email")?);
    let phone: Option<String> = row.get("client_phone")?;
    let answers: Answers = row.json("client_answers")?;
    let erased = name.is_empty() && email.is_none() && phone.is_none() && answers.is_empty();
    Ok(NumberedEvent {
        id: row.get("id")?,
        position: row.get("position")?,
        at: row.get("at")?,
        kind: EventType::of_kind(&row.get::<String>("kind")?),
        actor: row.get("actor")?,
        changes: changes.into_iter().filter_map(|(name, value)| Some((name, change(value)?))).collect(),
        snapshot: row.json("snapshot")?,
        skill: Named {
            id: SkillId(row.get("skill_id")?),
            slug: row.parse("skill_slug")?,
            name: row.get("skill_name")?,
        },
        client: (!erased).then_some(EventClient { name, email, phone, answers }),
    })
}

/// Before and after; what is one value only was not there before, and is in the appointment.
fn change(value: Value) -> Option<Change> {
    let Value::Array(values) = value else { return None };
    let [before, after] = <[Value; 2]>::try_from(values).ok()?;
    Some(Change { before, after })
}
