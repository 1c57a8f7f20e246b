//! Appointments.

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus, ClientSummary, Named, Source};
use creno_types::ids::{AgencyId, AppointmentId, CampaignId, ClientId, StaffId, ThemeId};
use creno_types::staff::StaffName;
use creno_types::{Channel, Reference, ZonedInstant};
use uuid::Uuid;

use super::catalog::word;
use super::reach::scope;
use super::schedule::id_or_nil;
use super::staff::Member;
use super::{Db, Queries, Row, StoreError, Tx, statements};

/// What every reading of an appointment selects.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.reference, p.status, p.channel, p.starts_at, p.ends_at, p.timezone, p.theme_name, p.source,
            p.created_at, p.presence_confirmed_at, p.sequence, p.version, p.campaign_id, g.slug AS campaign_slug, g.name AS campaign_name, a.id AS agency_id, a.slug AS agency_slug, a.name AS agency_name, a.street,
            a.postcode, a.city, t.id AS theme_id, t.slug AS theme_slug, t.color, t.instructions,
            s.id AS staff_id, s.slug AS staff_slug, s.name AS staff_name,
            c.name AS client_name, c.email AS client_email, c.phone AS client_phone
            FROM appointment p JOIN agency a ON a.id = p.agency_id JOIN theme t ON t.id = p.theme_id
            JOIN staff s ON s.id = p.staff_id JOIN client c ON c.id = p.client_id
            LEFT JOIN campaign g ON g.id = p.campaign_id ",
            $rest
        )
    };
}

pub(super) mod lists;

pub use self::lists::{Filter, list_agenda, list_appointments, list_own};

statements! {
    INSERT_APPOINTMENT = "INSERT INTO appointment (id, reference, status, agency_id, theme_id, theme_name, channel,
        staff_id, client_id, starts_at, ends_at, local_date, timezone, source, manage_token_hash, sequence, version,
        created_at, campaign_id) VALUES ($1, $2, 'confirmed', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 1, $15, $16)
        ON CONFLICT (reference) DO NOTHING";
    FIND_APPOINTMENT = select!("WHERE p.id = $1");
    FIND_WITHIN = select!("WHERE (p.reference = $1 OR p.id = $2) AND (p.staff_id = $3 OR $4 = 'network'
        OR ($4 = 'perimeter' AND EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.staff_id = $3 AND sa.agency_id = p.agency_id)))");
    UPDATE_TOKEN = "UPDATE appointment SET manage_token_hash = $2, version = version + 1 WHERE id = $1";
    FIND_BY_TOKEN = select!("WHERE p.manage_token_hash = $1
        OR p.id = (SELECT appointment_id FROM manage_link WHERE token_hash = $1)");
    UPDATE_STATUS = "UPDATE appointment SET status = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND status <> 'cancelled'";
    UPDATE_TIME = "UPDATE appointment SET staff_id = $3, agency_id = $4, channel = $5, starts_at = $6, ends_at = $7,
        local_date = $8, timezone = $9, sequence = sequence + 1, version = version + 1,
        timed_at = CASE WHEN starts_at = $6 THEN timed_at ELSE $10 END,
        presence_confirmed_at = CASE WHEN starts_at = $6 THEN presence_confirmed_at END
        WHERE id = $1 AND version = $2 AND status = 'confirmed'";
    CONFIRM_PRESENCE = "UPDATE appointment SET presence_confirmed_at = $3, version = version + 1
        WHERE id = $1 AND starts_at = $2 AND status = 'confirmed' AND presence_confirmed_at IS NULL";
    CANCEL = "UPDATE appointment SET status = 'cancelled', sequence = sequence + 1, version = version + 1
        WHERE id = $1 AND version = $2 AND status = 'confirmed'";
}

/// Another time for an appointment.
#[derive(Clone, Debug)]
pub struct NewTime {
    /// With whom.
    pub staff: StaffId,
    /// Where.
    pub agency: AgencyId,
    /// By what way of meeting.
    pub channel: Channel,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// End of the buffer after it.
    pub busy_until: DateTime<Utc>,
    /// Zone that the client is told.
    pub timezone: chrono_tz::Tz,
    /// When it is given that time.
    pub now: DateTime<Utc>,
}

