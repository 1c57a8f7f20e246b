use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::staff::Permission;
use creno_types::team::{Team, TeamQuery};

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::staff::team;

/// When colleagues receive.
///
/// Everyone who works in the agencies of the profile, with the stretches of each date in which they receive, by channel:
/// windows and openings, less closings and what the agency is closed. Neither appointments nor the reasons of an absence
/// are there. A profile that reaches its own availability alone sees its colleagues too.
#[utoipa::path(get, path = "/api/v1/team", tag = "Disponibilités", params(TeamQuery),
    responses((status = 200, body = Team), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn get_team(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<TeamQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Team>)> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::ManageAvailability])?;
    Ok((NO_STORE, axum::Json(team::show(&app, &member, &query).await?)))
}
