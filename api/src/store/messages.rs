//! Messages written to clients and staff, whom they go to, and the links that they carry.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use creno_types::ZonedInstant;
use creno_types::catalog::{Branding, Texts};
use creno_types::ids::{AppointmentId, StaffId};
use creno_types::message::{Audience, Medium, Message, MessageEvent, MessageState, MessagesQuery};
use serde::Serialize;
use uuid::Uuid;

use super::catalog::word as read_word;
use super::reach::scope;
use super::staff::Member;
use super::walk::{Walk, walk};
use super::{Db, Row, StoreError, Tx, catalog, statements};

macro_rules! messages {
    ($order:tt) => {
        walk!(
            $order,
            "SELECT m.id, m.at, p.reference, p.timezone, m.event, m.audience, m.medium, m.state, m.error,
            m.recipient, m.subject, m.body FROM message m LEFT JOIN appointment p ON p.id = m.appointment_id
            WHERE ($1 = '' OR p.reference = $1) AND (p.staff_id = $3 OR $4 = 'network'
                OR ($4 = 'perimeter' AND EXISTS (
                    SELECT 1 FROM staff_agency x WHERE x.staff_id = $3 AND x.agency_id = p.agency_id)))
            AND ($5 = '' OR m.state = $5) AND ($6 = '' OR m.event = $6) AND ($7 = '' OR m.medium = $7)
            AND m.at >= $8 AND m.at < $9",
            "m.id",
            "$2",
            "$10"
        )
    };
}

statements! {
    FIND_CLIENT_CONTACT = "SELECT c.name, c.email, c.phone, c.lang FROM appointment p JOIN client c ON c.id = p.client_id
        WHERE p.id = $1";
    FIND_STAFF_CONTACT = "SELECT name, email, CAST(NULL AS TEXT) AS phone, 'fr' AS lang FROM staff WHERE id = $1 AND active";
    INSERT_LINK = "INSERT INTO manage_link (token_hash, appointment_id, created_at) VALUES ($1, $2, $3)";
    DELETE_LINKS = "DELETE FROM manage_link WHERE appointment_id = $1";
    PUT_MESSAGE = "INSERT INTO message (id, outbox_id, appointment_id, at, event, audience, medium, recipient, subject, body, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'written')
        ON CONFLICT (outbox_id) DO UPDATE SET recipient = excluded.recipient, subject = excluded.subject,
            body = excluded.body, state = excluded.state, error = NULL";
    LIST_MESSAGES = messages!(latest);
    LIST_OLDEST_MESSAGES = messages!(oldest);
    UPDATE_STATE = "UPDATE message SET state = $2, error = $3 WHERE outbox_id = $1";
}

/// Someone to write to.
#[derive(Clone)]
pub struct Contact {
    /// Whose address it is.
    pub name: String,
    /// The address; none when the form did not ask it.
    pub email: Option<String>,
    /// The number, as it was typed; likewise.
    pub phone: Option<String>,
    /// Language to write in, an ISO 639-1 code.
    pub lang: String,
}

/// How the organisation signs.
#[derive(Clone, Debug)]
pub struct Letterhead {
    /// Its name in each language is in its texts; this one is in French.
    pub name: String,
    /// Its main colour.
    pub colour: String,
    /// The colour of text on it.
    pub on_colour: String,
}

/// A message about to be sent.
#[derive(Clone)]
pub struct NewMessage {
    /// Its id, for a first attempt.
    pub id: Uuid,
    /// The job that sends it.
    pub job: Uuid,
    /// The appointment that it tells of; none yet for a code.
    pub appointment: Option<AppointmentId>,
    /// When it is written.
    pub at: DateTime<Utc>,
    /// What it tells.
    pub event: MessageEvent,
    /// Whom it is for.
    pub audience: Audience,
    /// By what it goes.
    pub medium: Medium,
    /// The address, or the number.
    pub recipient: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Its text, without the client's link.
    pub body: String,
}

/// The client of an appointment.
///
/// # Errors
/// When the database fails.
pub async fn find_client_contact(db: &Db, appointment: AppointmentId) -> Result<Option<Contact>, StoreError> {
    db.query(FIND_CLIENT_CONTACT)
        .bind(appointment.0)
        .fetch_optional()
        .await?
        .as_ref()
        .map(contact)
        .transpose()
}

/// An active staff member.
///
/// # Errors
/// When the database fails.
pub async fn find_staff_contact(db: &Db, staff: StaffId) -> Result<Option<Contact>, StoreError> {
    db.query(FIND_STAFF_CONTACT).bind(staff.0).fetch_optional().await?.as_ref().map(contact).transpose()
}

