use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use creno_types::endpoint::with_query;
use creno_types::refusal::{Refusals, RefusalsQuery};
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};

use crate::anti_abuse::refusals;
use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Query};
use crate::http::problem::{Answer, Refusal};

/// What was refused to robots and to those who ask too much.
///
/// The latest first, with counts by code and by day; networks are cut to /24 or /48. The header `Link` leads to the next
/// page.
#[utoipa::path(get, path = "/api/v1/journals/refusals", tag = "Journaux", params(RefusalsQuery),
    responses((status = 200, body = Refusals), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn list_refusals(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<RefusalsQuery>,
) -> Answer<Response> {
    actor.with(Permission::Administer)?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && from > to
    {
        let detail = "La période doit aller d’une date à une date suivante.";
        return Err(Refusal::new(ProblemCode::InvalidRange).with_detail(detail));
    }
    let page = refusals::list(&app, &query).await?;
    let link = page.next.map(|_| next_link(&query, &page));
    let mut response = (NO_STORE, axum::Json(page)).into_response();
    if let Some(link) = link.and_then(|link| link.parse().ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

fn next_link(query: &RefusalsQuery, page: &Refusals) -> String {
    let parameters = [
        ("from", query.from.map(|day| day.to_string())),
        ("to", query.to.map(|day| day.to_string())),
        ("reason", query.reason.map(|code| code.to_string())),
        ("limit", query.limit.map(|limit| limit.to_string())),
        ("cursor", page.next.map(|id| id.to_string())),
    ];
    let given: Vec<_> =
        parameters.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
    format!("<{}>; rel=\"next\"", with_query("/api/v1/journals/refusals", &given))
}
