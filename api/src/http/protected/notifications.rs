use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::Problem;
use creno_types::notification::{Notifications, Preferences};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::{NO_STORE, Tagged};
use crate::http::extract::{Actor, Json};
use crate::http::problem::Answer;
use crate::staff::notifications;

/// What others did to one's own appointments.
///
/// The latest fifty, as far as the profile shows clients. What one did oneself is not told.
#[utoipa::path(get, path = "/api/v1/session/notifications", tag = "Session",
    responses((status = 200, body = Notifications), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn list_notifications(
    State(app): State<App>,
    actor: Actor,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Notifications>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    Ok((NO_STORE, axum::Json(notifications::list(&app, &member).await?)))
}

/// Says that notifications were read.
///
/// All those that came until now.
#[utoipa::path(post, path = "/api/v1/session/notifications/read", tag = "Session",
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn read_notifications(State(app): State<App>, actor: Actor) -> Answer<StatusCode> {
    let member = actor.with(Permission::ViewAppointments)?;
    notifications::mark_read(&app, &member).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What one sets for oneself.
#[utoipa::path(get, path = "/api/v1/session/preferences", tag = "Session",
    responses((status = 200, body = Preferences, headers(("etag" = String))), (status = 304), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn get_preferences(State(app): State<App>, actor: Actor) -> Answer<Tagged<Preferences>> {
    Ok(Tagged(notifications::preferences(&app, &actor.any()).await?))
}

/// Sets it.
#[utoipa::path(put, path = "/api/v1/session/preferences", tag = "Session", request_body = Preferences,
    responses((status = 200, body = Preferences, headers(("etag" = String))), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn put_preferences(
    State(app): State<App>,
    actor: Actor,
    Json(wanted): Json<Preferences>,
) -> Answer<Tagged<Preferences>> {
    notifications::set_preferences(&app, &actor.any(), &wanted).await?;
    Ok(Tagged(wanted))
}
