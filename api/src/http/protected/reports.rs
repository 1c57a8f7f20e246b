use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::reports::{Spread, SpreadQuery};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::reports;

/// How appointments fell to people.
///
/// Those of a theme in an agency within reach, cancelled ones apart: what the rule of assignment came to.
#[utoipa::path(get, path = "/api/v1/reports/spread", tag = "Rapports", params(SpreadQuery),
    responses((status = 200, body = Spread), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn get_spread(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<SpreadQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Spread>)> {
    let member = actor.with(Permission::ViewReports)?;
    let spread = reports::spread(&app, &member, &query).await?;
    Ok((NO_STORE, axum::Json(spread)))
}
