use axum::extract::State;
use axum::response::Response;
use creno_types::Problem;
use creno_types::journal::{FormatQuery, JournalFormat};
use creno_types::refusal::{Refusals, RefusalsQuery};
use creno_types::staff::Permission;

use super::journals::check_period;
use crate::anti_abuse::refusals;
use crate::app::App;
use crate::http::attachment::{csv, file_name};
use crate::http::caching::listed;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::journals::{self, BATCH};

/// What was refused to robots and to those who ask too much.
///
/// The latest first, with counts by code and by day; networks are cut to /24 or /48. The header `Link` leads to the next
/// page.
#[utoipa::path(get, path = "/api/v1/journals/refusals", tag = "Journaux", params(RefusalsQuery, FormatQuery),
    responses((status = 200, content((Refusals = "application/json"), (String = "text/csv"))),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn list_refusals(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<RefusalsQuery>,
    Query(wanted): Query<FormatQuery>,
) -> Answer<Response> {
    let member = actor.with_all_of(Permission::Administer)?;
    check_period(query.from, query.to)?;
    if wanted.format == Some(JournalFormat::Csv) {
        journals::note_export(&app, &member, "refusals").await?;
        refusals::flush(&app).await?;
        let name = file_name("refus", query.from, query.to);
        return csv(&name, move |cursor| {
            let (app, query) = (app.clone(), query.clone());
            async move { refusals::batch(&app, &query, cursor, BATCH).await }
        })
        .await;
    }
    let page = refusals::list(&app, &query).await?;
    Ok(listed("/api/v1/journals/refusals", &query, page.next.map(|next| next.to_string()), &page))
}
