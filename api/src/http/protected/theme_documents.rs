use axum::extract::State;
use creno_types::Problem;
use creno_types::document::ThemeDocuments;
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::Tagged;
use crate::http::extract::{Actor, IfMatch, Json, Path};
use crate::http::problem::Answer;
use crate::settings::theme_documents;

/// The documents that a theme asks of clients.
///
/// The theme is named by slug or id.
#[utoipa::path(get, path = "/api/v1/themes/{theme}/documents", tag = "Réglages", params(("theme" = String, Path)),
    responses((status = 200, body = ThemeDocuments, headers(("etag" = String))), (status = 304), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn get_theme_documents(
    State(app): State<App>,
    actor: Actor,
    Path(theme): Path<String>,
) -> Answer<Tagged<ThemeDocuments>> {
    actor.with(Permission::Administer)?;
    Ok(Tagged(theme_documents::find(&app, &theme).await?))
}

/// Replaces the documents that a theme asks.
///
/// Ten at most, each with a short name of its own. What was received stays.
#[utoipa::path(put, path = "/api/v1/themes/{theme}/documents", tag = "Réglages",
    params(("theme" = String, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    request_body = ThemeDocuments,
    responses((status = 200, body = ThemeDocuments, headers(("etag" = String))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn put_theme_documents(
    State(app): State<App>,
    actor: Actor,
    Path(theme): Path<String>,
    IfMatch(seen): IfMatch,
    Json(asked): Json<ThemeDocuments>,
) -> Answer<Tagged<ThemeDocuments>> {
    let member = actor.with(Permission::Administer)?;
    Ok(Tagged(theme_documents::put(&app, &member, &theme, &seen, asked).await?))
}
