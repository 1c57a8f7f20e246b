use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use creno_types::appointment::{
    Appointment, AppointmentFile, AppointmentPatch, Appointments, AppointmentsQuery, Attendance,
    BookAppointment, CancelAppointment, History,
};
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};

use crate::app::App;
use crate::booking::by_staff;
use crate::http::caching::{NO_STORE, Tagged, TaggedBy, listed};
use crate::http::extract::{Actor, IdempotencyKey, IfMatch, Json, Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::precondition::etag;
use crate::staff::{agenda, file};

/// Appointments.
///
/// Those within the reach of the profile, by start; the header `Link` leads to the next page.
#[utoipa::path(get, path = "/api/v1/appointments", tag = "Rendez-vous", params(AppointmentsQuery),
    responses((status = 200, body = Appointments), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_appointments(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<AppointmentsQuery>,
) -> Answer<Response> {
    let member = actor.with(Permission::ViewAppointments)?;
    let page = agenda::list(&app, &member, query.clone()).await?;
    let page = page.ok_or_else(|| Refusal::new(ProblemCode::InvalidQuery))?;
    Ok(listed("/api/v1/appointments", &query, page.next.clone(), &page))
}

/// Books for a client.
///
/// With the rules of the journey, but the theme's notice. The client is written to as if they had booked themselves.
/// With an `Idempotency-Key` it can be sent again: the same body gets the same appointment.
#[utoipa::path(post, path = "/api/v1/appointments", tag = "Rendez-vous", request_body = BookAppointment,
    params(("Idempotency-Key" = Option<String>, Header, description = "Chosen by the caller, 1 to 255 characters")),
    responses((status = 201, body = Appointment, headers(("etag" = String))), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn book_appointment(
    State(app): State<App>,
    actor: Actor,
    IdempotencyKey(key): IdempotencyKey,
    Json(new): Json<BookAppointment>,
) -> Answer<(StatusCode, Tagged<Appointment>)> {
    let member = actor.with(Permission::ManageAppointments)?;
    let booked = by_staff::book(&app, &member, &new, key.as_deref()).await?;
    Ok((StatusCode::CREATED, Tagged(by_staff::shown(&member, booked))))
}

/// Moves an appointment, or gives it to somebody else.
///
/// What is absent stays as it is. The client and those who receive are told.
#[utoipa::path(patch, path = "/api/v1/appointments/{appointment}", tag = "Rendez-vous", request_body = AppointmentPatch,
    params(("appointment" = String, Path, description = "Id or reference"),
        ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 200, body = Appointment, headers(("etag" = String))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn change_appointment(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
    IfMatch(seen): IfMatch,
    Json(patch): Json<AppointmentPatch>,
) -> Answer<Tagged<Appointment>> {
    let member = actor.with(Permission::ManageAppointments)?;
    Ok(Tagged(by_staff::change(&app, &member, &name, &seen, &patch).await?))
}

/// Cancels an appointment.
///
/// The client and who receives are told; the time is freed as the theme asks.
#[utoipa::path(post, path = "/api/v1/appointments/{appointment}/cancellation", tag = "Rendez-vous",
    request_body = CancelAppointment,
    params(("appointment" = String, Path, description = "Id or reference"),
        ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn cancel_appointment(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
    IfMatch(seen): IfMatch,
    Json(wish): Json<CancelAppointment>,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::ManageAppointments)?;
    by_staff::cancel(&app, &member, &name, &seen, &wish).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says whether the client came.
///
/// `honoured` from the day before on, `absent` or `excused` once it has begun; `confirmed` takes it back.
#[utoipa::path(put, path = "/api/v1/appointments/{appointment}/attendance", tag = "Rendez-vous", request_body = Attendance,
    params(("appointment" = String, Path, description = "Id or reference"),
        ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 200, body = Appointment, headers(("etag" = String))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn set_attendance(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
    IfMatch(seen): IfMatch,
    Json(attendance): Json<Attendance>,
) -> Answer<Tagged<Appointment>> {
    let member = actor.with(Permission::ManageAppointments)?;
    Ok(Tagged(by_staff::attend(&app, &member, &name, &seen, attendance.status).await?))
}

fn unknown() -> Refusal {
    Refusal::new(ProblemCode::UnknownAppointment)
}

/// One appointment.
///
/// By id or reference, within the reach of the profile: with what the client answered, as far as the profile shows it.
/// The entity tag is that of the appointment as the list has it, for `If-Match`.
#[utoipa::path(get, path = "/api/v1/appointments/{appointment}", tag = "Rendez-vous",
    params(("appointment" = String, Path, description = "Id or reference")),
    responses((status = 200, body = AppointmentFile, headers(("etag" = String))), (status = 304), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_appointment(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Answer<TaggedBy<AppointmentFile>> {
    let member = actor.with(Permission::ViewAppointments)?;
    let file = file::find(&app, &member, &name).await?.ok_or_else(unknown)?;
    // The tag of what is changed, which `If-Match` compares; the rest of the file moves with it.
    Ok(TaggedBy { tag: etag(&file.appointment), body: file })
}

/// What happened to an appointment.
#[utoipa::path(get, path = "/api/v1/appointments/{appointment}/history", tag = "Rendez-vous",
    params(("appointment" = String, Path, description = "Id or reference")),
    responses((status = 200, body = History), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_history(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<History>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    Ok((NO_STORE, axum::Json(agenda::history(&app, &member, &name).await?.ok_or_else(unknown)?)))
}

/// Makes the management link of an appointment open nothing any more.
#[utoipa::path(delete, path = "/api/v1/appointments/{appointment}/manage-link", tag = "Rendez-vous",
    params(("appointment" = String, Path, description = "Id or reference")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn revoke_manage_link(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::ManageAppointments)?;
    match agenda::revoke_link(&app, &member, &name).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(unknown()),
    }
}
