//! Appointments as far as a profile reaches and shows: a day's, one, its history.

use creno_types::appointment::{Appointment, AppointmentsQuery, History};
use serde_json::json;

use crate::app::App;
use crate::journals;
use crate::store::StoreError;
use crate::store::appointments::{self, DayFilter, FullAppointment};
use crate::store::events::{self, NewEvent};
use crate::store::messages;
use crate::store::staff::Member;

/// The day's appointments within the member's reach, masked as their profile asks; the look is journaled.
///
/// # Errors
/// When the database fails.
pub async fn list_day(
    app: &App,
    member: &Member,
    query: AppointmentsQuery,
) -> Result<Vec<Appointment>, StoreError> {
    let filter =
        DayFilter { date: query.date, agency: query.agency, staff: member.staff.id, scope: member.scope };
    let mut items = appointments::list_day(&app.db, &filter).await?;
    if member.masks_contact {
        items.iter_mut().for_each(mask);
    }
    journals::note_read(app, member, format!("appointments of {}", query.date)).await?;
    Ok(items)
}

/// One appointment within the member's reach, by id or reference; the look is journaled.
///
/// # Errors
/// When the database fails.
pub async fn find(app: &App, member: &Member, name: &str) -> Result<Option<FullAppointment>, StoreError> {
    let Some(mut full) = appointments::find_within(&app.db, member, name).await? else { return Ok(None) };
    if member.masks_contact {
        mask(&mut full.appointment);
    }
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
    Ok(Some(History { items }))
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

/// Initials instead of the name, and no way to reach the client.
pub(super) fn mask(appointment: &mut Appointment) {
    let client = &mut appointment.client;
    let initials = client.name.split_whitespace().filter_map(|word| word.chars().next());
    client.name = initials.map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ");
    client.email = None;
    client.phone = None;
}
