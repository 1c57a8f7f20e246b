use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::email_proof::{EmailProof, NewEmailProof};

use crate::app::App;
use crate::booking::prove;
use crate::http::extract::Json;
use crate::http::problem::Answer;

/// Sends a code to the client's mail address.
///
/// For themes that ask it: the code goes with the confirmation, and the hold is kept while it is on its way. Three codes at
/// most for one hold.
#[utoipa::path(post, path = "/api/v1/public/email-proofs", tag = "Parcours public", request_body = NewEmailProof,
    responses((status = 201, body = EmailProof), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 410, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn create_email_proof(
    State(app): State<App>,
    Json(new): Json<NewEmailProof>,
) -> Answer<(StatusCode, axum::Json<EmailProof>)> {
    Ok((StatusCode::CREATED, axum::Json(prove::ask(&app, &new).await?)))
}
