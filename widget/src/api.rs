//! Calls of the API: one function, typed by the endpoints of `creno-types`.

use creno_types::Problem;
use creno_types::document::FILE_NAME_HEADER;
use creno_types::endpoint::{Endpoint, Method};
use js_sys::Date;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, File, Headers, RequestCredentials, RequestInit, Response};

use crate::json::Read;

/// After so long without an answer, a call counts as lost, in milliseconds.
const PATIENCE_MS: u32 = 20_000;

/// The same for a file, which a telephone may send slowly.
const UPLOAD_PATIENCE_MS: u32 = 180_000;

/// Why a call gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// No answer came: the network, or the server, is away.
    Unreachable,
    /// The server refused, and said why.
    Refused(Box<Problem>),
    /// An answer that can't be read, with its HTTP status.
    Unreadable(u16),
}

impl Failure {
    /// A stable word for events and texts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Refused(problem) => problem.code.as_str(),
            Self::Unreadable(_) => "unreadable",
        }
    }
}

/// An answer, and how far the server's clock is ahead of ours when it can be told.
pub struct Answer<T> {
    /// The body.
    pub body: T,
    /// Milliseconds to add to this machine's clock to get the server's; 0 when the server hides its date.
    pub ahead_ms: f64,
}

/// What a call carries besides its address.
#[derive(Default)]
pub struct Extra<'a> {
    /// A header's name and value.
    pub header: Option<(&'a str, &'a str)>,
}

/// Calls `E` at `path`, which is `E::PATH` filled in and with its query.
///
/// # Errors
/// No answer, a refusal, or an answer that can't be read.
pub async fn call<E: Endpoint>(
    api: &str,
    path: &str,
    request: Option<&E::Request>,
    extra: Extra<'_>,
) -> Result<Answer<E::Response>, Failure>
where
    E::Response: Read,
{
    let body = match request.map(serde_json::to_string).transpose() {
        Ok(body) => body,
        Err(_) => return Err(Failure::Unreadable(0)),
    };
    // All that does not depend on `E` is there once.
    let kind = body.is_some().then_some(("content-type", "application/json"));
    let body = body.map(|body| JsValue::from_str(&body));
    let answer = send(E::METHOD, url(api, path), &[kind, extra.header], body, PATIENCE_MS).await?;
    Ok(Answer { body: read(&answer)?, ahead_ms: answer.ahead_ms })
}

/// What a success says. An answer without a body is `()`, which JSON spells `null`.
fn read<T: Read>(answer: &Success) -> Result<T, Failure> {
    let text = if answer.text.is_empty() { "null" } else { &answer.text };
    crate::json::read(text).map_err(|_| Failure::Unreadable(answer.status))
}

/// A success, unread.
struct Success {
    text: String,
    status: u16,
    ahead_ms: f64,
}

async fn send(
    method: Method,
    url: String,
    more: &[Option<(&str, &str)>],
    body: Option<JsValue>,
    patience_ms: u32,
) -> Result<Success, Failure> {
    let init = RequestInit::new();
    init.set_method(method.as_str());
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(patience_ms)));
    let headers = Headers::new().map_err(|_| Failure::Unreachable)?;
    for (name, value) in more.iter().flatten().chain(&[("accept", "application/json")]) {
        headers.set(name, value).map_err(|_| Failure::Unreachable)?;
    }
    init.set_headers(&headers);
    if let Some(body) = body {
        init.set_body(&body);
    }
    let response = fetch(&url, &init).await?;
    let ahead_ms = response
        .headers()
        .get("date")
        .ok()
        .flatten()
        .map(|date| Date::parse(&date) - Date::now())
        .filter(|ahead| ahead.is_finite())
        .unwrap_or(0.0);
    let text = body_text(&response).await?;
    let status = response.status();
    if response.ok() { Ok(Success { text, status, ahead_ms }) } else { Err(refusal(&text, status)) }
}

/// Sends a file to `E` as it is, its name in a header: addresses are written down on the way.
///
/// # Errors
/// No answer, a refusal, or an answer that can't be read.
pub async fn upload<E: Endpoint>(
    api: &str,
    path: &str,
    file: &File,
    media_type: &str,
) -> Result<E::Response, Failure>
where
    E::Response: Read,
{
    let name: String = js_sys::encode_uri_component(&file.name()).into();
    let headers = [Some(("content-type", media_type)), Some((FILE_NAME_HEADER, name.as_str()))];
    let body = Some(JsValue::from(file.clone()));
    read(&send(E::METHOD, url(api, path), &headers, body, UPLOAD_PATIENCE_MS).await?)
}

/// Sends `E` without waiting, in a way that outlives the page.
pub fn send_and_forget<E: Endpoint>(api: &str, path: &str) {
    let init = RequestInit::new();
    init.set_method(E::METHOD.as_str());
    init.set_credentials(RequestCredentials::Omit);
    // The bindings do not name `keepalive`.
    let _set = js_sys::Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
    if let Some(window) = web_sys::window() {
        let sent = JsFuture::from(window.fetch_with_str_and_init(&url(api, path), &init));
        wasm_bindgen_futures::spawn_local(async move { drop(sent.await) });
    }
}

/// What the server said of its refusal.
pub fn refusal(text: &str, status: u16) -> Failure {
    crate::json::read(text).map_or(Failure::Unreadable(status), |problem| Failure::Refused(Box::new(problem)))
}

fn url(api: &str, path: &str) -> String {
    [api, path].concat()
}

async fn fetch(url: &str, init: &RequestInit) -> Result<Response, Failure> {
    let window = web_sys::window().ok_or(Failure::Unreachable)?;
    JsFuture::from(window.fetch_with_str_and_init(url, init))
        .await
        .ok()
        .and_then(|response| response.dyn_into().ok())
        .ok_or(Failure::Unreachable)
}

async fn body_text(response: &Response) -> Result<String, Failure> {
    let text = response.text().map_err(|_| Failure::Unreachable)?;
    let text = JsFuture::from(text).await.map_err(|_| Failure::Unreachable)?;
    Ok(text.as_string().unwrap_or_default())
}
