use axum::extract::State;
use creno_types::Problem;
use creno_types::agency::{AgencyPatch, AgencySettings};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::extract::{Actor, Json, Path};
use crate::http::problem::Answer;
use crate::settings::agencies;

/// Changes the settings of an agency.
///
/// What is absent stays as it is. Windows keep their wall-clock times in the new zone. The agency is named by slug
/// or id.
#[utoipa::path(patch, path = "/api/v1/agencies/{agency}", tag = "Réglages", params(("agency" = String, Path)),
    request_body = AgencyPatch,
    responses((status = 200, body = AgencySettings), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn patch_agency(
    State(app): State<App>,
    actor: Actor,
    Path(agency): Path<String>,
    Json(patch): Json<AgencyPatch>,
) -> Answer<axum::Json<AgencySettings>> {
    let member = actor.with(Permission::Administer)?;
    Ok(axum::Json(agencies::patch(&app, &member, &agency, &patch).await?))
}
