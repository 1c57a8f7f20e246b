use axum::extract::State;
use creno_types::Problem;
use creno_types::staff::Permission;
use creno_types::theme_messages::{ThemeMessageSettings, ThemeMessages};

use crate::app::App;
use crate::http::caching::Tagged;
use crate::http::extract::{Actor, IfMatch, Json, Path};
use crate::http::problem::Answer;
use crate::settings::theme_messages;

/// How the clients of a theme are written to.
///
/// By mail or text message, how long before, saying how much. The theme is named by slug or id.
#[utoipa::path(get, path = "/api/v1/themes/{theme}/messages", tag = "Réglages", params(("theme" = String, Path)),
    responses((status = 200, body = ThemeMessageSettings, headers(("etag" = String))), (status = 304), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_theme_messages(
    State(app): State<App>,
    actor: Actor,
    Path(theme): Path<String>,
) -> Answer<Tagged<ThemeMessageSettings>> {
    actor.with(Permission::Administer)?;
    Ok(Tagged(theme_messages::find(&app, &theme).await?))
}

/// Replaces how the clients of a theme are written to.
///
/// A reminder that is new counts from now on: none is sent that would have fallen due already.
#[utoipa::path(put, path = "/api/v1/themes/{theme}/messages", tag = "Réglages",
    params(("theme" = String, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    request_body = ThemeMessages,
    responses((status = 200, body = ThemeMessageSettings, headers(("etag" = String))), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_theme_messages(
    State(app): State<App>,
    actor: Actor,
    Path(theme): Path<String>,
    IfMatch(seen): IfMatch,
    Json(messages): Json<ThemeMessages>,
) -> Answer<Tagged<ThemeMessageSettings>> {
    let member = actor.with(Permission::Administer)?;
    Ok(Tagged(theme_messages::put(&app, &member, &theme, &seen, &messages).await?))
}
