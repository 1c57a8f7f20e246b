//! Answers that a browser or a proxy may keep.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use creno_types::endpoint::with_query;
use serde::Serialize;
use serde_json::Value;

use super::extract::is_fresh;
use super::problem::{Answer, Refusal};
use crate::encoding::Encoding;
use crate::precondition::{etag, etag_of_bytes};

/// Headers of an answer that nobody may keep: it tells of people.
pub(super) const NO_STORE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// `value` as JSON under a strong entity tag, or 304 when the client has it already.
pub(super) fn tagged_json(
    request: &HeaderMap,
    value: &impl Serialize,
    cache: &'static str,
) -> Answer<Response> {
    let body = serde_json::to_vec(value).map_err(Refusal::internal)?;
    let etag = etag_of_bytes(&body);
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

/// `T` as JSON under its entity tag, for whoever is to change it with `If-Match`. Nobody may keep it: it may tell of people.
#[derive(Debug)]
pub struct Tagged<T>(pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag = [(header::ETAG, etag(&self.0)), (header::CACHE_CONTROL, "no-store".into())];
        (tag, axum::Json(self.0)).into_response()
    }
}

/// `body` as JSON under the entity tag of the part of it that is changed with `If-Match`.
#[derive(Debug)]
pub struct TaggedBy<T> {
    /// The tag, quotes included.
    pub tag: String,
    /// The answer.
    pub body: T,
}

impl<T: Serialize> IntoResponse for TaggedBy<T> {
    fn into_response(self) -> Response {
        let tag = [(header::ETAG, self.tag), (header::CACHE_CONTROL, "no-store".into())];
        (tag, axum::Json(self.body)).into_response()
    }
}

/// Leaves out the body of what the client has already.
pub(super) async fn not_modified(request: Request, next: Next) -> Response {
    let asked = (request.method() == Method::GET).then(|| request.headers().clone());
    let response = next.run(request).await;
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    match (asked, tag) {
        (Some(headers), Some(tag)) if response.status() == StatusCode::OK && is_fresh(&headers, tag) => {
            let (mut parts, _) = response.into_parts();
            parts.status = StatusCode::NOT_MODIFIED;
            parts.headers.remove(header::CONTENT_TYPE);
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::empty())
        }
        _ => response,
    }
}

/// A page of a list, with its entity tag, and the way to the next one in the header `Link` (RFC 8288).
pub(super) fn listed(
    path: &str,
    query: &impl Serialize,
    next: Option<String>,
    page: &impl Serialize,
) -> Response {
    let link = next.and_then(|cursor| {
        let mut parameters = serde_json::to_value(query).ok()?;
        parameters.as_object_mut()?.insert("cursor".into(), cursor.into());
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let given: Vec<_> = parameters
            .as_object()?
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.as_str(), text(value)))
            .collect();
        let given: Vec<_> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
        format!("<{}>; rel=\"next\"", with_query(path, &given)).parse().ok()
    });
    let mut response = Tagged(page).into_response();
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}
