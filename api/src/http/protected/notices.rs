use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::notice::{NoticeQuery, Notices};
use creno_types::staff::Permission;

use crate::app::App;
use crate::booking::notices;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, IfMatch, Json, Path};
use crate::http::problem::Answer;

/// What would be written if an appointment were changed.
///
/// The messages to the client and to who receives, as they would be if the change were made now, but for the client's links.
/// Nothing is changed. A change that can't be made is refused as it would be.
#[utoipa::path(post, path = "/api/v1/appointments/{appointment}/notices", tag = "Rendez-vous", request_body = NoticeQuery,
    params(("appointment" = String, Path, description = "Id or reference"),
        ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 200, body = Notices), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn preview_notices(
    State(app): State<App>,
    actor: Actor,
    Path(name): Path<String>,
    IfMatch(seen): IfMatch,
    Json(query): Json<NoticeQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Notices>)> {
    let member = actor.with(Permission::ManageAppointments)?;
    Ok((NO_STORE, axum::Json(notices::list(&app, &member, &name, &seen, &query).await?)))
}
