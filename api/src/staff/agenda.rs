//! Appointments as far as a profile reaches and shows: a day's, one, its history.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use creno_types::appointment::{Appointments, AppointmentsQuery, History};
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::journals;
use crate::store::StoreError;
use crate::store::appointments::{self, Filter, FullAppointment};
use crate::store::events::{self, NewEvent};
use crate::store::messages;
use crate::store::staff::Member;

/// How many appointments a page has, and has at most.
const PAGE: u32 = 50;
const LONGEST_PAGE: u32 = 1_000;

/// A page of the appointments within the member's reach, by start, masked as their profile asks; the look is journaled.
/// None when the cursor is none of ours.
///
/// # Errors
/// When the database fails.
pub async fn list(
    app: &App,
    member: &Member,
    query: AppointmentsQuery,
) -> Result<Option<Appointments>, StoreError> {
    let after = match &query.cursor {
        None => (DateTime::<Utc>::UNIX_EPOCH, Uuid::nil()),
        Some(cursor) => match read_cursor(cursor) {
            Some(after) => after,
            None => return Ok(None),
        },
    };
    let first =
        query.date.or(query.from).unwrap_or(after.0.date_naive().pred_opt().unwrap_or(NaiveDate::MIN));
    let last = query.date.or(query.to).unwrap_or(LAST_DATE);
    let usual = if query.date.is_some() { LONGEST_PAGE } else { PAGE };
    let limit = query.limit.unwrap_or(usual).clamp(1, LONGEST_PAGE);
    let filter = Filter {
        dates: (first, last),
        after,
        status: query.status,
        channel: query.channel,
        agency: query.agency,
        theme: query.theme,
        staff: query.staff,
        limit: i64::from(limit) + 1,
        search: query.q.unwrap_or_default(),
    };
    let mut items = appointments::list_appointments(&app.db, member, &filter).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    items.iter_mut().for_each(|appointment| member.sight.dim(&mut appointment.client));
    let next = items.last().filter(|_| more).map(|last| write_cursor(last.start.utc(), last.id.0));
    let subject = match (filter.search.trim().is_empty(), first == last) {
        // What was typed may be somebody's name.
        (false, _) => "search of appointments".into(),
        (true, true) => format!("appointments of {first}"),
        (true, false) => "appointments".into(),
    };
    journals::note_read(app, member, subject).await?;
    Ok(Some(Appointments { items, next }))
}

/// No appointment is later: both databases write such dates in the same order as they follow each other.
const LAST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

fn write_cursor(start: DateTime<Utc>, id: Uuid) -> String {
    format!("{}_{id}", start.to_rfc3339_opts(SecondsFormat::Micros, true))
}

fn read_cursor(cursor: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (start, id) = cursor.split_once('_')?;
    Some((start.parse().ok()?, id.parse().ok()?))
}

/// One appointment within the member's reach, by id or reference, as they see it; the look is journaled.
///
/// # Errors
/// When the database fails.
pub async fn find(app: &App, member: &Member, name: &str) -> Result<Option<FullAppointment>, StoreError> {
    let Some(mut full) = appointments::find_within(&app.db, member, name).await? else { return Ok(None) };
    member.sight.dim(&mut full.appointment.client);
    journals::note_read(app, member, format!("appointment {}", full.appointment.reference)).await?;
    Ok(Some(full))
}

/// What happened to an appointment within the member's reach; the look is journaled.
///
/// # Errors
/// When the database fails.
pub async fn history(app: &App, member: &Member, name: &str) -> Result<Option<History>, StoreError> {
    let Some(full) = appointments::find_within(&app.db, member, name).await? else { return Ok(None) };
    let items = events::list_events(&app.db, &full).await?;
    journals::note_read(app, member, format!("history of {}", full.appointment.reference)).await?;
    let names = events::list_names(&app.db, &items).await?;
    Ok(Some(History { items, names }))
}

/// Makes the management link of an appointment within the member's reach open nothing any more. False when there is none.
///
/// # Errors
/// When the database fails.
pub async fn revoke_link(app: &App, member: &Member, name: &str) -> Result<bool, StoreError> {
    let Some(full) = appointments::find_within(&app.db, member, name).await? else { return Ok(false) };
    let id = full.appointment.id;
    let mut tx = app.db.begin().await?;
    // A secret that nobody is told.
    appointments::update_token(&mut tx, id, app.random_bytes::<32>().to_vec()).await?;
    messages::delete_links(&mut tx, id).await?;
    let event = NewEvent {
        id: app.new_id(),
        appointment: id,
        at: app.now(),
        kind: "link_revoked",
        actor: member.actor(),
        staff: member.staff_id(),
        changes: json!({}),
        snapshot: None,
    };
    events::insert_event(&mut tx, event).await?;
    tx.commit().await?;
    Ok(true)
}
