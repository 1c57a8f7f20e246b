//! Calls to the API, typed by the endpoints that server and fronts share.
//!
//! The session travels in a cookie that scripts can't read: nothing here handles it.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::document::FILE_NAME_HEADER;
use creno_types::endpoint::{Endpoint, GetTeam, Method, with_query};
use creno_types::session::DemoAccounts;
use creno_types::team::Team;
use creno_types::{Problem, ProblemCode};
use gloo_net::http::{RequestBuilder, Response};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, File, RequestCredentials};

/// The accounts offered in demo mode; 404 elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct GetDemo;

impl Endpoint for GetDemo {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/v1/demo";
    type Request = ();
    type Response = DemoAccounts;
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The server refused, and said why.
    Refused {
        /// What it said.
        problem: Rc<Problem>,
        /// Seconds to wait before trying again, from `Retry-After`.
        retry_after: Option<u32>,
    },
    /// No answer: no network, or no server.
    Unreachable,
    /// An answer that makes no sense to this version of the back-office.
    Unreadable {
        /// Its HTTP status.
        status: u16,
    },
}

impl ApiError {
    /// The kind of refusal, if it is one.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused { problem, .. } => Some(problem.code),
            Self::Unreachable | Self::Unreadable { .. } => None,
        }
    }

    /// Whether it is against that field of what was sent, by its name on the wire.
    pub fn refuses(&self, field: &str) -> bool {
        matches!(self, Self::Refused { problem, .. } if problem.errors.iter().any(|fault| fault.field == field))
    }
}

/// Calls `E` at `path`: its template filled in, with its query.
///
/// # Errors
/// [`ApiError`], for all that is not a success.
pub async fn call<E: Endpoint>(path: &str, body: &E::Request) -> Result<E::Response, ApiError> {
    call_with::<E>(path, body, &[]).await.map(|answer| answer.value)
}

/// An answer, and what it is known by to whom changes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged<T> {
    /// The answer.
    pub value: T,
    /// Its entity tag, for `If-Match`.
    pub etag: Option<String>,
}

/// The same for what has an entity tag: nothing is changed when what is there is not what `seen` stands for.
///
/// # Errors
/// [`ApiError`], for all that is not a success.
pub async fn call_tagged<E: Endpoint>(
    path: &str,
    body: &E::Request,
    seen: Option<&str>,
) -> Result<Tagged<E::Response>, ApiError> {
    match seen {
        Some(tag) => call_with::<E>(path, body, &[("If-Match", tag)]).await,
        None => call_with::<E>(path, body, &[]).await,
    }
}

/// The same with headers of the request, such as `Idempotency-Key`.
///
/// # Errors
/// [`ApiError`], for all that is not a success.
pub async fn call_with<E: Endpoint>(
    path: &str,
    body: &E::Request,
    headers: &[(&str, &str)],
) -> Result<Tagged<E::Response>, ApiError> {
    // A request without a body is typed `()`, which serde writes as null.
    let json = serde_json::to_string(body).ok().filter(|json| json != "null");
    let mut headers = headers.to_vec();
    headers.extend(json.is_some().then_some(("Content-Type", "application/json")));
    let body = json.map(|json| JsValue::from_str(&json));
    let response = send(E::METHOD, path, &headers, body, None).await?;
    let etag = response.headers().get("ETag");
    read(response).await.map(|value| Tagged { value, etag })
}

/// Fetches who works in one's agencies, and when those are closed, between two dates; in one agency only when it is
/// named.
///
/// # Errors
/// [`ApiError`], when it does not come.
pub async fn fetch_team(agency: Option<String>, from: NaiveDate, to: NaiveDate) -> Result<Team, ApiError> {
    let (from, to) = (from.to_string(), to.to_string());
    let mut asked = vec![("from", from.as_str()), ("to", to.as_str())];
    asked.extend(agency.as_deref().map(|agency| ("agency", agency)));
    call::<GetTeam>(&with_query(GetTeam::PATH, &asked), &()).await
}

/// Sends a file to `E` as it is, its name in a header: addresses are written down on the way. `signal` gives it up.
///
/// # Errors
/// [`ApiError`], for all that is not a success.
pub async fn upload<E: Endpoint>(
    path: &str,
    file: &File,
    media_type: &str,
    signal: Option<&AbortSignal>,
) -> Result<E::Response, ApiError> {
    let name: String = js_sys::encode_uri_component(&file.name()).into();
    let headers = [("Content-Type", media_type), (FILE_NAME_HEADER, name.as_str())];
    read(send(E::METHOD, path, &headers, Some(JsValue::from(file.clone())), signal).await?).await
}

async fn send(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<JsValue>,
    signal: Option<&AbortSignal>,
) -> Result<Response, ApiError> {
    let method = match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let request = RequestBuilder::new(path)
        .method(method)
        .credentials(RequestCredentials::SameOrigin)
        .abort_signal(signal)
        .header("Accept", "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    request.map_err(|_| ApiError::Unreachable)?.send().await.map_err(|_| ApiError::Unreachable)
}

async fn read<T: serde::de::DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    let status = response.status();
    let text = response.text().await.map_err(|_| ApiError::Unreachable)?;
    if !response.ok() {
        let retry_after = response.headers().get("Retry-After").and_then(|seconds| seconds.parse().ok());
        return Err(match serde_json::from_str(&text) {
            Ok(problem) => ApiError::Refused { problem: Rc::new(problem), retry_after },
            Err(_) => ApiError::Unreadable { status },
        });
    }
    // An answer without a body is typed `()`, which serde reads from null.
    let text = if text.is_empty() { "null" } else { &text };
    serde_json::from_str(text).map_err(|_| ApiError::Unreadable { status })
}
