use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::staff::Permission;
use creno_types::theme_messages::{ThemeMessageSettings, ThemeMessages};

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Json, Path};
use crate::http::problem::Answer;
use crate::settings::theme_messages;

type Settings = ([(HeaderName, &'static str); 1], axum::Json<ThemeMessageSettings>);

/// How the clients of a theme are written to.
///
/// By mail or text message, how long before, saying how much. The theme is named by slug or id.
#[utoipa::path(get, path = "/api/v1/themes/{theme}/messages", tag = "Réglages", params(("theme" = String, Path)),
    responses((status = 200, body = ThemeMessageSettings), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_theme_messages(
    State(app): State<App>,
    actor: Actor,
    Path(theme): Path<String>,
) -> Answer<Settings> {
    actor.with(Permission::Administer)?;
    Ok((NO_STORE, axum::Json(theme_messages::find(&app, &theme).await?)))
}

/// Replaces how the clients of a theme are written to.
///
/// A reminder that is new counts from now on: none is sent that would have fallen due already.
#[utoipa::path(put, path = "/api/v1/themes/{theme}/messages", tag = "Réglages", params(("theme" = String, Path)),
    request_body = ThemeMessages,
    responses((status = 200, body = ThemeMessageSettings), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_theme_messages(
    State(app): State<App>,
    actor: Actor,
    Path(theme): Path<String>,
    Json(messages): Json<ThemeMessages>,
) -> Answer<Settings> {
    actor.with(Permission::Administer)?;
    Ok((NO_STORE, axum::Json(theme_messages::put(&app, &theme, &messages).await?)))
}
