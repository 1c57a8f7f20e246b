//! What each server is to be told, and what came of it: the queue and its journal in one.

use chrono::{DateTime, Utc};
use creno_types::ZonedInstant;
use creno_types::ids::AppointmentId;
use creno_types::webhook::{Delivery, DeliveryState, EventType};
use uuid::Uuid;

use super::catalog::word as read_word;
use super::walk::{Walk, walk};
use super::{Db, Row, StoreError, Tx, statements};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.message_id, d.kind, d.position, d.state, d.attempts, d.due_at, d.created_at, d.ended_at,
            p.reference, p.timezone, w.paused, l.status AS last_status, l.error AS last_error
            FROM delivery d JOIN webhook_endpoint w ON w.id = d.endpoint_id
            LEFT JOIN appointment p ON p.id = d.appointment_id
            LEFT JOIN delivery_attempt l ON l.id = (
                SELECT a.id FROM delivery_attempt a WHERE a.delivery_id = d.id ORDER BY a.id DESC LIMIT 1) ",
            $rest
        )
    };
}

macro_rules! deliveries {
    ($order:tt) => {
        walk!(
            $order,
            select!(
                "WHERE d.endpoint_id = $1 AND ($3 = '' OR d.state = $3)
                AND ($4 = '' OR ($4 = 'fresh' AND d.attempts = 0) OR ($4 = 'tried' AND d.attempts > 0))
                AND d.created_at >= $5 AND d.created_at < $6"
            ),
            "d.id",
            "$2",
            "$7"
        )
    };
}

statements! {
    // The next of a server: within an appointment one after the other.
    FIND_DUE = "SELECT d.id FROM delivery d WHERE d.endpoint_id = $1 AND d.state = 'waiting' AND d.due_at <= $2
        AND NOT EXISTS (SELECT 1 FROM delivery e WHERE e.endpoint_id = d.endpoint_id
            AND e.appointment_id = d.appointment_id AND e.state = 'waiting' AND e.position < d.position)
        ORDER BY d.due_at, d.position LIMIT 1";
    CLAIM = "UPDATE delivery SET due_at = $3, claimed = TRUE, attempts = attempts + 1
        WHERE id = $1 AND state = 'waiting' AND due_at <= $2
        AND EXISTS (SELECT 1 FROM webhook_endpoint w WHERE w.id = delivery.endpoint_id AND w.paused IS NULL)
        RETURNING id, endpoint_id, message_id, kind, position, attempts";
    END = "UPDATE delivery SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'waiting'";
    POSTPONE = "UPDATE delivery SET due_at = $2, claimed = FALSE WHERE id = $1 AND state = 'waiting'";
    // What failed is tried at once when its server is back.
    HASTEN = "UPDATE delivery SET due_at = $2 WHERE endpoint_id = $1 AND state = 'waiting' AND due_at > $2 AND claimed = FALSE";
    RESTART = "UPDATE delivery SET due_at = $2, attempts = 0 WHERE endpoint_id = $1 AND state = 'waiting' AND claimed = FALSE";
    REPLAY = "UPDATE delivery SET state = 'waiting', due_at = $3, claimed = FALSE, attempts = 0, ended_at = NULL
        WHERE id = $1 AND endpoint_id = $2 AND state <> 'waiting' AND appointment_id IS NOT NULL";
    PUT = "INSERT INTO delivery (id, endpoint_id, message_id, kind, appointment_id, position, state, claimed, attempts,
        due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', FALSE, 0, $7, $7)
        ON CONFLICT (endpoint_id, message_id) DO NOTHING";
    PUT_AGAIN = "UPDATE delivery SET state = 'waiting', due_at = $3, claimed = FALSE, attempts = 0, ended_at = NULL
        WHERE endpoint_id = $1 AND message_id = $2 AND state <> 'waiting'";
    PUT_CLAIMED = "INSERT INTO delivery (id, endpoint_id, message_id, kind, position, state, claimed, attempts, due_at,
        created_at) VALUES ($1, $2, $1, $3, 0, 'waiting', TRUE, 1, $4, $5)";
    GIVE_UP = "UPDATE delivery SET state = 'failed', ended_at = $3 WHERE id = $1 AND endpoint_id = $2 AND state = 'waiting'";
    FIND_DELIVERY = select!("WHERE d.id = $1 AND d.endpoint_id = $2");
    LIST_DELIVERIES = deliveries!(latest);
    LIST_OLDEST_DELIVERIES = deliveries!(oldest);
    COUNT_WAITING = "SELECT count(*) FILTER (WHERE w.paused IS NULL) AS waiting,
        count(*) FILTER (WHERE w.paused IS NOT NULL) AS held, min(CASE WHEN w.paused IS NULL THEN d.created_at END) AS oldest
        FROM delivery d JOIN webhook_endpoint w ON w.id = d.endpoint_id WHERE d.state = 'waiting'";
}

