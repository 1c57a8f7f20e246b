use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::appointment::{Colleagues, ColleaguesQuery, Reassignment, ReassignmentQuery};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Path, Query};
use crate::http::problem::Answer;
use crate::staff::{colleagues, reassignment};

/// Who could receive an appointment instead.
///
/// At its own time and place, or at others: those who are free, the least busy that day first, and the nearest other starts.
#[utoipa::path(get, path = "/api/v1/appointments/{appointment}/colleagues", tag = "Rendez-vous",
    params(("appointment" = String, Path, description = "Id or reference"), ColleaguesQuery),
    responses((status = 200, body = Colleagues), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn list_colleagues(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
    Query(query): Query<ColleaguesQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Colleagues>)> {
    let member = actor.with(Permission::ManageAppointments)?;
    Ok((NO_STORE, axum::Json(colleagues::list(&app, &member, &name, &query).await?)))
}

/// Who could receive the appointments of somebody's day.
///
/// Those still to come, each with its entity tag, who is free then, and whom a plan gives it to: one in which everyone can
/// keep all of theirs. Nothing is changed: each is given by `PATCH`.
#[utoipa::path(get, path = "/api/v1/appointments/reassignment", tag = "Rendez-vous", params(ReassignmentQuery),
    responses((status = 200, body = Reassignment), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn get_reassignment(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<ReassignmentQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Reassignment>)> {
    let member = actor.with(Permission::ManageAppointments)?;
    Ok((NO_STORE, axum::Json(reassignment::propose(&app, &member, &query).await?)))
}
