use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use creno_types::outbox::{Jobs, JobsQuery, ReplayJobs, ReplayedJobs};
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};
use uuid::Uuid;

use crate::app::App;
use crate::http::caching::{NO_STORE, listed};
use crate::http::extract::{Actor, Json, Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::outbox::dead;

/// What is to be done outside, and was given up.
///
/// Mails, text messages and the like, the latest first, without anyone's data; or those that wait (`state=waiting`). The
/// header `Link` leads to the next page.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "Journaux", params(JobsQuery),
    responses((status = 200, body = Jobs, headers(("etag" = String), ("link" = String))), (status = 304), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_jobs(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<JobsQuery>,
) -> Answer<Response> {
    let member = actor.with_all_of(Permission::Administer)?;
    let page = dead::list(&app, &member, &query).await?;
    Ok(listed("/api/v1/outbox", &query, page.next.map(|next| next.to_string()), &page))
}

/// Has a job that was given up done again.
///
/// Now, and as often as a new one should it fail.
#[utoipa::path(post, path = "/api/v1/outbox/{job}/replay", tag = "Journaux", params(("job" = Uuid, Path)),
    responses((status = 202), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn replay_job(
    State(app): State<App>,
    actor: Actor,
    Path(job): Path<Uuid>,
) -> Answer<StatusCode> {
    actor.with_all_of(Permission::Administer)?;
    if dead::replay(&app, job).await? {
        Ok(StatusCode::ACCEPTED)
    } else {
        Err(Refusal::new(ProblemCode::NotFound))
    }
}

/// Has every job of a kind that was given up done again.
#[utoipa::path(post, path = "/api/v1/outbox/replay", tag = "Journaux", request_body = ReplayJobs,
    responses((status = 202, body = ReplayedJobs), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn replay_jobs(
    State(app): State<App>,
    actor: Actor,
    Json(which): Json<ReplayJobs>,
) -> Answer<(StatusCode, [(HeaderName, &'static str); 1], axum::Json<ReplayedJobs>)> {
    actor.with_all_of(Permission::Administer)?;
    let replayed = dead::replay_kind(&app, &which.kind).await?;
    Ok((StatusCode::ACCEPTED, NO_STORE, axum::Json(replayed)))
}
