//! What takes a person's time: holds and appointments, in one table.

use chrono::{DateTime, Utc};
use creno_engine::Span;
use creno_types::Channel;
use creno_types::ids::{AgencyId, AppointmentId, CampaignId, OccupancyId, StaffId, ThemeId};
use uuid::Uuid;

use super::appointments::NewTime;
use super::{Queries, Row, StoreError, Tx, statements};

statements! {
    LOCK_STAFF = "UPDATE staff SET booking_version = booking_version + 1 WHERE id = $1 AND active
        RETURNING booking_version";
    DELETE_EXPIRED = "DELETE FROM occupancy WHERE staff_id = $1 AND expires_at <= $2";
    INSERT_HOLD = "INSERT INTO occupancy (id, staff_id, starts_at, ends_at, busy_until, agency_id, theme_id, channel,
        expires_at, hold_token_hash, campaign_id, appointment_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL)";
    FIND_HOLD = "SELECT o.id, o.staff_id, o.starts_at, o.ends_at, o.busy_until, o.renewed, o.agency_id, o.theme_id,
        o.channel, o.campaign_id, o.expires_at, a.timezone, t.name AS theme_name,
        (a.active AND t.active AND s.active) AS offered
        FROM occupancy o JOIN agency a ON a.id = o.agency_id JOIN theme t ON t.id = o.theme_id
        JOIN skill s ON s.id = t.skill_id WHERE o.hold_token_hash = $1";
    FIND_OF_APPOINTMENT = "SELECT staff_id, starts_at, ends_at, busy_until FROM occupancy WHERE appointment_id = $1";
    UPDATE_OF_APPOINTMENT = "UPDATE occupancy SET staff_id = $2, starts_at = $3, ends_at = $4, busy_until = $5,
        agency_id = $6, channel = $7 WHERE appointment_id = $1";
    FIND_OVERLAP = "SELECT 1 AS taken FROM occupancy WHERE staff_id = $1 AND starts_at < $3 AND busy_until > $2 LIMIT 1";
    DELETE_LIVE_HOLD = "DELETE FROM occupancy WHERE hold_token_hash = $1 AND expires_at > $2";
    RENEW_HOLD = "UPDATE occupancy SET expires_at = $3, renewed = TRUE
        WHERE hold_token_hash = $1 AND expires_at > $2 AND NOT renewed";
    CONFIRM_HOLD = "UPDATE occupancy SET appointment_id = $2, expires_at = NULL, hold_token_hash = NULL
        WHERE id = $1 AND hold_token_hash = $3 AND expires_at > $4";
    DELETE_HOLD = "DELETE FROM occupancy WHERE hold_token_hash = $1";
    DELETE_OF_APPOINTMENT = "DELETE FROM occupancy WHERE appointment_id = $1";
}

/// A hold about to be kept.
#[derive(Clone, Debug)]
pub struct NewOccupancy {
    /// Its id.
    pub id: OccupancyId,
    /// Whose time.
    pub staff: StaffId,
    /// Start of the appointment.
    pub starts_at: DateTime<Utc>,
    /// End of the appointment.
    pub ends_at: DateTime<Utc>,
    /// End of the buffer after it.
    pub busy_until: DateTime<Utc>,
    /// Where.
    pub agency: AgencyId,
    /// About what.
    pub theme: ThemeId,
    /// By what way of meeting.
    pub channel: Channel,
    /// In which campaign, if in one.
    pub campaign: Option<CampaignId>,
    /// When it lapses.
    pub expires_at: DateTime<Utc>,
    /// Hash of its bearer token.
    pub token_hash: Vec<u8>,
}

