//! Answers that a browser or a proxy may keep.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::extract::is_fresh;
use super::problem::{Answer, Refusal};

/// `value` as JSON under a strong entity tag, or 304 when the client has it already.
pub(super) fn tagged_json(
    request: &HeaderMap,
    value: &impl Serialize,
    cache: &'static str,
) -> Answer<Response> {
    let body = serde_json::to_vec(value).map_err(Refusal::internal)?;
    let digest = Sha256::digest(&body);
    let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..12]));
    let fresh = is_fresh(request, &etag);
    let mut response =
        if fresh { StatusCode::NOT_MODIFIED.into_response() } else { (StatusCode::OK, body).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::try_from(etag).map_err(Refusal::internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if fresh {
        headers.remove(header::CONTENT_TYPE);
    } else {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Ok(response)
}
