use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use creno_types::Problem;
use creno_types::ProblemCode;
use creno_types::sign_in::{BeginSsoQuery, SignInMethod, SsoCallbackQuery};
use tower_sessions::Session as Cookie;

use super::session::{agent, enter};
use crate::app::App;
use crate::http::extract::{ClientAddress, Query};
use crate::http::problem::{Answer, Refusal};
use crate::staff::own_sessions::Origin;
use crate::staff::return_path::HOME;
use crate::staff::sso::{self, Callback, SsoError};

/// What the browser keeps of its attempts. The prefix ties it to this host and to HTTPS.
const ATTEMPT_COOKIE: &str = "__Host-creno-sign-in";

/// Leads to the organisation's sign-in service. For browsers: it always redirects, back to the page that was asked for when
/// the service can't be reached, with the reason in the fragment (`#connexion=unreachable`).
#[utoipa::path(get, path = "/api/v1/session/oidc", tag = "Session", params(BeginSsoQuery),
    responses((status = 303), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 429, body = Problem)))]
pub(crate) async fn begin_sso(
    State(app): State<App>,
    headers: HeaderMap,
    Query(query): Query<BeginSsoQuery>,
) -> Answer<Response> {
    let browser = attempt_cookie(&headers);
    match sso::begin(&app, browser.as_deref(), query.return_to.as_deref()).await {
        Ok(attempt) => Ok(see(&attempt.location, Some((&attempt.browser, sso::ATTEMPT.num_seconds())))),
        Err(error) => refused(error),
    }
}

/// Comes back from the sign-in service. For browsers: it redirects to the page that was asked for, with the reason in the
/// fragment (`#connexion=unknown_account`) when nobody is signed in.
#[utoipa::path(get, path = "/api/v1/session/oidc/callback", tag = "Session", params(SsoCallbackQuery),
    responses((status = 303), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 429, body = Problem)))]
pub(crate) async fn finish_sso(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    cookie: Cookie,
    Query(query): Query<SsoCallbackQuery>,
) -> Answer<Response> {
    let browser = attempt_cookie(&headers);
    let SsoCallbackQuery { code, state, error, iss } = query;
    let callback = Callback { code, state, error, issuer: iss };
    let entered = match sso::finish(&app, callback, browser.as_deref(), &address).await {
        Ok(entered) => entered,
        Err(error) => return refused(error),
    };
    let origin = Origin::new(address, agent(&headers), SignInMethod::Sso);
    enter(&cookie, &entered.member, origin).await?;
    // Other attempts of the browser are of no more use.
    Ok(see(&entered.return_to, Some(("", 0))))
}

/// Leads to where the session at the sign-in service is ended too, where it offers that; to the back-office otherwise. The
/// session here is ended before, by `DELETE /api/v1/session`.
#[utoipa::path(get, path = "/api/v1/session/oidc/sign-out", tag = "Session",
    responses((status = 303), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn sign_out_sso(State(app): State<App>) -> Answer<Response> {
    match sso::sign_out_url(&app).await {
        Ok(url) => Ok(see(url.as_deref().unwrap_or(HOME), None)),
        Err(error) => refused(error),
    }
}

fn refused(error: SsoError) -> Answer<Response> {
    match error {
        SsoError::NotSet => Err(Refusal::new(ProblemCode::NotFound)),
        SsoError::Refused { why, return_to } => {
            Ok(see(&format!("{return_to}#connexion={}", why.as_str()), None))
        }
        SsoError::Store(error) => Err(error.into()),
    }
}

/// Sends the browser on; with what it keeps, and for how many seconds.
fn see(location: &str, kept: Option<(&str, i64)>) -> Response {
    let Ok(location) = HeaderValue::try_from(location) else {
        return Refusal::internal("an address of the sign-in service is none").into_response();
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, location);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let cookie = kept.map(|(value, seconds)| {
        // Lax: it must come along when the service sends the browser back.
        format!("{ATTEMPT_COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax")
    });
    if let Some(Ok(cookie)) = cookie.map(HeaderValue::try_from) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

fn attempt_cookie(headers: &HeaderMap) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = sent.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(name, _)| *name == ATTEMPT_COOKIE).map(|(_, value)| value.to_owned())
}
