//! Probes, and what only a demonstration answers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use creno_types::ProblemCode;
use serde_json::{Value, json};

use super::problem::{Answer, Refusal};
use crate::app::App;
use crate::seed::DEMO_ACCOUNTS;

/// The process runs.
pub(super) async fn healthz() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The process can serve: its database answers.
pub(super) async fn readyz(State(app): State<App>) -> Answer<StatusCode> {
    app.db.ping().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Accounts that anyone may use in a demonstration.
pub(super) async fn demo_accounts(State(app): State<App>) -> Answer<Json<Value>> {
    if !app.config.demo {
        return Err(Refusal::new(ProblemCode::NotFound));
    }
    let accounts = DEMO_ACCOUNTS
        .iter()
        .map(|(label, email, password)| json!({ "label": label, "email": email, "password": password }));
    Ok(Json(json!({ "accounts": accounts.collect::<Vec<_>>() })))
}
