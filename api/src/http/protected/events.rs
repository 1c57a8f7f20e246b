use axum::extract::State;
use creno_types::Problem;
use creno_types::event::{Events, EventsQuery};
use creno_types::staff::Permission;

use super::deliveries::{Unkept, unkept};
use crate::app::App;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::journals;
use crate::settings::whole_network;
use crate::webhooks::journal;

/// What happened to appointments, in order.
///
/// The oldest first, the same objects as webhooks tell: ask again after `next`, and nothing is missed nor told twice. For
/// profiles that see the appointments of every agency.
#[utoipa::path(get, path = "/api/v1/events", tag = "Webhooks", params(EventsQuery),
    responses((status = 200, body = Events), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_events(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<EventsQuery>,
) -> Answer<Unkept<Events>> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::Administer])?;
    whole_network(&member)?;
    let page = journal::list(&app, &member, &query).await?;
    // Those who ask again and again, and are told nothing, look at nobody.
    if let (Some(first), Some(last)) = (page.items.first(), page.items.last())
        && !member.sight.masks_contact()
    {
        let subject = format!("events {} to {}", first.data.position, last.data.position);
        journals::note_read(&app, &member, subject).await?;
    }
    Ok(unkept(page))
}