/// A hold that is kept, or lapsed and not yet swept.
#[derive(Clone, Debug)]
pub struct HeldOccupancy {
    /// Its id.
    pub id: OccupancyId,
    /// Whose time.
    pub staff: StaffId,
    /// Start of the appointment.
    pub starts_at: DateTime<Utc>,
    /// End of the appointment.
    pub ends_at: DateTime<Utc>,
    /// End of the buffer after it.
    pub busy_until: DateTime<Utc>,
    /// Where.
    pub agency: AgencyId,
    /// About what.
    pub theme: ThemeId,
    /// By what way of meeting.
    pub channel: Channel,
    /// In which campaign, if in one.
    pub campaign: Option<CampaignId>,
    /// When it lapses.
    pub expires_at: DateTime<Utc>,
    /// Whether it was renewed.
    pub renewed: bool,
    /// Zone of the agency.
    pub timezone: chrono_tz::Tz,
    /// What the theme is called, in French.
    pub theme_name: String,
    /// Whether agency and theme are still active.
    pub offered: bool,
}

impl HeldOccupancy {
    /// The time that it takes, buffer included.
    pub fn span(&self) -> Span {
        Span::new(self.starts_at.timestamp(), self.busy_until.timestamp())
    }
}

/// The time that an appointment takes.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Whose.
    pub staff: StaffId,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end.
    pub ends_at: DateTime<Utc>,
    /// End of the buffer after it.
    pub busy_until: DateTime<Utc>,
}

impl Taken {
    /// The same, buffer included.
    pub fn span(&self) -> Span {
        Span::new(self.starts_at.timestamp(), self.busy_until.timestamp())
    }
}

/// Locks a person's time until the end of the transaction. It must be the transaction's first statement:
/// on PostgreSQL it takes the row's lock, on SQLite the write lock is already there.
///
/// False when there is no such active person.
///
/// # Errors
/// When the database fails.
pub async fn lock_staff(tx: &mut Tx, staff: StaffId) -> Result<bool, StoreError> {
    Ok(lock_version(tx, staff).await?.is_some())
}

/// The same, with the person's version from then on: one more than before, when nothing else happened to them.
///
/// # Errors
/// When the database fails.
pub async fn lock_version(tx: &mut Tx, staff: StaffId) -> Result<Option<i64>, StoreError> {
    let row = tx.query(LOCK_STAFF).bind(staff.0).fetch_optional().await?;
    row.map(|row| row.get("booking_version")).transpose()
}

/// Locks two people's time, or one's when they are the same, always in the same order. Whether the second one is
/// active: the first may have left.
///
/// # Errors
/// When the database fails.
pub async fn lock_both(tx: &mut Tx, from: StaffId, to: StaffId) -> Result<bool, StoreError> {
    if from < to {
        lock_staff(tx, from).await?;
    }
    let active = lock_staff(tx, to).await?;
    if to < from {
        lock_staff(tx, from).await?;
    }
    Ok(active)
}

/// Drops the person's lapsed holds, which the constraint would otherwise still see.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(tx: &mut Tx, staff: StaffId, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.query(DELETE_EXPIRED).bind(staff.0).bind(now).execute().await?;
    Ok(())
}

/// Keeps a stretch of a person's time.
///
/// # Errors
/// When the database fails; [`StoreError::is_overlap`] when the second net catches an overlap.
pub async fn insert_hold(tx: &mut Tx, hold: NewOccupancy) -> Result<(), StoreError> {
    tx.query(INSERT_HOLD)
        .bind(hold.id.0)
        .bind(hold.staff.0)
        .bind(hold.starts_at)
        .bind(hold.ends_at)
        .bind(hold.busy_until)
        .bind(hold.agency.0)
        .bind(hold.theme.0)
        .bind(hold.channel.as_str())
        .bind(hold.expires_at)
        .bind(hold.token_hash)
        .bind(hold.campaign.map(|campaign| campaign.0))
        .execute()
        .await?;
    Ok(())
}

/// The hold of that token.
///
/// # Errors
/// When the database fails.
pub async fn find_hold(
    mut source: impl Queries,
    token_hash: &[u8],
) -> Result<Option<HeldOccupancy>, StoreError> {
    let row = source.query(FIND_HOLD).bind(token_hash.to_vec()).fetch_optional().await?;
    row.as_ref().map(held).transpose()
}

