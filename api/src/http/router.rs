//! Every route of the product, on one page.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response, map_response_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use creno_types::ProblemCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::HOLD_HEADER;
use super::guard::{self, CHALLENGE_HEADER};
use super::openapi::{ApiDescription, SESSION_COOKIE, describe_protected, describe_refusals};
use super::problem::{self, Refusal};
use super::session_store::DbSessions;
use super::{caching, metrics, pages, protected, public, sandbox, system, upload};
use crate::app::App;
use crate::config::Config;

/// The largest JSON body, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// The server's routes.
pub fn router(app: App) -> Router {
    let (api, openapi) = api(&app);
    let demo = if app.config.demo { sandbox::router() } else { Router::new() };
    let router = Router::new()
        .merge(api)
        .merge(demo)
        .route("/healthz", get(system::healthz))
        .route("/readyz", get(system::readyz))
        .route("/metrics", get(metrics::get_metrics))
        .merge(pages::router(&app, openapi))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(|| async { Refusal::new(ProblemCode::NotFound) })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(app.clone());
    let router = with_common_layers(router, &app.config);
    let router = router.layer(from_fn_with_state(app.clone(), metrics::observe));
    if app.config.demo {
        router.layer(map_response_with_state(app, sandbox::date_by_own_clock))
    } else {
        router
    }
}

/// The routes that are described: the description and the router are one thing.
fn api(app: &App) -> (Router<App>, OpenApi) {
    let (public, public_paths) = public_api().split_for_parts();
    let (protected, mut protected_paths) = protected_api().split_for_parts();
    describe_protected(&mut protected_paths);
    let mut openapi = ApiDescription::openapi();
    openapi.merge(public_paths);
    openapi.merge(protected_paths);
    describe_refusals(&mut openapi);
    let public = if app.config.demo { public.merge(sandbox::public_router()) } else { public };
    // What refuses a method is set inside the layers: outside, it would answer preflights in their place.
    let limit = from_fn_with_state(app.clone(), guard::limit);
    let public = public.method_not_allowed_fallback(method_not_allowed);
    let public = public.layer(limit.clone()).layer(cors(&app.config));
    let protected = protected
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(caching::not_modified))
        .layer(limit)
        .layer(sessions(app))
        .layer(CsrfLayer::new())
        .layer(map_response(problem::for_cross_site));
    (public.merge(protected), openapi)
}

async fn method_not_allowed() -> Refusal {
    Refusal::new(ProblemCode::MethodNotAllowed)
}

/// For any page of the organisation.
fn public_api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(public::catalog::get_catalog))
        .routes(routes!(public::slots::list_slots))
        .routes(routes!(public::places::list_places))
        .routes(routes!(public::addresses::list_addresses))
        .routes(routes!(public::challenge::get_challenge))
        .routes(routes!(public::holds::create_hold))
        .routes(routes!(public::holds::delete_hold))
        .routes(routes!(public::holds::renew_hold))
        .routes(routes!(public::email_proofs::create_email_proof))
        .routes(routes!(public::appointments::create_appointment))
        .routes(routes!(
            public::managed::get_managed_appointment,
            public::managed::move_managed_appointment,
            public::managed::cancel_managed_appointment
        ))
        .routes(routes!(public::managed::get_calendar_file))
        .routes(routes!(public::managed::confirm_presence))
        .routes(routes!(public::documents::list_client_documents, public::documents::add_client_document))
        .routes(routes!(public::documents::delete_client_document))
        .routes(routes!(public::feeds::get_calendar_feed))
}

