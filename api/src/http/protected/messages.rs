use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::message::{Messages, MessagesQuery};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::staff::messages;

/// What clients and staff were written, and what became of it.
///
/// The latest first, about appointments within reach. Addresses and texts are left out where the profile masks clients.
#[utoipa::path(get, path = "/api/v1/messages", tag = "Journaux", params(MessagesQuery),
    responses((status = 200, body = Messages), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_messages(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<MessagesQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Messages>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    Ok((NO_STORE, axum::Json(messages::list(&app, &member, &query).await?)))
}