/// An appointment about to be written.
#[derive(Clone)]
pub struct NewAppointmentRow {
    /// Its id.
    pub id: AppointmentId,
    /// What the client quotes.
    pub reference: Reference,
    /// Where.
    pub agency: AgencyId,
    /// About what.
    pub theme: ThemeId,
    /// The theme's name when booked.
    pub theme_name: String,
    /// By what way of meeting.
    pub channel: Channel,
    /// With whom.
    pub staff: StaffId,
    /// For whom.
    pub client: ClientId,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Zone that the client was told.
    pub timezone: chrono_tz::Tz,
    /// Through what.
    pub source: Source,
    /// Hash of the token of the management link.
    pub manage_token_hash: Vec<u8>,
    /// When it was taken.
    pub created_at: DateTime<Utc>,
    /// In which campaign, if in one.
    pub campaign: Option<CampaignId>,
}

/// An appointment, with what only some readers are shown.
#[derive(Clone, Debug)]
pub struct FullAppointment {
    /// What staff see.
    pub appointment: Appointment,
    /// Address of the agency on one line.
    pub address: String,
    /// What to know or bring.
    pub instructions: String,
    /// How many times it changed, for calendar files.
    pub sequence: i64,
    /// What moves with each change.
    pub version: i64,
    /// The campaign that it belongs to.
    pub campaign: Option<Named<CampaignId>>,
}

impl FullAppointment {
    /// An instant at the offset of the zone that the client was told.
    pub fn read(&self, at: DateTime<Utc>) -> ZonedInstant {
        let zone: chrono_tz::Tz = self.appointment.timezone.parse().unwrap_or(chrono_tz::UTC);
        ZonedInstant::new(at, &zone)
    }
}

/// Writes an appointment. False when its reference is somebody else's already: draw another.
///
/// # Errors
/// When the database fails.
pub async fn insert_appointment(tx: &mut Tx, row: &NewAppointmentRow) -> Result<bool, StoreError> {
    let local_date = row.starts_at.with_timezone(&row.timezone).date_naive();
    let query = tx
        .query(INSERT_APPOINTMENT)
        .bind(row.id.0)
        .bind(row.reference.to_string())
        .bind(row.agency.0)
        .bind(row.theme.0)
        .bind(row.theme_name.clone())
        .bind(row.channel.as_str())
        .bind(row.staff.0)
        .bind(row.client.0)
        .bind(row.starts_at)
        .bind(row.ends_at)
        .bind(local_date)
        .bind(row.timezone.name())
        .bind(row.source.as_str())
        .bind(row.manage_token_hash.clone())
        .bind(row.created_at)
        .bind(row.campaign.map(|campaign| campaign.0));
    Ok(query.execute().await? == 1)
}

/// The appointment of that id.
///
/// # Errors
/// When the database fails.
pub async fn find_appointment(
    mut source: impl Queries,
    id: AppointmentId,
) -> Result<Option<FullAppointment>, StoreError> {
    let row = source.query(FIND_APPOINTMENT).bind(id.0).fetch_optional().await?;
    row.as_ref().map(full).transpose()
}

/// The appointment of that id or reference, when `member` reaches it.
///
/// # Errors
/// When the database fails.
pub async fn find_within(
    db: &Db,
    member: &Member,
    name: &str,
) -> Result<Option<FullAppointment>, StoreError> {
    let query = db.query(FIND_WITHIN).bind(name.to_uppercase()).bind(id_or_nil(name));
    let row = query.bind(member.staff.id.0).bind(scope(member.scope)).fetch_optional().await?;
    row.as_ref().map(full).transpose()
}

/// Gives an appointment another secret: links with the old one open nothing.
///
/// # Errors
/// When the database fails.
pub async fn update_token(tx: &mut Tx, id: AppointmentId, token_hash: Vec<u8>) -> Result<(), StoreError> {
    tx.query(UPDATE_TOKEN).bind(id.0).bind(token_hash).execute().await?;
    Ok(())
}

/// The appointment of that management link.
///
/// # Errors
/// When the database fails.
pub async fn find_by_token(db: &Db, token_hash: &[u8]) -> Result<Option<FullAppointment>, StoreError> {
    let row = db.query(FIND_BY_TOKEN).bind(token_hash.to_vec()).fetch_optional().await?;
    row.as_ref().map(full).transpose()
}

