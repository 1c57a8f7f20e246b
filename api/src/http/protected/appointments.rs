use axum::extract::State;
use axum::http::{HeaderName, header};
use creno_types::Problem;
use creno_types::appointment::{Appointments, AppointmentsQuery};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::extract::{Actor, ClientAddress, Query};
use crate::http::problem::Answer;
use crate::staff::agenda;

/// Appointments of a day.
///
/// Those within the reach of the profile, by start, without the cancelled ones.
#[utoipa::path(get, path = "/api/v1/appointments", tag = "Rendez-vous", params(AppointmentsQuery),
    responses((status = 200, body = Appointments), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_appointments(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    actor: Actor,
    Query(query): Query<AppointmentsQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Appointments>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    let items = agenda::list_day(&app, &member, query, &address).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(Appointments { items })))
}
