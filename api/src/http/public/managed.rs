use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use creno_types::Problem;
use creno_types::appointment::{CancelAppointment, ManagedAppointment, MoveAppointment};

use crate::app::App;
use crate::booking::{manage, reschedule};
use crate::http::caching::NO_STORE;
use crate::http::extract::{Json, Path, read_json};
use crate::http::problem::Answer;

/// What nobody may keep: the link is a secret, and what it opens is personal.
type Managed = ([(HeaderName, &'static str); 1], axum::Json<ManagedAppointment>);

/// Shows the appointment of a management link.
#[utoipa::path(get, path = "/api/v1/public/appointments/{manage_token}", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    responses((status = 200, body = ManagedAppointment), (status = 404, body = Problem), (status = 410, body = Problem)))]
pub(crate) async fn get_managed_appointment(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Answer<Managed> {
    Ok((NO_STORE, axum::Json(manage::find_managed(&app, &token).await?)))
}

/// Moves the appointment of a management link.
///
/// To a start on offer, or to a hold. The old time is left and the new one taken at once, or nothing changes.
#[utoipa::path(patch, path = "/api/v1/public/appointments/{manage_token}", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    request_body = MoveAppointment,
    responses((status = 200, body = ManagedAppointment), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem), (status = 413, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn move_managed_appointment(
    State(app): State<App>,
    Path(token): Path<String>,
    Json(wish): Json<MoveAppointment>,
) -> Answer<Managed> {
    Ok((NO_STORE, axum::Json(reschedule::reschedule(&app, &token, &wish).await?)))
}

/// Cancels the appointment of a management link.
///
/// Its time is freed as the theme asks. A body is optional.
#[utoipa::path(delete, path = "/api/v1/public/appointments/{manage_token}", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    request_body = Option<CancelAppointment>,
    responses((status = 204), (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn cancel_managed_appointment(
    State(app): State<App>,
    Path(token): Path<String>,
    body: Bytes,
) -> Answer<StatusCode> {
    let wish: CancelAppointment =
        if body.is_empty() { CancelAppointment::default() } else { read_json(&body)? };
    manage::cancel(&app, &token, &wish).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that the client will come.
///
/// Again, it changes nothing. Never done by reading an address: programs that look for harm in mails follow their links.
#[utoipa::path(post, path = "/api/v1/public/appointments/{manage_token}/presence", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    responses((status = 200, body = ManagedAppointment), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 410, body = Problem)))]
pub(crate) async fn confirm_presence(State(app): State<App>, Path(token): Path<String>) -> Answer<Managed> {
    Ok((NO_STORE, axum::Json(manage::confirm_presence(&app, &token).await?)))
}

/// The appointment as a calendar file.
#[utoipa::path(get, path = "/api/v1/public/appointments/{manage_token}/calendar.ics", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    responses((status = 200, content_type = "text/calendar", body = String), (status = 404, body = Problem),
        (status = 410, body = Problem)))]
pub(crate) async fn get_calendar_file(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Answer<([(HeaderName, &'static str); 3], String)> {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"rendez-vous.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, manage::calendar_file(&app, &token).await?))
}
