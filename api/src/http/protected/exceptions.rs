use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::Problem;
use creno_types::ids::ExceptionId;
use creno_types::staff::Permission;
use creno_types::window::{AvailabilityQuery, Exception, Exceptions, NewException};

use crate::app::App;
use crate::http::caching::{NO_STORE, Tagged};
use crate::http::extract::{Actor, IfMatch, Json, Path, Query};
use crate::http::problem::Answer;
use crate::staff::exceptions;

/// Exceptions.
///
/// Openings and closings of one date within the reach of the profile, by date.
#[utoipa::path(get, path = "/api/v1/exceptions", tag = "Disponibilités", params(AvailabilityQuery),
    responses((status = 200, body = Exceptions), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_exceptions(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<AvailabilityQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Exceptions>)> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::ManageAvailability])?;
    let items = exceptions::list(&app, &member, &query).await?;
    Ok((NO_STORE, axum::Json(Exceptions { items })))
}

/// Adds an exception.
///
/// Every fault is named with its field. An opening that overlaps a window or an opening of the person's in another
/// agency is refused with `overlapping_window`, unless a closing of theirs frees the time.
#[utoipa::path(post, path = "/api/v1/exceptions", tag = "Disponibilités", request_body = NewException,
    responses((status = 201, body = Exception), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn create_exception(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<NewException>,
) -> Answer<(StatusCode, axum::Json<Exception>)> {
    let member = actor.with(Permission::ManageAvailability)?;
    Ok((StatusCode::CREATED, axum::Json(exceptions::create(&app, &member, &new).await?)))
}

/// Replaces an exception.
///
/// Reads one.
///
/// Its entity tag goes into `If-Match` of a change.
#[utoipa::path(get, path = "/api/v1/exceptions/{id}", tag = "Disponibilités", params(("id" = ExceptionId, Path)),
    responses((status = 200, body = Exception, headers(("etag" = String))), (status = 304), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn get_exception(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ExceptionId>,
) -> Answer<Tagged<Exception>> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::ManageAvailability])?;
    Ok(Tagged(exceptions::get(&app, &member, id).await?))
}

/// Its person stays the same.
#[utoipa::path(put, path = "/api/v1/exceptions/{id}", tag = "Disponibilités", params(("id" = ExceptionId, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    request_body = NewException,
    responses((status = 200, body = Exception, headers(("etag" = String))), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn update_exception(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ExceptionId>,
    IfMatch(seen): IfMatch,
    Json(new): Json<NewException>,
) -> Answer<Tagged<Exception>> {
    let member = actor.with(Permission::ManageAvailability)?;
    Ok(Tagged(exceptions::update(&app, &member, id, &seen, &new).await?))
}

/// Removes an exception.
///
/// A closing that keeps the person from being in two agencies at once can't be removed before the rest.
#[utoipa::path(delete, path = "/api/v1/exceptions/{id}", tag = "Disponibilités", params(("id" = ExceptionId, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn delete_exception(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ExceptionId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::ManageAvailability)?;
    exceptions::delete(&app, &member, id, &seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
