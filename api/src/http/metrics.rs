//! `/metrics`, and what counts requests.

use std::net::SocketAddr;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use creno_types::ProblemCode;
use secrecy::ExposeSecret as _;
use subtle::ConstantTimeEq as _;

use super::problem::{Answer, Refusal};
use crate::app::App;
use crate::metrics;

/// The text format of Prometheus.
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// Everything that is counted, for who shows the token; where none is set, for this machine alone. Others are told that
/// there is nothing here.
pub(super) async fn get_metrics(State(app): State<App>, request: Request) -> Answer<Response> {
    if !may_read(&app, &request) {
        return Err(Refusal::new(ProblemCode::NotFound));
    }
    let text = metrics::render(&app).await?;
    Ok(([(header::CONTENT_TYPE, TEXT)], text).into_response())
}

fn may_read(app: &App, request: &Request) -> bool {
    let Some(token) = &app.config.metrics_token else {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        // What a proxy on this machine passes on comes from somebody else.
        return peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback())
            && !is_passed_on(request.headers());
    };
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|given| given.strip_prefix("Bearer ")).unwrap_or_default().trim();
    given.as_bytes().ct_eq(token.expose_secret().as_bytes()).into()
}

fn is_passed_on(headers: &HeaderMap) -> bool {
    const NAMES: [HeaderName; 4] = [
        header::FORWARDED,
        header::VIA,
        HeaderName::from_static("x-forwarded-for"),
        HeaderName::from_static("x-real-ip"),
    ];
    NAMES.iter().any(|name| headers.contains_key(name))
}

/// Counts a request, by the pattern of its route: addresses carry secrets, and anybody makes up new ones.
pub(super) async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    app.metrics.answer(route, method.as_str(), response.status().as_u16(), began.elapsed());
    if let Some(code) = response.extensions().get::<ProblemCode>() {
        app.metrics.refusal(*code);
    }
    response
}
