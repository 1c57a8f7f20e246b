//! Appointments to come around which something changed.

use chrono::{DateTime, NaiveDate, Utc};
use creno_types::attention::AttentionReason;
use creno_types::ids::AppointmentId;

use super::reach::scope;
use super::staff::Member;
use super::{Db, Row, StoreError, statements};

/// Who looks (`$3`) reaches the appointment, by their scope (`$4`).
macro_rules! reached {
    () => {
        "(p.staff_id = $3 OR $4 = 'network' OR ($4 = 'perimeter' AND EXISTS (
            SELECT 1 FROM staff_agency x WHERE x.staff_id = $3 AND x.agency_id = p.agency_id)))"
    };
}

statements! {
    LIST_FLAGGED = concat!("SELECT * FROM (SELECT p.id, p.starts_at,
            NOT s.active AS staff_left,
            NOT a.active AS agency_off,
            NOT (t.active AND k.active AND EXISTS (SELECT 1 FROM theme_agency x
                WHERE x.theme_id = t.id AND x.agency_id = a.id)) AS theme_off,
            (p.campaign_id IS NULL AND NOT (
                EXISTS (SELECT 1 FROM staff_agency x WHERE x.staff_id = s.id AND x.agency_id = a.id)
                AND EXISTS (SELECT 1 FROM staff_theme x WHERE x.staff_id = s.id AND x.theme_id = t.id))) AS not_handled,
            NOT (EXISTS (SELECT 1 FROM theme_channel x WHERE x.theme_id = t.id AND x.channel = p.channel)
                AND EXISTS (SELECT 1 FROM agency_channel x WHERE x.agency_id = a.id AND x.channel = p.channel))
                AS channel_closed,
            (EXISTS (SELECT 1 FROM closure x WHERE (x.agency_id IS NULL OR x.agency_id = a.id)
                AND p.local_date BETWEEN x.from_date AND x.until_date)
                OR EXISTS (SELECT 1 FROM holiday x WHERE (x.agency_id IS NULL OR x.agency_id = a.id)
                AND x.date = p.local_date AND x.observed)
                OR EXISTS (SELECT 1 FROM exception x WHERE x.staff_id = s.id AND x.date = p.local_date
                AND NOT x.opens)) AS dated
            FROM appointment p JOIN staff s ON s.id = p.staff_id JOIN agency a ON a.id = p.agency_id
            JOIN theme t ON t.id = p.theme_id JOIN skill k ON k.id = t.skill_id
            WHERE p.status = 'confirmed' AND p.starts_at > $1 AND p.local_date >= $2 AND ", reached!(), ") AS flagged
        WHERE staff_left OR agency_off OR theme_off OR not_handled OR channel_closed OR dated
        ORDER BY starts_at LIMIT 300");
    LIST_DATES = concat!("SELECT DISTINCT p.local_date FROM appointment p WHERE p.status = 'confirmed'
        AND p.starts_at > $1 AND p.local_date >= $2 AND ", reached!());
    LIST_ON_DATE = concat!("SELECT p.id FROM appointment p WHERE p.status = 'confirmed' AND p.starts_at > $1
        AND p.local_date = $2 AND ", reached!(), " ORDER BY p.starts_at LIMIT 300");
}

/// An appointment that may need attention.
#[derive(Clone, Debug)]
pub struct Flagged {
    /// Which.
    pub id: AppointmentId,
    /// What is certainly in its way. Closures, holidays and absences are for the engine to tell.
    pub reasons: Vec<AttentionReason>,
}

/// Appointments within reach that something is in the way of, or may be, by start.
///
/// # Errors
/// When the database fails.
pub async fn list_flagged(db: &Db, member: &Member, now: DateTime<Utc>) -> Result<Vec<Flagged>, StoreError> {
    let query =
        db.query(LIST_FLAGGED).bind(now).bind(since(now)).bind(member.staff.id.0).bind(scope(member.scope));
    query.fetch_all().await?.iter().map(flagged).collect()
}

/// The local dates of the appointments to come within reach.
///
/// # Errors
/// When the database fails.
pub async fn list_dates(db: &Db, member: &Member, now: DateTime<Utc>) -> Result<Vec<NaiveDate>, StoreError> {
    let query =
        db.query(LIST_DATES).bind(now).bind(since(now)).bind(member.staff.id.0).bind(scope(member.scope));
    query.fetch_all().await?.iter().map(|row| row.get("local_date")).collect()
}

/// Appointments within reach on a local date.
///
/// # Errors
/// When the database fails.
pub async fn list_on_date(
    db: &Db,
    member: &Member,
    now: DateTime<Utc>,
    date: NaiveDate,
) -> Result<Vec<Flagged>, StoreError> {
    let query = db.query(LIST_ON_DATE).bind(now).bind(date).bind(member.staff.id.0).bind(scope(member.scope));
    let rows = query.fetch_all().await?;
    rows.iter().map(|row| Ok(Flagged { id: AppointmentId(row.get("id")?), reasons: Vec::new() })).collect()
}

/// Yesterday in UTC may be today somewhere.
fn since(now: DateTime<Utc>) -> NaiveDate {
    now.date_naive() - chrono::Days::new(1)
}

fn flagged(row: &Row) -> Result<Flagged, StoreError> {
    let mut reasons = Vec::new();
    for (column, reason) in [
        ("staff_left", AttentionReason::StaffLeft),
        ("not_handled", AttentionReason::NotHandled),
        ("theme_off", AttentionReason::ThemeOff),
        ("agency_off", AttentionReason::AgencyOff),
        ("channel_closed", AttentionReason::ChannelClosed),
    ] {
        if row.get(column)? {
            reasons.push(reason);
        }
    }
    Ok(Flagged { id: AppointmentId(row.get("id")?), reasons })
}
