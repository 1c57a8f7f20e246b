use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::attention::Attention;
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::Actor;
use crate::http::problem::Answer;
use crate::staff::attention;

/// Appointments that can't be kept as they are.
///
/// Those to come within reach whose person left or is away, whose theme, agency or channel was switched off, or whose
/// day is closed; with the colleagues who could receive instead, and the nearest starts. They stay until somebody decides.
#[utoipa::path(get, path = "/api/v1/appointments/attention", tag = "Rendez-vous",
    responses((status = 200, body = Attention), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn list_attention(
    State(app): State<App>,
    actor: Actor,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Attention>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    Ok((NO_STORE, axum::Json(attention::list(&app, &member).await?)))
}
