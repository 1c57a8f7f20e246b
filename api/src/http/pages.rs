//! Pages and the browser's files: the widget, the hosted page, the back-office, the demo site, the API's documentation.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use creno_types::ProblemCode;
use tower::{ServiceBuilder, service_fn};
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

use super::assets;
use super::problem::Refusal;
use crate::app::App;
use crate::config::{Config, origin_of};

/// Our own pages: nothing from elsewhere, no inline script or style, WebAssembly allowed.
const STRICT: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; \
    object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/// Swagger UI styles its own elements.
const DOCUMENTATION: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/// Every page.
pub(super) fn router(app: &App, openapi: OpenApi) -> Router<App> {
    let documentation = Router::from(SwaggerUi::new("/api/docs").url("/api/v1/openapi.json", openapi));
    let router = Router::new()
        .merge(documentation.layer(policy(HeaderValue::from_static(DOCUMENTATION))))
        .merge(widget())
        .merge(hosted_page(&app.config))
        .merge(back_office());
    if app.config.demo { router.merge(demo_site(&app.config)) } else { router }
}

/// The loader and what it loads, for the pages of any site.
fn widget() -> Router<App> {
    let anyone = CorsLayer::new().allow_origin(Any);
    let across = SetResponseHeaderLayer::overriding(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    Router::new()
        .nest_service("/widget", assets::serve("widget"))
        .layer(ServiceBuilder::new().layer(anyone).layer(across).layer(from_fn(assets::cache_by_name)))
}

/// The widget alone on a page. The organisation's own pages may frame it, where their policy refuses our script.
fn hosted_page(config: &Config) -> Router<App> {
    let ancestors = config.frame_ancestors.as_ref().map_or("*".to_owned(), |origins| origins.join(" "));
    let framed = STRICT.replace("frame-ancestors 'none'", &format!("frame-ancestors 'self' {ancestors}"));
    let policy = HeaderValue::try_from(with_map(&framed, config)).unwrap_or(HeaderValue::from_static(STRICT));
    Router::new()
        .route("/rdv", get(|| html("rdv/index.html")))
        .nest_service("/rdv/", assets::serve("rdv"))
        .layer(ServiceBuilder::new().layer(self::policy(policy)).layer(from_fn(assets::cache_by_name)))
}

/// One page for every route of the back-office, which reads its own address.
fn back_office() -> Router<App> {
    let page = service_fn(|request: Request| async move {
        let is_file = request.uri().path().rsplit('/').next().is_some_and(|name| name.contains('.'));
        Ok::<_, std::convert::Infallible>(match is_file {
            true => Refusal::new(ProblemCode::NotFound).into_response(),
            false => html("back-office/index.html").await,
        })
    });
    Router::new()
        .route("/back-office", get(|| async { axum::response::Redirect::permanent("/back-office/") }))
        .nest_service("/back-office/", assets::serve("back-office").fallback(page))
        .layer(
            ServiceBuilder::new()
                .layer(policy(HeaderValue::from_static(STRICT)))
                .layer(from_fn(assets::cache_by_name)),
        )
}

/// A page of the fictional organisation, which carries the widget.
fn demo_site(config: &Config) -> Router<App> {
    let policy = HeaderValue::try_from(with_map(STRICT, config)).unwrap_or(HeaderValue::from_static(STRICT));
    Router::new()
        .route("/", get(|| html("site/index.html")))
        .route("/demo/integration", get(|| html("site/integration.html")))
        .nest_service("/site", assets::serve("site"))
        .layer(
            ServiceBuilder::new()
                .layer(CorsLayer::new().allow_origin(Any))
                .layer(self::policy(policy))
                .layer(from_fn(assets::cache_by_name)),
        )
}

/// `policy`, with the pictures of the widget's map allowed where the operator has named a server of them.
fn with_map(policy: &str, config: &Config) -> String {
    let Some(tiles) = &config.map_tiles else { return policy.to_owned() };
    policy.replace("img-src 'self'", &format!("img-src 'self' {}", origin_of(&tiles.url)))
}

async fn html(path: &'static str) -> Response {
    match assets::page(path) {
        Some(text) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response(),
        None => Refusal::new(ProblemCode::NotFound)
            .with_detail("Les fichiers du navigateur n’ont pas été construits : lancez `cargo xtask assets`.")
            .into_response(),
    }
}

fn policy(policy: HeaderValue) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, policy)
}
