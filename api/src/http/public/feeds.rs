use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use creno_types::{Problem, ProblemCode};

use crate::app::App;
use crate::http::extract::{ClientAddress, Path, is_fresh};
use crate::http::problem::{Answer, Refusal};
use crate::precondition::etag_of_bytes;
use crate::staff::feed;

/// A staff member's appointments as a calendar.
///
/// From thirty days ago on, titles as far as their profile shows clients. Whoever has the address may read it; nothing is
/// there once the feed is ended or its owner left.
#[utoipa::path(get, path = "/api/v1/feeds/{token}", tag = "Session",
    params(("token" = String, Path, description = "The secret of the feed")),
    responses((status = 200, content_type = "text/calendar", body = String, headers(("etag" = String))), (status = 304),
        (status = 404, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn get_calendar_feed(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let text = feed::read(&app, &token, &address).await?;
    let text = text.ok_or_else(|| Refusal::new(ProblemCode::NotFound))?;
    let etag = etag_of_bytes(text.as_bytes());
    let mut response = match is_fresh(&headers, &etag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response(),
    };
    let given = response.headers_mut();
    given.insert(header::ETAG, HeaderValue::from_str(&etag).map_err(Refusal::internal)?);
    // Kept by its reader alone, and asked again each time.
    given.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}
