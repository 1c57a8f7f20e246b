//! Probes.

use axum::extract::State;
use axum::http::StatusCode;

use super::problem::Answer;
use crate::app::App;

/// The process runs.
pub(super) async fn healthz() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The process can serve: its database answers.
pub(super) async fn readyz(State(app): State<App>) -> Answer<StatusCode> {
    app.db.ping().await?;
    Ok(StatusCode::NO_CONTENT)
}
