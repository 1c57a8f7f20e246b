//! The door of public requests: how much each network may ask. See [`crate::anti_abuse`].

use std::sync::Once;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::extract::client_ip;
use super::problem::Refusal;
use crate::anti_abuse::{Prefix, Resource, door};
use crate::app::App;

/// The header in which a client that reads many lists of slots shows a proof of work.
pub const CHALLENGE_HEADER: HeaderName = HeaderName::from_static("creno-challenge");

/// Counts the request, and refuses it when its network has asked too much.
pub(super) async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let Some(resource) = resource(request.method(), path) else { return next.run(request).await };
    let ip = client_ip(request.extensions(), request.headers(), &app.config.anti_abuse);
    warn_of_unknown_proxy(&app, &request);
    let prefix = ip.map(Prefix::of);
    let taken = if resource == Resource::Slots {
        let proof = request.headers().get(CHALLENGE_HEADER).and_then(|value| value.to_str().ok());
        let proof = proof.map(str::to_owned);
        door::take_slots(&app, prefix, proof.as_deref()).await
    } else {
        door::take(&app, resource, prefix)
    };
    match taken {
        Ok(()) => next.run(request).await,
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// What a route is counted as; `None` for those that sessions protect.
fn resource(method: &Method, path: &str) -> Option<Resource> {
    if path.starts_with("/api/v1/feeds/") {
        return Some(Resource::Links);
    }
    let Some(public) = path.strip_prefix("/api/v1/public/") else {
        return at_the_door(method, path).then_some(Resource::SignIn);
    };
    Some(match public {
        "catalog" => Resource::Catalog,
        "places" | "addresses" => Resource::Completions,
        "slots" => Resource::Slots,
        "holds" | "email-proofs" => Resource::Holds,
        "appointments" => Resource::Appointments,
        // Its two kinds are counted apart, by the handler.
        "challenge" => return None,
        link if link.starts_with("appointments/") => Resource::Links,
        _ => Resource::Other,
    })
}

/// Whether a route is for who is not signed in yet.
fn at_the_door(method: &Method, path: &str) -> bool {
    path.strip_prefix("/api/v1/session").is_some_and(|rest| match rest {
        "" | "/password-resets" => method == Method::POST,
        "/password" => true,
        rest => rest.starts_with("/oidc"),
    })
}

/// A proxy that is not trusted makes everyone one network: said once, for whoever reads the log.
fn warn_of_unknown_proxy(app: &App, request: &Request) {
    static SAID: Once = Once::new();
    let proxied = ["x-forwarded-for", "forwarded"].iter().any(|name| request.headers().contains_key(*name));
    if proxied && app.config.rate_limit && app.config.anti_abuse.trusted_proxies.is_empty() {
        SAID.call_once(|| {
            tracing::warn!(
                "requests come through a proxy, and no proxy is trusted: set CRENO_TRUSTED_PROXIES, or all share limits"
            );
        });
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::resource;
    use crate::anti_abuse::Resource;

    #[test]
    fn every_public_route_is_counted() {
        let rows = [
            (Method::GET, "/api/v1/public/slots", Some(Resource::Slots)),
            (Method::POST, "/api/v1/public/holds", Some(Resource::Holds)),
            (Method::POST, "/api/v1/public/email-proofs", Some(Resource::Holds)),
            (Method::POST, "/api/v1/public/appointments", Some(Resource::Appointments)),
            (Method::DELETE, "/api/v1/public/appointments/{manage_token}", Some(Resource::Links)),
            (Method::GET, "/api/v1/public/appointments/{manage_token}/calendar.ics", Some(Resource::Links)),
            (Method::GET, "/api/v1/feeds/{token}", Some(Resource::Links)),
            (Method::GET, "/api/v1/public/addresses", Some(Resource::Completions)),
            (Method::GET, "/api/v1/public/places", Some(Resource::Completions)),
            // Giving back is not asking.
            (Method::DELETE, "/api/v1/public/holds/{hold}", Some(Resource::Other)),
            (Method::POST, "/api/v1/session", Some(Resource::SignIn)),
            (Method::GET, "/api/v1/session", None),
            (Method::GET, "/api/v1/session/methods", None),
            (Method::GET, "/api/v1/session/sessions", None),
            (Method::GET, "/api/v1/session/oidc", Some(Resource::SignIn)),
            (Method::GET, "/api/v1/session/oidc/callback", Some(Resource::SignIn)),
            (Method::POST, "/api/v1/session/password-resets", Some(Resource::SignIn)),
            (Method::PUT, "/api/v1/session/password", Some(Resource::SignIn)),
            (Method::GET, "/api/v1/appointments", None),
        ];
        for (method, path, expected) in rows {
            assert_eq!(resource(&method, path), expected, "{method} {path}");
        }
    }
}
