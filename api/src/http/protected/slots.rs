use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};
use axum::response::Response;
use creno_types::Problem;
use creno_types::appointment::StaffSlotsQuery;
use creno_types::explain::{ExplainQuery, Explanation};
use creno_types::slot_inputs::{SlotInputs, SlotInputsQuery};
use creno_types::slots::Slots;
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::{NO_STORE, kept_json};
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::slots::{explain, for_staff, inputs};

/// Starts on offer to staff.
///
/// Those of the journey, however soon: notice and deadlines do not count. With `appointment`, as if its own time were free,
/// in any agency and with anybody, since it may be given to them; else within reach. With `staff`, that person's alone.
#[utoipa::path(get, path = "/api/v1/slots", tag = "Rendez-vous", params(StaffSlotsQuery),
    responses((status = 200, body = Slots, headers(("etag" = String))), (status = 304), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn list_staff_slots(
    State(app): State<App>,
    actor: Actor,
    headers: HeaderMap,
    Query(query): Query<StaffSlotsQuery>,
) -> Answer<Response> {
    let member = actor.with(Permission::ManageAppointments)?;
    let answer = for_staff::list(&app, &member, &query).await?;
    kept_json(&headers, &answer.etag, |encoding| answer.body(encoding), "no-store")
}

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
