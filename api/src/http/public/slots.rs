use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use creno_types::Problem;
use creno_types::slots::{Slots, SlotsQuery};

use crate::app::App;
use crate::booking::hold;
use crate::http::caching::kept_json;
use crate::http::extract::{HOLD_HEADER, Query};
use crate::http::problem::Answer;
use crate::slots;

/// Starts on offer.
///
/// Between two local dates, 62 days at most, with the first start after them. With a visitor's own hold in the header
/// `Creno-Hold`, the list is as if it were not there: theirs is among the starts.
#[utoipa::path(get, path = "/api/v1/public/slots", tag = "Parcours public", params(SlotsQuery,
    ("Creno-Challenge" = Option<String>, Header, description = "A proof of work made for slots, once too many lists were asked"),
    ("Creno-Hold" = Option<String>, Header, description = "The token of the visitor's own hold")),
    responses((status = 200, body = Slots), (status = 304), (status = 400, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn list_slots(
    State(app): State<App>,
    Query(query): Query<SlotsQuery>,
    headers: HeaderMap,
) -> Answer<Response> {
    let own = headers.get(HOLD_HEADER).and_then(|value| value.to_str().ok());
    let own = match own {
        Some(token) => hold::find_live_hold(&app, token).await?,
        None => None,
    };
    let answer = slots::list_slots(&app, &query, own.as_ref()).await?;
    kept_json(&headers, &answer.etag, |encoding| answer.body(encoding), "public, max-age=0, must-revalidate")
}
