use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::sign_in::{AskReset, NewPassword, PasswordChanged};

use crate::app::App;
use crate::http::extract::{ClientAddress, Json};
use crate::http::problem::Answer;
use crate::staff::reset;

/// Has a link mailed by which another password is chosen, once, within thirty minutes.
///
/// The answer is the same whether the address is anybody's or not.
#[utoipa::path(post, path = "/api/v1/session/password-resets", tag = "Session", request_body = AskReset,
    responses((status = 202), (status = 403, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub(crate) async fn ask_password_reset(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Json(asked): Json<AskReset>,
) -> Answer<StatusCode> {
    reset::ask(&app, asked, &address).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Chooses another password, by the link that was mailed. Every session of the account ends.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "Session", request_body = NewPassword,
    responses((status = 200, body = PasswordChanged), (status = 403, body = Problem), (status = 410, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn set_password(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Json(new): Json<NewPassword>,
) -> Answer<axum::Json<PasswordChanged>> {
    Ok(axum::Json(reset::choose(&app, new, &address).await?))
}
