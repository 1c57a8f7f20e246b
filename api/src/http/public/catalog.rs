use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use creno_types::catalog::CatalogQuery;
use creno_types::{Catalog, Problem};

use crate::app::App;
use crate::catalog;
use crate::http::caching::tagged_json;
use crate::http::extract::Query;
use crate::http::problem::Answer;

/// What is on offer.
///
/// Agencies, skills, themes, fields, branding and texts, in one language.
#[utoipa::path(get, path = "/api/v1/public/catalog", tag = "Parcours public", params(CatalogQuery),
    responses((status = 200, body = Catalog), (status = 304), (status = 400, body = Problem)))]
pub(crate) async fn get_catalog(
    State(app): State<App>,
    Query(query): Query<CatalogQuery>,
    headers: HeaderMap,
) -> Answer<Response> {
    tagged_json(
        &headers,
        &catalog::find_catalog(&app, &query.lang).await?,
        "public, max-age=0, must-revalidate",
    )
}