/// For staff, from our own pages only, and for programs of the organisation.
fn protected_api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(
            protected::session::create_session,
            protected::session::get_session,
            protected::session::delete_session
        ))
        .merge(sign_in_api())
        .routes(routes!(protected::api_keys::list_api_keys, protected::api_keys::create_api_key))
        .routes(routes!(protected::api_keys::revoke_api_key))
        .routes(routes!(
            protected::appointments::list_appointments,
            protected::appointments::book_appointment
        ))
        .routes(routes!(protected::appointments::cancel_appointment))
        .routes(routes!(protected::agendas::get_agenda))
        .routes(routes!(protected::slots::list_staff_slots))
        .routes(routes!(protected::colleagues::list_colleagues))
        .routes(routes!(protected::notices::preview_notices))
        .routes(routes!(
            protected::feed::get_feed,
            protected::feed::create_feed,
            protected::feed::delete_feed
        ))
        .routes(routes!(protected::live::get_live))
        .routes(routes!(protected::notifications::list_notifications))
        .routes(routes!(protected::notifications::read_notifications))
        .routes(routes!(protected::notifications::get_preferences, protected::notifications::put_preferences))
        .routes(routes!(protected::colleagues::get_reassignment))
        .routes(routes!(protected::appointments::set_attendance))
        .routes(routes!(protected::slots::explain_slots))
        .routes(routes!(protected::slots::get_slot_inputs))
        .routes(routes!(protected::team::get_team))
        .routes(routes!(protected::attention::list_attention))
        .routes(routes!(
            protected::appointments::get_appointment,
            protected::appointments::change_appointment
        ))
        .routes(routes!(protected::appointments::get_history))
        .routes(routes!(protected::appointments::revoke_manage_link))
        .routes(routes!(protected::reports::get_spread))
        .routes(routes!(protected::journals::list_accesses))
        .routes(routes!(protected::journals::list_settings_changes))
        .routes(routes!(protected::refusals::list_refusals))
        .routes(routes!(protected::messages::list_messages))
        .routes(routes!(protected::availabilities::list_windows, protected::availabilities::create_window))
        .routes(routes!(
            protected::availabilities::get_window,
            protected::availabilities::update_window,
            protected::availabilities::delete_window
        ))
        .routes(routes!(protected::exceptions::list_exceptions, protected::exceptions::create_exception))
        .routes(routes!(
            protected::exceptions::get_exception,
            protected::exceptions::update_exception,
            protected::exceptions::delete_exception
        ))
        .routes(routes!(protected::documents::list_documents, protected::documents::add_document))
        .routes(routes!(protected::documents::read_document, protected::documents::delete_document))
        .routes(routes!(
            protected::theme_documents::get_theme_documents,
            protected::theme_documents::put_theme_documents
        ))
        .routes(routes!(
            protected::theme_messages::get_theme_messages,
            protected::theme_messages::put_theme_messages
        ))
        .routes(routes!(protected::templates::list_templates))
        .routes(routes!(protected::templates::put_template, protected::templates::delete_template))
        .routes(routes!(protected::templates::preview_template))
        .routes(routes!(protected::outbox::list_jobs))
        .routes(routes!(protected::outbox::replay_jobs))
        .routes(routes!(protected::outbox::replay_job))
        .routes(routes!(protected::calendar::get_calendar))
        .routes(routes!(protected::calendar::create_closure))
        .routes(routes!(
            protected::calendar::get_closure,
            protected::calendar::update_closure,
            protected::calendar::delete_closure
        ))
        .routes(routes!(protected::calendar::put_holiday, protected::calendar::delete_holiday))
        .routes(routes!(protected::campaigns::list_campaigns, protected::campaigns::create_campaign))
        .routes(routes!(
            protected::campaigns::get_campaign,
            protected::campaigns::update_campaign,
            protected::campaigns::delete_campaign
        ))
        .merge(settings_api())
        .merge(webhooks_api())
}

/// Ways in, and what one does with one's own sessions.
fn sign_in_api() -> OpenApiRouter<App> {
    use protected::{session, session_list, session_password, session_sso};
    OpenApiRouter::new()
        .routes(routes!(session::list_sign_in_methods))
        .routes(routes!(session_sso::begin_sso))
        .routes(routes!(session_sso::finish_sso))
        .routes(routes!(session_sso::sign_out_sso))
        .routes(routes!(session_password::ask_password_reset))
        .routes(routes!(session_password::set_password))
        .routes(routes!(session_list::list_own_sessions, session_list::end_other_sessions))
        .routes(routes!(session_list::end_own_session))
}

/// What administrators set.
fn settings_api() -> OpenApiRouter<App> {
    use protected::settings as organisation;
    use protected::settings::{agencies, fields, profiles, skills, themes, users};
    OpenApiRouter::new()
        .routes(routes!(agencies::list, agencies::create))
        .routes(routes!(agencies::get, agencies::put, agencies::patch, agencies::delete))
        .routes(routes!(skills::list, skills::create))
        .routes(routes!(skills::get, skills::put, skills::patch, skills::delete))
        .routes(routes!(themes::list, themes::create))
        .routes(routes!(themes::get, themes::put, themes::patch, themes::delete))
        .routes(routes!(fields::list, fields::create))
        .routes(routes!(fields::get, fields::put, fields::patch, fields::delete))
        .routes(routes!(profiles::list, profiles::create))
        .routes(routes!(profiles::get, profiles::put, profiles::patch, profiles::delete))
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::get, users::put, users::patch, users::delete))
        .routes(routes!(organisation::get_branding, organisation::put_branding))
        .routes(routes!(organisation::get_settings, organisation::put_settings))
}