/// A delivery about to be put in the queue.
#[derive(Clone, Copy, Debug)]
pub struct NewDelivery {
    /// Its id.
    pub id: Uuid,
    /// To which server.
    pub endpoint: Uuid,
    /// The event's id.
    pub message: Uuid,
    /// What it tells.
    pub kind: EventType,
    /// The appointment.
    pub appointment: AppointmentId,
    /// Place of the event.
    pub position: i64,
}

/// A delivery that a worker has claimed.
#[derive(Clone, Copy, Debug)]
pub struct ClaimedDelivery {
    /// Its id.
    pub id: Uuid,
    /// To which server.
    pub endpoint: Uuid,
    /// The event's id; its own for a test.
    pub message: Uuid,
    /// What it tells.
    pub kind: EventType,
    /// Attempts since it was last put in the queue, this one included.
    pub attempts: u32,
}

/// How the deliveries of all servers are.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeliveryBacklog {
    /// Those that wait.
    pub waiting: i64,
    /// Those that wait for a server to be resumed.
    pub held: i64,
    /// Since when the oldest of the first waits.
    pub oldest: Option<DateTime<Utc>>,
}

/// Which deliveries of a server to list.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryFilter {
    /// The server.
    pub endpoint: Uuid,
    /// Only those that stand so.
    pub state: Option<DeliveryState>,
    /// Whether the server is paused: what waits is held then.
    pub paused: bool,
    /// Put in the queue from then on.
    pub from: DateTime<Utc>,
    /// Put in the queue before.
    pub to: DateTime<Utc>,
    /// Where the page begins.
    pub walk: Walk,
}

