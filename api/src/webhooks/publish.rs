//! From events to deliveries: numbered after their commit, then written out for each server.

use creno_types::webhook::EventType;

use crate::app::App;
use crate::store::deliveries::{self, NewDelivery};
use crate::store::journal::{self, Placed};
use crate::store::{StoreError, webhooks};

/// How many appointments' events are numbered at once, and how many events written out for a server: the database is
/// left to bookings in between.
const AT_ONCE: i64 = 200;

/// Numbers some events and writes some deliveries; false when there was nothing to do. Several instances may try at
/// once: one does it, the others wait and find it done.
///
/// # Errors
/// When the database fails.
pub async fn publish(app: &App) -> Result<bool, StoreError> {
    if !journal::has_unnumbered(&app.db).await? && !is_behind(app).await? {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    let head = journal::lock_head(&mut tx).await?;
    let head = journal::number(&mut tx, head, AT_ONCE).await?;
    for endpoint in webhooks::list_active(&mut tx).await? {
        if endpoint.published >= head {
            continue;
        }
        let events = journal::list_positions(&mut tx, endpoint.published, AT_ONCE).await?;
        let Some(last) = events.last() else { continue };
        let wanted = wanted(&endpoint.events, &events);
        let new = new_deliveries(app, endpoint.id, wanted);
        deliveries::put_deliveries(&mut tx, &new, app.now()).await?;
        webhooks::set_published(&mut tx, endpoint.id, last.position).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Numbers every event that is committed by now, for whoever reads the journal.
///
/// # Errors
/// When the database fails.
pub(crate) async fn number(app: &App) -> Result<(), StoreError> {
    while journal::has_unnumbered(&app.db).await? {
        let mut tx = app.db.begin().await?;
        let head = journal::lock_head(&mut tx).await?;
        journal::number(&mut tx, head, AT_ONCE).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whether a server is to be written deliveries.
async fn is_behind(app: &App) -> Result<bool, StoreError> {
    let head = journal::find_head(&app.db).await?;
    let active = webhooks::list_active(&app.db).await?;
    Ok(active.iter().any(|endpoint| endpoint.published < head))
}

/// Those that a server asked for.
pub(super) fn wanted(asked: &[EventType], events: &[Placed]) -> Vec<Placed> {
    events.iter().filter(|event| asked.is_empty() || asked.contains(&event.kind)).copied().collect()
}

/// A delivery of each event, their ids in the same order.
pub(super) fn new_deliveries(app: &App, endpoint: uuid::Uuid, events: Vec<Placed>) -> Vec<NewDelivery> {
    let mut ids: Vec<_> = events.iter().map(|_| app.new_id()).collect();
    ids.sort_unstable();
    let new = |(id, event): (_, Placed)| NewDelivery {
        id,
        endpoint,
        message: event.id,
        kind: event.kind,
        appointment: event.appointment,
        position: event.position,
    };
    ids.into_iter().zip(events).map(new).collect()
}