/// For those who follow what happens.
fn webhooks_api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(protected::events::list_events))
        .routes(routes!(protected::webhooks::list_webhooks, protected::webhooks::create_webhook))
        .routes(routes!(
            protected::webhooks::get_webhook,
            protected::webhooks::update_webhook,
            protected::webhooks::delete_webhook
        ))
        .routes(routes!(protected::webhooks::rotate_secret))
        .routes(routes!(protected::webhooks::test_webhook))
        .routes(routes!(protected::webhooks::pause_webhook))
        .routes(routes!(protected::webhooks::resume_webhook))
        .routes(routes!(protected::deliveries::list_deliveries))
        .routes(routes!(protected::deliveries::get_delivery))
        .routes(routes!(protected::deliveries::replay_delivery))
        .routes(routes!(protected::deliveries::give_up_delivery))
        .routes(routes!(protected::deliveries::replay_period))
}

fn sessions(app: &App) -> SessionManagerLayer<DbSessions> {
    let hours = time::Duration::hours(app.config.session_hours.into());
    SessionManagerLayer::new(DbSessions(app.clone()))
        .with_name(SESSION_COOKIE)
        .with_path("/")
        .with_http_only(true)
        .with_secure(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(hours))
}

/// What every answer goes through; the last layer is the outermost.
fn with_common_layers(router: Router, config: &Config) -> Router {
    let timeout = Duration::from_secs(config.request_timeout_s.into());
    let router = router
        .layer(from_fn(move |request, next| upload::in_time(timeout, request, next)))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Refusal::internal("a handler panicked").into_response()
        }))
        .layer(map_response(problem::for_bare_errors))
        .layer(CompressionLayer::new())
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "strict-origin-when-cross-origin"))
        .layer(header(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(self)",
        ))
        .layer(header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(from_fn(problem::with_request_id))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(on_response))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid));
    if config.public_url.starts_with("https://") {
        // hstspreload.org asks for a year; two are usual.
        router.layer(header(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"))
    } else {
        router
    }
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Pages of the organisation may call the public journey; no cookie goes with it.
fn cors(config: &Config) -> CorsLayer {
    let origins = config.allowed_origins.as_ref().map_or_else(
        || AllowOrigin::from(Any),
        |origins| AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::try_from(origin).ok())),
    );
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
            HOLD_HEADER,
            CHALLENGE_HEADER,
            upload::FILE_NAME,
        ])
        .expose_headers([header::ETAG, header::RETRY_AFTER, header::DATE])
        .max_age(Duration::from_secs(3_600))
}

/// The route's pattern, never the address: paths carry secrets, and queries what people typed.
fn span(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!("request", method = %request.method(), route, id)
}

fn on_response(response: &Response, latency: Duration, _: &tracing::Span) {
    let code = response.extensions().get::<ProblemCode>().map(|code| code.as_str());
    tracing::info!(
        status = response.status().as_u16(),
        latency_us = latency.as_micros() as u64,
        code,
        "answered"
    );
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::with_common_layers;
    use crate::config::{Config, Overrides};

    async fn answer(path: &str) -> (u16, String) {
        let config = Config { request_timeout_s: 1, ..Config::load(&Overrides::default(), false).unwrap() };
        let router = Router::new()
            .route("/panic", get(|| async { assert_eq!(1, 2, "on purpose") }))
            .route("/slow", get(std::future::pending::<()>));
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = with_common_layers(router, &config).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert!(!problem.to_string().contains("on purpose"), "the cause stays here");
        (status, problem["code"].as_str().unwrap().to_owned())
    }

    #[tokio::test]
    async fn panics_and_slow_handlers_are_problems() {
        assert_eq!(answer("/panic").await, (500, "internal_error".into()));
        assert_eq!(answer("/slow").await, (503, "unavailable".into()));
    }
}
