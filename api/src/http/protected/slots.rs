use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::explain::{ExplainQuery, Explanation};
use creno_types::slot_inputs::{SlotInputs, SlotInputsQuery};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::slots::{explain, inputs};

/// Why starts are offered or not.
///
/// For an instant (`at`) or a whole date (`date`): each person within reach who could receive, and the first rule
/// that refuses them. With `staff`, for that person only.
#[utoipa::path(get, path = "/api/v1/slots/explain", tag = "Rendez-vous", params(ExplainQuery),
    responses((status = 200, body = Explanation), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn explain_slots(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<ExplainQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Explanation>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    let explanation = explain::explain(&app, &member, &query).await?;
    Ok((NO_STORE, axum::Json(explanation)))
}

/// What the rules look at.
///
/// For one person within reach: the theme's rules, the agency's clock and closures, and what takes the person's time, as
/// mere stretches. With the person's windows and exceptions it is all that slots depend on: who has the rules can say
/// what a window would offer before it is saved.
#[utoipa::path(get, path = "/api/v1/slots/inputs", tag = "Disponibilités", params(SlotInputsQuery),
    responses((status = 200, body = SlotInputs), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn get_slot_inputs(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<SlotInputsQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<SlotInputs>)> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::ManageAvailability])?;
    Ok((NO_STORE, axum::Json(inputs::inputs(&app, &member, &query).await?)))
}