/// Claims the next delivery of a server that is due, until `until`.
///
/// # Errors
/// When the database fails.
pub async fn claim_delivery(
    db: &Db,
    endpoint: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<ClaimedDelivery>, StoreError> {
    // Reading is cheap, and claiming would wait for whoever writes.
    let row = db.query(FIND_DUE).bind(endpoint).bind(now).fetch_optional().await?;
    let Some(row) = row else { return Ok(None) };
    let id: Uuid = row.get("id")?;
    let mut tx = db.begin().await?;
    let row = tx.query(CLAIM).bind(id).bind(now).bind(until).fetch_optional().await?;
    let Some(row) = row else {
        tx.rollback().await?;
        return Ok(None);
    };
    let claimed = ClaimedDelivery {
        id: row.get("id")?,
        endpoint: row.get("endpoint_id")?,
        message: row.get("message_id")?,
        kind: read_word(&row, "kind")?,
        attempts: row.integer("attempts")?,
    };
    tx.commit().await?;
    Ok(Some(claimed))
}

/// Ends a delivery: it was taken, or kept.
///
/// # Errors
/// When the database fails.
pub async fn end_delivery(tx: &mut Tx, id: Uuid, kept: bool, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.query(END).bind(id).bind(if kept { "kept" } else { "delivered" }).bind(now).execute().await?;
    Ok(())
}

/// Puts a delivery off until `due`.
///
/// # Errors
/// When the database fails.
pub async fn postpone_delivery(tx: &mut Tx, id: Uuid, due: DateTime<Utc>) -> Result<(), StoreError> {
    tx.query(POSTPONE).bind(id).bind(due).execute().await?;
    Ok(())
}

/// Makes due what failed before.
///
/// # Errors
/// When the database fails.
pub async fn hasten(tx: &mut Tx, endpoint: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.query(HASTEN).bind(endpoint).bind(now).execute().await?;
    Ok(())
}

/// Makes due everything that waits, as if nothing had been tried.
///
/// # Errors
/// When the database fails.
pub async fn restart(tx: &mut Tx, endpoint: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.query(RESTART).bind(endpoint).bind(now).execute().await?;
    Ok(())
}

/// Puts a delivery in the queue again. False when it waits already, is a test, or there is none.
///
/// # Errors
/// When the database fails.
pub async fn replay(tx: &mut Tx, id: Uuid, endpoint: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(tx.query(REPLAY).bind(id).bind(endpoint).bind(now).execute().await? == 1)
}

/// Puts deliveries in the queue, but those that are or were there; how many.
///
/// # Errors
/// When the database fails.
pub async fn put_deliveries(
    tx: &mut Tx,
    deliveries: &[NewDelivery],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut put = 0;
    for new in deliveries {
        let query = tx.query(PUT).bind(new.id).bind(new.endpoint).bind(new.message).bind(new.kind.as_str());
        let query = query.bind(new.appointment.0).bind(new.position).bind(now);
        put += query.execute().await?;
    }
    Ok(put)
}

/// Puts deliveries in the queue, those that were over once more; how many, without those that wait already.
///
/// # Errors
/// When the database fails.
pub async fn replay_deliveries(
    tx: &mut Tx,
    deliveries: &[NewDelivery],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut put = put_deliveries(tx, deliveries, now).await?;
    for new in deliveries {
        let query = tx.query(PUT_AGAIN).bind(new.endpoint).bind(new.message).bind(now);
        put += query.execute().await?;
    }
    Ok(put)
}

/// Writes the delivery of a test, which its writer is at until `until`.
///
/// # Errors
/// When the database fails.
pub async fn insert_test(
    tx: &mut Tx,
    id: Uuid,
    endpoint: Uuid,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<ClaimedDelivery, StoreError> {
    let kind = EventType::Test;
    let query = tx.query(PUT_CLAIMED).bind(id).bind(endpoint).bind(kind.as_str()).bind(until).bind(now);
    query.execute().await?;
    Ok(ClaimedDelivery { id, endpoint, message: id, kind, attempts: 1 })
}

/// Gives a delivery up. False when it does not wait.
///
/// # Errors
/// When the database fails.
pub async fn give_up(tx: &mut Tx, id: Uuid, endpoint: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(tx.query(GIVE_UP).bind(id).bind(endpoint).bind(now).execute().await? == 1)
}

/// The delivery of that id, when it is that server's.
///
/// # Errors
/// When the database fails.
pub async fn find_delivery(db: &Db, endpoint: Uuid, id: Uuid) -> Result<Option<Delivery>, StoreError> {
    db.query(FIND_DELIVERY).bind(id).bind(endpoint).fetch_optional().await?.as_ref().map(delivery).transpose()
}

/// At most `limit` deliveries of a server, from where the filter says.
///
/// # Errors
/// When the database fails.
pub async fn list_deliveries(
    db: &Db,
    filter: &DeliveryFilter,
    limit: u32,
) -> Result<Vec<Delivery>, StoreError> {
    let (state, tried) = match (filter.state, filter.paused) {
        (None, _) => ("", ""),
        (Some(DeliveryState::Delivered), _) => ("delivered", ""),
        (Some(DeliveryState::Kept), _) => ("kept", ""),
        (Some(DeliveryState::Failed), _) => ("failed", ""),
        (Some(DeliveryState::Waiting), false) => ("waiting", "fresh"),
        (Some(DeliveryState::Retrying), false) => ("waiting", "tried"),
        (Some(DeliveryState::Held), true) => ("waiting", ""),
        (Some(DeliveryState::Waiting | DeliveryState::Retrying), true)
        | (Some(DeliveryState::Held), false) => {
            return Ok(Vec::new());
        }
    };
    let query = db
        .query(filter.walk.statement(LIST_DELIVERIES, LIST_OLDEST_DELIVERIES))
        .bind(filter.endpoint)
        .bind(filter.walk.after())
        .bind(state)
        .bind(tried);
    let query = query.bind(filter.from).bind(filter.to).bind(i64::from(limit));
    query.fetch_all().await?.iter().map(delivery).collect()
}

/// How many deliveries wait, and since when.
///
/// # Errors
/// When the database fails.
pub async fn count_waiting(db: &Db) -> Result<DeliveryBacklog, StoreError> {
    let row = db.query(COUNT_WAITING).fetch_one().await?;
    Ok(DeliveryBacklog { waiting: row.get("waiting")?, held: row.get("held")?, oldest: row.get("oldest")? })
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    let (state, attempts): (String, i64) = (row.get("state")?, row.get("attempts")?);
    let paused = row.get::<Option<String>>("paused")?.is_some();
    let state = match (state.as_str(), paused, attempts) {
        ("waiting", true, _) => DeliveryState::Held,
        ("waiting", false, 0) => DeliveryState::Waiting,
        ("waiting", false, _) => DeliveryState::Retrying,
        ("delivered", ..) => DeliveryState::Delivered,
        ("kept", ..) => DeliveryState::Kept,
        ("failed", ..) => DeliveryState::Failed,
        _ => return Err(StoreError::Corrupt { column: "state", value: state }),
    };
    let kind: EventType = read_word(row, "kind")?;
    let waits = matches!(state, DeliveryState::Waiting | DeliveryState::Retrying);
    let zone: Option<String> = row.get("timezone")?;
    let zone = zone.and_then(|zone| zone.parse().ok()).unwrap_or(chrono_tz::UTC);
    let read = |at: DateTime<Utc>| ZonedInstant::new(at, &zone);
    let position = Some(row.get("position")?).filter(|_| kind != EventType::Test);
    Ok(Delivery {
        id: row.get("id")?,
        message: message_id(row.get("message_id")?),
        kind,
        position,
        reference: row.get::<Option<String>>("reference")?.and_then(|text| text.parse().ok()),
        state,
        attempts,
        created_at: read(row.get("created_at")?),
        due_at: Some(row.get("due_at")?).filter(|_| waits).map(read),
        ended_at: row.get::<Option<DateTime<Utc>>>("ended_at")?.map(read),
        last_status: row.get("last_status")?,
        last_error: row.get("last_error")?,
    })
}

/// The `webhook-id` of an event: the same for every server and every attempt, so that receivers know it again.
pub fn message_id(event: Uuid) -> String {
    format!("evt_{}", event.simple())
}
