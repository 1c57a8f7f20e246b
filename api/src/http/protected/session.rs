use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::session::{Credentials, Session};
use tower_sessions::Session as Cookie;

use crate::app::App;
use crate::http::extract::{Actor, ClientAddress, Json, SESSION_STAFF};
use crate::http::problem::{Answer, Refusal};
use crate::staff::sign_in;

/// Signs in.
///
/// Five refusals for one account within fifteen minutes close the door for as long.
#[utoipa::path(post, path = "/api/v1/session", tag = "Session", request_body = Credentials,
    responses((status = 200, body = Session), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 429, body = Problem)))]
pub(crate) async fn create_session(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    cookie: Cookie,
    Json(credentials): Json<Credentials>,
) -> Answer<axum::Json<Session>> {
    let member = sign_in::sign_in(&app, credentials, &address).await?;
    // A new id, so that one planted before the sign-in opens nothing.
    cookie.cycle_id().await.map_err(Refusal::internal)?;
    cookie.insert(SESSION_STAFF, member.staff.id).await.map_err(Refusal::internal)?;
    Ok(axum::Json(sign_in::describe(&app, &member).await?))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "Session",
    responses((status = 200, body = Session), (status = 401, body = Problem)))]
pub(crate) async fn get_session(State(app): State<App>, actor: Actor) -> Answer<axum::Json<Session>> {
    Ok(axum::Json(sign_in::describe(&app, &actor.any()).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "Session",
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn delete_session(
    State(app): State<App>,
    actor: Actor,
    cookie: Cookie,
) -> Answer<StatusCode> {
    sign_in::sign_out(&app, &actor.any()).await?;
    cookie.flush().await.map_err(Refusal::internal)?;
    Ok(StatusCode::NO_CONTENT)
}
