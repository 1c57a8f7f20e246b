use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::appointment::{Appointment, Appointments, AppointmentsQuery, History};
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::staff::agenda;

/// Appointments of a day.
///
/// Those within the reach of the profile, by start, without the cancelled ones.
#[utoipa::path(get, path = "/api/v1/appointments", tag = "Rendez-vous", params(AppointmentsQuery),
    responses((status = 200, body = Appointments), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_appointments(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<AppointmentsQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Appointments>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    let items = agenda::list_day(&app, &member, query).await?;
    Ok((NO_STORE, axum::Json(Appointments { items })))
}

fn unknown() -> Refusal {
    Refusal::new(ProblemCode::UnknownAppointment)
}

/// One appointment.
///
/// By id or reference, within the reach of the profile.
#[utoipa::path(get, path = "/api/v1/appointments/{appointment}", tag = "Rendez-vous",
    params(("appointment" = String, Path, description = "Id or reference")),
    responses((status = 200, body = Appointment), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_appointment(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Appointment>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    let full = agenda::find(&app, &member, &name).await?.ok_or_else(unknown)?;
    Ok((NO_STORE, axum::Json(full.appointment)))
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
