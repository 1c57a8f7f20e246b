use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::calendar::{
    Calendar, CalendarQuery, Closure, HolidayChange, HolidayQuery, NewClosure, NewHolidayChange,
};
use creno_types::date::read_date;
use creno_types::ids::ClosureId;
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};

use crate::app::App;
use crate::http::caching::{NO_STORE, Tagged};
use crate::http::extract::{Actor, IfMatch, Json, Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::settings::calendar;

/// The calendar of an agency.
///
/// Public holidays of the year, computed or changed, worked or not, and each day of its closures and of the network's,
/// by date.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "Réglages", params(CalendarQuery),
    responses((status = 200, body = Calendar), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn get_calendar(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<CalendarQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Calendar>)> {
    let readers = [Permission::Administer, Permission::ManageAvailability, Permission::ViewAppointments];
    let member = actor.with_any(&readers)?;
    if !CalendarQuery::YEARS.contains(&query.year) {
        let detail = "Demandez une année (year) de 2000 à 2099.";
        return Err(Refusal::new(ProblemCode::InvalidQuery).with_detail(detail));
    }
    let calendar = calendar::find(&app, &member, &query.agency, query.year).await?;
    Ok((NO_STORE, axum::Json(calendar)))
}

/// Closes an agency, or the whole network.
///
/// On some days, or on a part of each of them. Appointments already taken stay.
#[utoipa::path(post, path = "/api/v1/calendar/closures", tag = "Réglages", request_body = NewClosure,
    responses((status = 201, body = Closure), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn create_closure(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<NewClosure>,
) -> Answer<(StatusCode, axum::Json<Closure>)> {
    let member = actor.with(Permission::Administer)?;
    Ok((StatusCode::CREATED, axum::Json(calendar::create_closure(&app, &member, &new).await?)))
}

/// Reads one.
///
/// Its entity tag goes into `If-Match` of a change.
#[utoipa::path(get, path = "/api/v1/calendar/closures/{id}", tag = "Réglages", params(("id" = ClosureId, Path)),
    responses((status = 200, body = Closure, headers(("etag" = String))), (status = 304), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn get_closure(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ClosureId>,
) -> Answer<Tagged<Closure>> {
    let member = actor.with_any(&[Permission::Administer])?;
    Ok(Tagged(calendar::get_closure(&app, &member, id).await?))
}

/// Replaces a closure.
#[utoipa::path(put, path = "/api/v1/calendar/closures/{id}", tag = "Réglages", params(("id" = ClosureId, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    request_body = NewClosure,
    responses((status = 200, body = Closure, headers(("etag" = String))), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn update_closure(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ClosureId>,
    IfMatch(seen): IfMatch,
    Json(new): Json<NewClosure>,
) -> Answer<Tagged<Closure>> {
    let member = actor.with(Permission::Administer)?;
    Ok(Tagged(calendar::update_closure(&app, &member, id, &seen, &new).await?))
}

/// Removes a closure.
#[utoipa::path(delete, path = "/api/v1/calendar/closures/{id}", tag = "Réglages", params(("id" = ClosureId, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, body = Problem)))]
pub(crate) async fn delete_closure(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<ClosureId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::Administer)?;
    calendar::delete_closure(&app, &member, id, &seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the public holidays of one date.
///
/// A day more, or one that is worked; for an agency, whose word comes first, or for the whole network.
#[utoipa::path(put, path = "/api/v1/calendar/holidays/{date}", tag = "Réglages", params(("date" = NaiveDate, Path)),
    request_body = NewHolidayChange,
    responses((status = 200, body = HolidayChange), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_holiday(
    State(app): State<App>,
    actor: Actor,
    Path(date): Path<String>,
    Json(new): Json<NewHolidayChange>,
) -> Answer<axum::Json<HolidayChange>> {
    let member = actor.with(Permission::Administer)?;
    Ok(axum::Json(calendar::put_holiday(&app, &member, &date, &new).await?))
}

/// Goes back to the computed public holidays on one date.
///
/// Takes back the agency's change, or the network's when no agency is named.
#[utoipa::path(delete, path = "/api/v1/calendar/holidays/{date}", tag = "Réglages",
    params(("date" = NaiveDate, Path), HolidayQuery),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn delete_holiday(
    State(app): State<App>,
    actor: Actor,
    Path(date): Path<String>,
    Query(query): Query<HolidayQuery>,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::Administer)?;
    let date = read_date(&date).ok_or_else(|| Refusal::new(ProblemCode::NotFound))?;
    calendar::delete_holiday(&app, &member, date, query.agency.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
