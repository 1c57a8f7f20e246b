use axum::extract::State;
use creno_types::Problem;
use creno_types::agenda::{Agenda, AgendaQuery};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::Tagged;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::staff::agendas;

/// Agendas.
///
/// Those within reach: when people receive, closures, holidays and absences taken off, their appointments, and when their
/// calendars are busy. Fourteen days at most. Without the right to see appointments, none are told.
#[utoipa::path(get, path = "/api/v1/appointments/agenda", tag = "Rendez-vous", params(AgendaQuery),
    responses((status = 200, body = Agenda, headers(("etag" = String))), (status = 304), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn get_agenda(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<AgendaQuery>,
) -> Answer<Tagged<Agenda>> {
    let member = actor.with_any(&[Permission::ViewAppointments, Permission::ManageAvailability])?;
    Ok(Tagged(agendas::list(&app, &member, &query).await?))
}