/// How the organisation signs its messages in a language.
///
/// # Errors
/// When the database fails.
pub async fn find_letterhead(db: &Db, lang: &str) -> Result<Letterhead, StoreError> {
    let texts: Texts = catalog::find_texts(db, lang).await?;
    let branding: Branding = catalog::find_branding(db).await?;
    Ok(Letterhead { name: texts.organisation, colour: branding.brand, on_colour: branding.on_brand })
}

/// Makes a token open an appointment, beside those that do already.
///
/// # Errors
/// When the database fails.
pub async fn insert_link(
    tx: &mut Tx,
    token_hash: Vec<u8>,
    appointment: AppointmentId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.query(INSERT_LINK).bind(token_hash).bind(appointment.0).bind(now).execute().await?;
    Ok(())
}

/// Makes the links that were sent open nothing any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_links(tx: &mut Tx, appointment: AppointmentId) -> Result<(), StoreError> {
    tx.query(DELETE_LINKS).bind(appointment.0).execute().await?;
    Ok(())
}

/// Writes a message to the journal; one that is sent again takes its own place.
///
/// # Errors
/// When the database fails.
pub async fn put_message(tx: &mut Tx, message: NewMessage) -> Result<(), StoreError> {
    tx.query(PUT_MESSAGE)
        .bind(message.id)
        .bind(message.job)
        .bind(message.appointment.map(|appointment| appointment.0))
        .bind(message.at)
        .bind(word(&message.event))
        .bind(word(&message.audience))
        .bind(message.medium.as_str())
        .bind(message.recipient)
        .bind(message.subject)
        .bind(message.body)
        .execute()
        .await?;
    Ok(())
}

/// Notes what became of the message of a job.
///
/// # Errors
/// When the database fails.
pub async fn update_state(
    tx: &mut Tx,
    job: Uuid,
    state: MessageState,
    error: Option<String>,
) -> Result<(), StoreError> {
    tx.query(UPDATE_STATE).bind(job).bind(word(&state)).bind(error).execute().await?;
    Ok(())
}

/// Later than whatever is written: the beginning of the year 9999, in seconds.
const FAR: i64 = 253_370_764_800;

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// At most `limit` messages of those asked, within the reach of `member`.
///
/// # Errors
/// When the database fails.
pub async fn list_messages(
    db: &Db,
    member: &Member,
    asked: &MessagesQuery,
    limit: u32,
) -> Result<Vec<Message>, StoreError> {
    let reference = asked.reference.as_deref().unwrap_or_default().to_uppercase();
    let day = |day: Option<NaiveDate>, or: i64| day.map_or(or, |day| midnight(day).timestamp()).clamp(0, FAR);
    let read = |second| DateTime::from_timestamp(second, 0).unwrap_or_default();
    let (from, after) = (read(day(asked.from, 0)), read(day(asked.to, FAR)) + TimeDelta::days(1));
    let walk = Walk { order: asked.order, after: asked.cursor };
    let statement = walk.statement(LIST_MESSAGES, LIST_OLDEST_MESSAGES);
    let query = db.query(statement).bind(reference).bind(walk.after());
    let query = query.bind(member.staff.id.0).bind(scope(member.scope));
    let query = query.bind(asked.state.as_ref().map_or_else(String::new, word));
    let query = query.bind(asked.event.as_ref().map_or_else(String::new, word));
    let query = query.bind(asked.medium.map_or("", Medium::as_str));
    query.bind(from).bind(after).bind(i64::from(limit)).fetch_all().await?.iter().map(message).collect()
}

fn message(row: &Row) -> Result<Message, StoreError> {
    // Before there is an appointment, there is no agency's zone either.
    let zone: Option<String> = row.get("timezone")?;
    let zone = zone.and_then(|zone| zone.parse().ok()).unwrap_or(chrono_tz::UTC);
    Ok(Message {
        id: row.get("id")?,
        at: ZonedInstant::new(row.get("at")?, &zone),
        reference: row.get::<Option<String>>("reference")?.and_then(|text| text.parse().ok()),
        event: read_word(row, "event")?,
        audience: read_word(row, "audience")?,
        medium: read_word(row, "medium")?,
        state: read_word(row, "state")?,
        error: row.get("error")?,
        recipient: row.get("recipient")?,
        subject: Some(row.get("subject")?).filter(|subject: &String| !subject.is_empty()),
        body: Some(row.get("body")?).filter(|body: &String| !body.is_empty()),
    })
}

/// The word of an enum, as it is written in JSON.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn contact(row: &Row) -> Result<Contact, StoreError> {
    Ok(Contact {
        name: row.get("name")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        lang: row.get("lang")?,
    })
}
