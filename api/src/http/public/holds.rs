use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::hold::{Hold, NewHold, Renewal};

use crate::app::App;
use crate::booking::hold;
use crate::http::extract::{Json, Path};
use crate::http::problem::Answer;

/// Keeps a start.
///
/// For ten minutes by default; the token in `hold` confirms it or gives it back.
#[utoipa::path(post, path = "/api/v1/public/holds", tag = "Parcours public", request_body = NewHold,
    responses((status = 201, body = Hold), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn create_hold(
    State(app): State<App>,
    Json(new): Json<NewHold>,
) -> Answer<(StatusCode, axum::Json<Hold>)> {
    Ok((StatusCode::CREATED, axum::Json(hold::create_hold(&app, &new).await?)))
}

/// Makes a hold last as long again from now, once.
#[utoipa::path(post, path = "/api/v1/public/holds/{hold}/renewal", tag = "Parcours public",
    params(("hold" = String, Path, description = "The token of the hold")),
    responses((status = 200, body = Renewal), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 410, body = Problem)))]
pub(crate) async fn renew_hold(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Answer<axum::Json<Renewal>> {
    Ok(axum::Json(hold::renew_hold(&app, &token).await?))
}

/// Gives a hold back.
///
/// Answers the same when it lapsed or is unknown: nothing is kept either way.
#[utoipa::path(delete, path = "/api/v1/public/holds/{hold}", tag = "Parcours public",
    params(("hold" = String, Path, description = "The token of the hold")), responses((status = 204)))]
pub(crate) async fn delete_hold(State(app): State<App>, Path(token): Path<String>) -> Answer<StatusCode> {
    hold::delete_hold(&app, &token).await?;
    Ok(StatusCode::NO_CONTENT)
}
