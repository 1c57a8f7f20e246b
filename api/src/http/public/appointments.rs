use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::appointment::{Confirmation, NewAppointment};

use crate::app::App;
use crate::booking::confirm;
use crate::http::extract::{IdempotencyKey, Json};
use crate::http::problem::Answer;

/// Turns a hold into an appointment.
///
/// In one transaction. With an `Idempotency-Key` it can be sent again: the same body gets the same answer.
#[utoipa::path(post, path = "/api/v1/public/appointments", tag = "Parcours public", request_body = NewAppointment,
    params(("Idempotency-Key" = Option<String>, Header, description = "Chosen by the client, 1 to 255 characters")),
    responses((status = 201, body = Confirmation), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 410, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn create_appointment(
    State(app): State<App>,
    IdempotencyKey(key): IdempotencyKey,
    Json(new): Json<NewAppointment>,
) -> Answer<(StatusCode, axum::Json<Confirmation>)> {
    Ok((StatusCode::CREATED, axum::Json(confirm::confirm(&app, &new, key.as_deref()).await?)))
}
