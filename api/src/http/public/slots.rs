use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use creno_types::Problem;
use creno_types::slots::{Slots, SlotsQuery};

use crate::app::App;
use crate::http::caching::kept_json;
use crate::http::extract::Query;
use crate::http::problem::Answer;
use crate::slots;

/// Starts on offer.
///
/// Between two local dates, 62 days at most, with the first start after them.
#[utoipa::path(get, path = "/api/v1/public/slots", tag = "Parcours public", params(SlotsQuery),
    responses((status = 200, body = Slots), (status = 304), (status = 400, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn list_slots(
    State(app): State<App>,
    Query(query): Query<SlotsQuery>,
    headers: HeaderMap,
) -> Answer<Response> {
    let answer = slots::list_slots(&app, &query).await?;
    kept_json(&headers, &answer.etag, |encoding| answer.body(encoding), "public, max-age=0, must-revalidate")
}
