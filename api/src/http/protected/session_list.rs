use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::session::OwnSessions;
use tower_sessions::Session as Cookie;
use uuid::Uuid;

use crate::app::App;
use crate::http::extract::{Actor, Path};
use crate::http::problem::Answer;
use crate::http::session_store::id_hash;
use crate::staff::own_sessions;

/// The hash of the session that asks.
fn current(cookie: &Cookie) -> Vec<u8> {
    cookie.id().map(|id| id_hash(&id)).unwrap_or_default()
}

/// Sessions of one's own, the last used first.
#[utoipa::path(get, path = "/api/v1/session/sessions", tag = "Session",
    responses((status = 200, body = OwnSessions), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn list_own_sessions(
    State(app): State<App>,
    actor: Actor,
    cookie: Cookie,
) -> Answer<axum::Json<OwnSessions>> {
    Ok(axum::Json(own_sessions::list(&app, &actor.any(), &current(&cookie)).await?))
}

/// Ends all of one's sessions but the one that asks.
#[utoipa::path(delete, path = "/api/v1/session/sessions", tag = "Session",
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn end_other_sessions(
    State(app): State<App>,
    actor: Actor,
    cookie: Cookie,
) -> Answer<StatusCode> {
    own_sessions::end_others(&app, &actor.any(), current(&cookie)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a session of one's own.
#[utoipa::path(delete, path = "/api/v1/session/sessions/{session}", tag = "Session",
    params(("session" = Uuid, Path, description = "Id of the session")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn end_own_session(
    State(app): State<App>,
    actor: Actor,
    Path(session): Path<Uuid>,
) -> Answer<StatusCode> {
    own_sessions::end_one(&app, &actor.any(), session).await?;
    Ok(StatusCode::NO_CONTENT)
}
