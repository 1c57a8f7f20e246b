//! Routes that exist in a demonstration only: its accounts, its clock, a fresh start, an answer to measure against.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use creno_types::{ProblemCode, ZonedInstant};
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::{Answer, Refusal};
use super::{crm, extract};
use crate::app::App;
use crate::sandbox;
use crate::seed::DEMO_ACCOUNTS;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/demo", get(list_accounts))
        .route("/api/v1/sandbox/clock", post(set_clock))
        .route("/api/v1/sandbox/reset", post(reset))
        .route("/demo/crm/events", get(crm::list_received))
}

/// What goes through the layers of the public journey, so that the journey can be measured against it.
pub(super) fn public_router() -> Router<App> {
    Router::new().route("/api/v1/sandbox/constant", get(answer_constant))
}

/// Accounts that anyone may use.
async fn list_accounts() -> Json<Value> {
    let accounts = DEMO_ACCOUNTS
        .iter()
        .map(|(label, email, password)| json!({ "label": label, "email": email, "password": password }));
    Json(json!({ "accounts": accounts.collect::<Vec<_>>() }))
}

#[derive(Deserialize)]
struct NewClock {
    /// What the clock shows from now on; it runs on from there.
    now: ZonedInstant,
}

/// Answers bear the time of the clock that can be set: by it the widget counts how long a start is kept.
pub(super) async fn date_by_own_clock(State(app): State<App>, mut response: Response) -> Response {
    let date = app.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::try_from(date) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

async fn set_clock(
    State(app): State<App>,
    extract::Json(new): extract::Json<NewClock>,
) -> Answer<StatusCode> {
    app.sandbox.as_ref().ok_or_else(|| Refusal::new(ProblemCode::NotFound))?.set(new.now.utc());
    app.snapshots.clear();
    Ok(StatusCode::NO_CONTENT)
}

async fn reset(State(app): State<App>) -> Answer<StatusCode> {
    sandbox::reset(&app).await.map_err(Refusal::internal)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct ConstantQuery {
    /// Length of the body, at most [`LONGEST`].
    bytes: usize,
}

/// More than any list of starts.
const LONGEST: usize = 1024 * 1024;
static CONSTANT: LazyLock<Bytes> = LazyLock::new(|| vec![b' '; LONGEST].into());

/// As many bytes as asked, always the same: what an answer costs that takes no work.
async fn answer_constant(
    extract::Query(query): extract::Query<ConstantQuery>,
) -> Answer<([(HeaderName, HeaderValue); 1], Bytes)> {
    if query.bytes > LONGEST {
        let detail = format!("bytes : {LONGEST} au plus.");
        return Err(Refusal::new(ProblemCode::InvalidQuery).with_detail(detail));
    }
    Ok((
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        CONSTANT.slice(..query.bytes),
    ))
}
