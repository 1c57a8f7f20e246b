use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use creno_types::endpoint::with_query;
use creno_types::outbox::{Jobs, JobsQuery, ReplayJobs, Replayed};
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};
use uuid::Uuid;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Json, Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::outbox::dead;

/// What is to be done outside, and was given up.
///
/// Mails, text messages and the like, the latest first, without anyone's data; or those that wait (`state=waiting`). The
/// header `Link` leads to the next page.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "Journaux", params(JobsQuery),
    responses((status = 200, body = Jobs), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_jobs(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<JobsQuery>,
) -> Answer<Response> {
    let member = actor.with(Permission::Administer)?;
    let page = dead::list(&app, &member, &query).await?;
    let link = page.next.map(|next| next_link(&query, next));
    let mut response = (NO_STORE, axum::Json(page)).into_response();
    if let Some(link) = link.and_then(|link| link.parse().ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

fn next_link(query: &JobsQuery, next: Uuid) -> String {
    let (limit, next) = (query.limit.map(|limit| limit.to_string()), next.to_string());
    let parameters = [
        ("state", Some(query.state.as_str())),
        ("kind", query.kind.as_deref()),
        ("limit", limit.as_deref()),
        ("cursor", Some(next.as_str())),
    ];
    let given: Vec<_> = parameters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    format!("<{}>; rel=\"next\"", with_query("/api/v1/outbox", &given))
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
    actor.with(Permission::Administer)?;
    if dead::replay(&app, job).await? {
        Ok(StatusCode::ACCEPTED)
    } else {
        Err(Refusal::new(ProblemCode::NotFound))
    }
}

/// Has every job of a kind that was given up done again.
#[utoipa::path(post, path = "/api/v1/outbox/replay", tag = "Journaux", request_body = ReplayJobs,
    responses((status = 202, body = Replayed), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn replay_jobs(
    State(app): State<App>,
    actor: Actor,
    Json(which): Json<ReplayJobs>,
) -> Answer<(StatusCode, [(HeaderName, &'static str); 1], axum::Json<Replayed>)> {
    actor.with(Permission::Administer)?;
    let replayed = dead::replay_kind(&app, &which.kind).await?;
    Ok((StatusCode::ACCEPTED, NO_STORE, axum::Json(replayed)))
}