/// Turns a live hold into the time of an appointment. False when it lapsed or is gone.
///
/// # Errors
/// When the database fails.
pub async fn confirm_hold(
    tx: &mut Tx,
    hold: OccupancyId,
    token_hash: &[u8],
    appointment: AppointmentId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let query = tx.query(CONFIRM_HOLD).bind(hold.0).bind(appointment.0).bind(token_hash.to_vec()).bind(now);
    Ok(query.execute().await? == 1)
}

/// The time that an appointment takes; none once it is cancelled.
///
/// # Errors
/// When the database fails.
pub async fn find_of_appointment(
    mut source: impl Queries,
    appointment: AppointmentId,
) -> Result<Option<Taken>, StoreError> {
    let query = source.query(FIND_OF_APPOINTMENT).bind(appointment.0);
    query.fetch_optional().await?.as_ref().map(taken).transpose()
}

/// Moves the time of an appointment.
///
/// # Errors
/// When the database fails; [`StoreError::is_overlap`] when the second net catches an overlap.
pub async fn update_of_appointment(
    tx: &mut Tx,
    appointment: AppointmentId,
    time: &NewTime,
) -> Result<(), StoreError> {
    tx.query(UPDATE_OF_APPOINTMENT)
        .bind(appointment.0)
        .bind(time.staff.0)
        .bind(time.starts_at)
        .bind(time.ends_at)
        .bind(time.busy_until)
        .bind(time.agency.0)
        .bind(time.channel.as_str())
        .execute()
        .await?;
    Ok(())
}

/// Whether anything takes a part of a stretch of the person's time.
///
/// # Errors
/// When the database fails.
pub async fn is_taken(
    tx: &mut Tx,
    staff: StaffId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = tx.query(FIND_OVERLAP).bind(staff.0).bind(from).bind(until).fetch_optional().await?;
    Ok(row.is_some())
}

/// Takes the row of a live hold away. False when it lapsed or is gone.
///
/// # Errors
/// When the database fails.
pub async fn delete_live_hold(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(tx.query(DELETE_LIVE_HOLD).bind(token_hash.to_vec()).bind(now).execute().await? == 1)
}

/// Makes a live hold last until `expires_at`, once. False when it lapsed, or was renewed already.
///
/// # Errors
/// When the database fails.
pub async fn renew_hold(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let query = tx.query(RENEW_HOLD).bind(token_hash.to_vec()).bind(now).bind(expires_at);
    Ok(query.execute().await? == 1)
}

/// Gives a hold back. False when there is none of that token.
///
/// # Errors
/// When the database fails.
pub async fn delete_hold(tx: &mut Tx, token_hash: &[u8]) -> Result<bool, StoreError> {
    Ok(tx.query(DELETE_HOLD).bind(token_hash.to_vec()).execute().await? == 1)
}

/// Frees the time of an appointment.
///
/// # Errors
/// When the database fails.
pub async fn delete_of_appointment(tx: &mut Tx, appointment: AppointmentId) -> Result<(), StoreError> {
    tx.query(DELETE_OF_APPOINTMENT).bind(appointment.0).execute().await?;
    Ok(())
}

fn taken(row: &Row) -> Result<Taken, StoreError> {
    Ok(Taken {
        staff: StaffId(row.get("staff_id")?),
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        busy_until: row.get("busy_until")?,
    })
}

fn held(row: &Row) -> Result<HeldOccupancy, StoreError> {
    Ok(HeldOccupancy {
        id: OccupancyId(row.get("id")?),
        staff: StaffId(row.get("staff_id")?),
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        busy_until: row.get("busy_until")?,
        renewed: row.get("renewed")?,
        agency: AgencyId(row.get("agency_id")?),
        theme: ThemeId(row.get("theme_id")?),
        channel: row.parse("channel")?,
        campaign: row.get::<Option<Uuid>>("campaign_id")?.map(CampaignId),
        expires_at: row.get("expires_at")?,
        timezone: row.parse("timezone")?,
        theme_name: row.get("theme_name")?,
        offered: row.get("offered")?,
    })
}
