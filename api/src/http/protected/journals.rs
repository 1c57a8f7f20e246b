use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use creno_types::journal::{
    AccessJournalQuery, Accesses, FormatQuery, JournalFormat, SettingsChanges, SettingsJournalQuery,
};
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};

use crate::app::App;
use crate::http::attachment::{csv, file_name};
use crate::http::caching::listed;
use crate::http::extract::{Actor, Query};
use crate::http::problem::{Answer, Refusal};
use crate::journals::{self, BATCH, accesses, settings};

/// Who signed in, who looked at clients' data, and from where.
///
/// The latest first. The network address is the client's own, as trusted proxies tell it. The header `Link` leads to the
/// next page. Taking the file is an access too.
#[utoipa::path(get, path = "/api/v1/journals/accesses", tag = "Journaux", params(AccessJournalQuery, FormatQuery),
    responses((status = 200, content((Accesses = "application/json"), (String = "text/csv"))),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn list_accesses(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<AccessJournalQuery>,
    Query(wanted): Query<FormatQuery>,
) -> Answer<Response> {
    let member = actor.with_all_of(Permission::Administer)?;
    check_period(query.from, query.to)?;
    if wanted.format == Some(JournalFormat::Csv) {
        journals::note_export(&app, &member, "accesses").await?;
        let name = file_name("acces", query.from, query.to);
        return csv(&name, move |cursor| {
            let (app, query) = (app.clone(), query.clone());
            async move { accesses::batch(&app, &query, cursor, BATCH).await }
        })
        .await;
    }
    let page = accesses::list(&app, &query).await?;
    Ok(listed("/api/v1/journals/accesses", &query, page.next.map(|next| next.to_string()), &page))
}

/// What was changed in the settings.
///
/// Who, from where, what it was and became; the latest first. The header `Link` leads to the next page.
#[utoipa::path(get, path = "/api/v1/journals/settings", tag = "Journaux", params(SettingsJournalQuery, FormatQuery),
    responses((status = 200, content((SettingsChanges = "application/json"), (String = "text/csv"))),
        (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn list_settings_changes(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<SettingsJournalQuery>,
    Query(wanted): Query<FormatQuery>,
) -> Answer<Response> {
    let member = actor.with_all_of(Permission::Administer)?;
    check_period(query.from, query.to)?;
    if wanted.format == Some(JournalFormat::Csv) {
        journals::note_export(&app, &member, "settings").await?;
        let name = file_name("reglages", query.from, query.to);
        return csv(&name, move |cursor| {
            let (app, query) = (app.clone(), query.clone());
            async move { settings::batch(&app, &query, cursor, BATCH).await }
        })
        .await;
    }
    let page = settings::list(&app, &query).await?;
    Ok(listed("/api/v1/journals/settings", &query, page.next.map(|next| next.to_string()), &page))
}

/// Refuses a period that ends before it begins.
pub(super) fn check_period(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<(), Refusal> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => {
            let detail = "La période doit aller d’une date à une date suivante.";
            Err(Refusal::new(ProblemCode::InvalidRange).with_detail(detail))
        }
        _ => Ok(()),
    }
}
