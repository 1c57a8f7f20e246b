use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use creno_types::Problem;
use creno_types::appointment::ManagedAppointment;

use crate::app::App;
use crate::booking::manage;
use crate::http::extract::Path;
use crate::http::problem::Answer;

/// What nobody may keep: the link is a secret, and what it opens is personal.
const PRIVATE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// Shows the appointment of a management link.
#[utoipa::path(get, path = "/api/v1/public/appointments/{manage_token}", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    responses((status = 200, body = ManagedAppointment), (status = 404, body = Problem), (status = 410, body = Problem)))]
pub(crate) async fn get_managed_appointment(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<ManagedAppointment>)> {
    Ok((PRIVATE, axum::Json(manage::find_managed(&app, &token).await?)))
}

/// Cancels the appointment of a management link.
///
/// Its time is on offer again at once.
#[utoipa::path(delete, path = "/api/v1/public/appointments/{manage_token}", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub(crate) async fn cancel_managed_appointment(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Answer<StatusCode> {
    manage::cancel(&app, &token).await?;
    Ok(StatusCode::NO_CONTENT)
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
