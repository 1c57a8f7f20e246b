use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::Problem;
use creno_types::ids::WindowId;
use creno_types::staff::Permission;
use creno_types::window::{AvailabilityQuery, NewWindow, Window, Windows};

use crate::app::App;
use crate::http::caching::{NO_STORE, Tagged};
use crate::http::extract::{Actor, IfMatch, Json, Path, Query};
use crate::http::problem::Answer;
use crate::staff::windows;

/// Recurring windows.
///
/// Those within the reach of the profile, by person, weekday and time.
#[utoipa::path(get, path = "/api/v1/availabilities", tag = "Disponibilités", params(AvailabilityQuery),
    responses((status = 200, body = Windows), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_windows(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<AvailabilityQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Windows>)> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::ManageAvailability])?;
    let items = windows::list(&app, &member, &query).await?;
    Ok((NO_STORE, axum::Json(Windows { items })))
}

/// Adds a recurring window.
///
/// Every fault is named with its field. A window that overlaps, on some date, one of the person's in another
/// agency is refused with `overlapping_window`.
#[utoipa::path(post, path = "/api/v1/availabilities", tag = "Disponibilités", request_body = NewWindow,
    responses((status = 201, body = Window), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn create_window(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<NewWindow>,
) -> Answer<(StatusCode, axum::Json<Window>)> {
    let member = actor.with(Permission::ManageAvailability)?;
    Ok((StatusCode::CREATED, axum::Json(windows::create(&app, &member, &new).await?)))
}

/// Replaces a recurring window.
///
/// Reads one.
///
/// Its entity tag goes into `If-Match` of a change.
#[utoipa::path(get, path = "/api/v1/availabilities/{id}", tag = "Disponibilités", params(("id" = WindowId, Path)),
    responses((status = 200, body = Window, headers(("etag" = String))), (status = 304), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn get_window(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<WindowId>,
) -> Answer<Tagged<Window>> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::ManageAvailability])?;
    Ok(Tagged(windows::get(&app, &member, id).await?))
}

/// Its person stays the same.
#[utoipa::path(put, path = "/api/v1/availabilities/{id}", tag = "Disponibilités", params(("id" = WindowId, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    request_body = NewWindow,
    responses((status = 200, body = Window, headers(("etag" = String))), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn update_window(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<WindowId>,
    IfMatch(seen): IfMatch,
    Json(new): Json<NewWindow>,
) -> Answer<Tagged<Window>> {
    let member = actor.with(Permission::ManageAvailability)?;
    Ok(Tagged(windows::update(&app, &member, id, &seen, &new).await?))
}

/// Removes a recurring window.
///
/// Appointments already taken stay.
#[utoipa::path(delete, path = "/api/v1/availabilities/{id}", tag = "Disponibilités", params(("id" = WindowId, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, body = Problem)))]
pub(crate) async fn delete_window(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<WindowId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::ManageAvailability)?;
    windows::delete(&app, &member, id, &seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