/// Gives an appointment another time. False when it is no longer at `version`, or no longer confirmed.
///
/// # Errors
/// When the database fails.
pub async fn update_time(
    tx: &mut Tx,
    id: AppointmentId,
    version: i64,
    time: &NewTime,
) -> Result<bool, StoreError> {
    let query = tx
        .query(UPDATE_TIME)
        .bind(id.0)
        .bind(version)
        .bind(time.staff.0)
        .bind(time.agency.0)
        .bind(time.channel.as_str())
        .bind(time.starts_at)
        .bind(time.ends_at)
        .bind(time.starts_at.with_timezone(&time.timezone).date_naive())
        .bind(time.timezone.name())
        .bind(time.now);
    Ok(query.execute().await? == 1)
}

/// Notes that the client will come at that start. False when it is noted already, or the appointment is no longer then.
///
/// # Errors
/// When the database fails.
pub async fn confirm_presence(
    tx: &mut Tx,
    id: AppointmentId,
    starts_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(tx.query(CONFIRM_PRESENCE).bind(id.0).bind(starts_at).bind(now).execute().await? == 1)
}

/// Marks an appointment cancelled. False when it is no longer at `version`, or no longer confirmed.
///
/// # Errors
/// When the database fails.
pub async fn cancel(tx: &mut Tx, id: AppointmentId, version: i64) -> Result<bool, StoreError> {
    Ok(tx.query(CANCEL).bind(id.0).bind(version).execute().await? == 1)
}

/// Says whether the client came. False when the appointment is no longer at `version`, or is cancelled.
///
/// # Errors
/// When the database fails.
pub async fn update_status(
    tx: &mut Tx,
    id: AppointmentId,
    version: i64,
    status: AppointmentStatus,
) -> Result<bool, StoreError> {
    Ok(tx.query(UPDATE_STATUS).bind(id.0).bind(version).bind(status.as_str()).execute().await? == 1)
}

fn campaign(row: &Row) -> Result<Option<Named<CampaignId>>, StoreError> {
    let Some(id) = row.get::<Option<Uuid>>("campaign_id")? else { return Ok(None) };
    Ok(Some(Named { id: CampaignId(id), slug: row.parse("campaign_slug")?, name: row.get("campaign_name")? }))
}

fn full(row: &Row) -> Result<FullAppointment, StoreError> {
    let zone: chrono_tz::Tz = row.parse("timezone")?;
    let read = |column| row.get::<DateTime<Utc>>(column).map(|at| ZonedInstant::new(at, &zone));
    let (street, postcode, city): (String, String, String) =
        (row.get("street")?, row.get("postcode")?, row.get("city")?);
    let appointment = Appointment {
        id: AppointmentId(row.get("id")?),
        reference: row.parse("reference")?,
        status: word::<AppointmentStatus>(row, "status")?,
        start: read("starts_at")?,
        end: read("ends_at")?,
        timezone: zone.name().to_owned(),
        channel: row.parse("channel")?,
        agency: Named {
            id: AgencyId(row.get("agency_id")?),
            slug: row.parse("agency_slug")?,
            name: row.get("agency_name")?,
        },
        theme: Named {
            id: ThemeId(row.get("theme_id")?),
            slug: row.parse("theme_slug")?,
            name: row.get("theme_name")?,
        },
        color: row.get("color")?,
        staff: StaffName {
            id: StaffId(row.get("staff_id")?),
            slug: row.parse("staff_slug")?,
            name: row.get("staff_name")?,
        },
        client: ClientSummary {
            name: row.get("client_name")?,
            email: row.get("client_email")?,
            phone: row.get("client_phone")?,
        },
        source: word::<Source>(row, "source")?,
        created_at: read("created_at")?,
        presence_confirmed_at: row
            .get::<Option<DateTime<Utc>>>("presence_confirmed_at")?
            .map(|at| ZonedInstant::new(at, &zone)),
    };
    Ok(FullAppointment {
        appointment,
        address: format!("{street}, {postcode} {city}"),
        instructions: row.get("instructions")?,
        sequence: row.get("sequence")?,
        version: row.get("version")?,
        campaign: campaign(row)?,
    })
}
