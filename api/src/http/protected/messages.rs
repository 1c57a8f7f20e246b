use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use creno_types::Problem;
use creno_types::endpoint::with_query;
use creno_types::message::{Messages, MessagesQuery};
use creno_types::staff::Permission;
use serde_json::Value;
use uuid::Uuid;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::staff::messages;

/// What clients and staff were written, and what became of it.
///
/// The latest first, about appointments within reach. Addresses and texts are left out where the profile masks clients. The
/// header `Link` leads to the next page.
#[utoipa::path(get, path = "/api/v1/messages", tag = "Journaux", params(MessagesQuery),
    responses((status = 200, body = Messages), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_messages(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<MessagesQuery>,
) -> Answer<Response> {
    let member = actor.with(Permission::ViewAppointments)?;
    let page = messages::list(&app, &member, &query).await?;
    let link = page.next.map(|next| next_link(&query, next));
    let mut response = (NO_STORE, axum::Json(page)).into_response();
    if let Some(link) = link.and_then(|link| link.parse().ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// The same question from there on.
fn next_link(query: &MessagesQuery, next: Uuid) -> String {
    let next = MessagesQuery { cursor: Some(next), ..query.clone() };
    let parameters = serde_json::to_value(next).unwrap_or_default();
    let word = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let given: Vec<_> = parameters
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.as_str(), word(value)?)))
        .collect();
    let given: Vec<_> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("<{}>; rel=\"next\"", with_query("/api/v1/messages", &given))
}
