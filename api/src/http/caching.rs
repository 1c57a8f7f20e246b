//! Answers that a browser or a proxy may keep.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::extract::is_fresh;
use super::problem::{Answer, Refusal};
use crate::encoding::Encoding;

/// Headers of an answer that nobody may keep: it tells of people.
pub(super) const NO_STORE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// `value` as JSON under a strong entity tag, or 304 when the client has it already.
pub(super) fn tagged_json(
    request: &HeaderMap,
    value: &impl Serialize,
    cache: &'static str,
) -> Answer<Response> {
    let body = serde_json::to_vec(value).map_err(Refusal::internal)?;
    let digest = Sha256::digest(&body);
    let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..12]));
    answer(request, &etag, cache, || (body.into(), None))
}

/// A JSON text that is kept under its entity tag, in the encoding that the client prefers; or 304 when the client has
/// it already.
pub(super) fn kept_json(
    request: &HeaderMap,
    etag: &str,
    body: impl Fn(Option<Encoding>) -> Bytes,
    cache: &'static str,
) -> Answer<Response> {
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    answer(request, etag, cache, || {
        let plain = body(None);
        match accepted.and_then(|accepted| Encoding::accepted(accepted, plain.len())) {
            None => (plain, None),
            Some(encoding) => (body(Some(encoding)), Some(encoding)),
        }
    })
}

fn answer(
    request: &HeaderMap,
    etag: &str,
    cache: &'static str,
    body: impl FnOnce() -> (Bytes, Option<Encoding>),
) -> Answer<Response> {
    let etag_value = HeaderValue::from_str(etag).map_err(Refusal::internal)?;
    let mut response = if is_fresh(request, etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let (body, encoding) = body();
        let mut response = (StatusCode::OK, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.as_str()));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag_value);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}
