use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::appointment::{Confirmation, NewAppointment};

use crate::anti_abuse::door;
use crate::app::App;
use crate::booking::confirm::{self, ConfirmError};
use crate::http::extract::{ClientPrefix, IdempotencyKey, Json};
use crate::http::problem::Answer;

/// Turns a hold into an appointment.
///
/// In one transaction. With an `Idempotency-Key` it can be sent again: the same body gets the same answer. `challenge`
/// serves once, and is kept when something else is refused: it need not be answered again for that.
#[utoipa::path(post, path = "/api/v1/public/appointments", tag = "Parcours public", request_body = NewAppointment,
    params(("Idempotency-Key" = Option<String>, Header, description = "Chosen by the client, 1 to 255 characters")),
    responses((status = 201, body = Confirmation), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 410, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn create_appointment(
    State(app): State<App>,
    ClientPrefix(prefix): ClientPrefix,
    IdempotencyKey(key): IdempotencyKey,
    Json(new): Json<NewAppointment>,
) -> Answer<(StatusCode, axum::Json<Confirmation>)> {
    let door = door::check(&app, prefix, &new);
    let confirmed = confirm::confirm(&app, &new, key.as_deref(), door).await;
    if let Err(ConfirmError::ChallengeSpent) = &confirmed {
        door::note_replay(&app, prefix);
    }
    Ok((StatusCode::CREATED, axum::Json(confirmed?)))
}
