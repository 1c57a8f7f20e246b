use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use creno_types::Problem;
use creno_types::session::{Credentials, Session};
use creno_types::sign_in::{SignInMethod, SignInMethods};
use tower_sessions::Session as Cookie;

use crate::app::App;
use crate::http::extract::{Actor, ClientAddress, Json, SESSION_STAFF};
use crate::http::problem::{Answer, Refusal};
use crate::staff::own_sessions::{ORIGIN, Origin};
use crate::staff::sign_in;
use crate::store::staff::Member;

/// Ways of signing in.
#[utoipa::path(get, path = "/api/v1/session/methods", tag = "Session", responses((status = 200, body = SignInMethods)))]
pub(crate) async fn list_sign_in_methods(State(app): State<App>) -> axum::Json<SignInMethods> {
    axum::Json(sign_in::methods(&app))
}

/// Signs in.
///
/// Five refusals for one account within fifteen minutes close the door for as long.
#[utoipa::path(post, path = "/api/v1/session", tag = "Session", request_body = Credentials,
    responses((status = 200, body = Session), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 429, body = Problem)))]
pub(crate) async fn create_session(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    cookie: Cookie,
    Json(credentials): Json<Credentials>,
) -> Answer<axum::Json<Session>> {
    let member = sign_in::sign_in(&app, credentials, &address).await?;
    let method = SignInMethod::Password;
    enter(&cookie, &member, Origin::new(address, agent(&headers), method)).await?;
    Ok(axum::Json(sign_in::describe(&app, &member, method).await?))
}

/// Makes a session that of somebody who signed in.
pub(super) async fn enter(cookie: &Cookie, member: &Member, origin: Origin) -> Answer<()> {
    // A new id, so that one planted before the sign-in opens nothing.
    cookie.cycle_id().await.map_err(Refusal::internal)?;
    cookie.insert(SESSION_STAFF, member.staff.id).await.map_err(Refusal::internal)?;
    cookie.insert(ORIGIN, origin).await.map_err(Refusal::internal)
}

/// What the browser says that it is.
pub(super) fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "Session",
    responses((status = 200, body = Session), (status = 401, body = Problem)))]
pub(crate) async fn get_session(
    State(app): State<App>,
    actor: Actor,
    cookie: Cookie,
) -> Answer<axum::Json<Session>> {
    let origin: Option<Origin> = cookie.get(ORIGIN).await.map_err(Refusal::internal)?;
    let method = origin.unwrap_or_default().by;
    Ok(axum::Json(sign_in::describe(&app, &actor.any(), method).await?))
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
