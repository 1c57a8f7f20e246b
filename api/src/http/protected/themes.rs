use axum::extract::State;
use creno_types::Problem;
use creno_types::staff::Permission;
use creno_types::theme_rules::{ThemeRules, ThemeRulesPatch};

use crate::app::App;
use crate::http::extract::{Actor, Json, Path};
use crate::http::problem::Answer;
use crate::settings::themes;

/// Changes the rules of a theme.
///
/// What is absent stays as it is; what the rules become is checked as a whole. The theme is named by slug or id.
#[utoipa::path(patch, path = "/api/v1/themes/{theme}", tag = "Réglages", params(("theme" = String, Path)),
    request_body = ThemeRulesPatch,
    responses((status = 200, body = ThemeRules), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn patch_theme(
    State(app): State<App>,
    actor: Actor,
    Path(theme): Path<String>,
    Json(patch): Json<ThemeRulesPatch>,
) -> Answer<axum::Json<ThemeRules>> {
    actor.with(Permission::Administer)?;
    Ok(axum::Json(themes::patch(&app, &theme, &patch).await?))
}
