use axum::extract::State;
use axum::response::Response;
use creno_types::Problem;
use creno_types::journal::{FormatQuery, JournalFormat};
use creno_types::message::{Messages, MessagesQuery};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::attachment::csv;
use crate::http::caching::listed;
use crate::http::extract::{Actor, Query};
use crate::http::problem::Answer;
use crate::journals;
use crate::staff::messages;

/// What clients and staff were written, and what became of it.
///
/// The latest first, about appointments within reach. Addresses and texts are left out where the profile masks clients. The
/// header `Link` leads to the next page.
#[utoipa::path(get, path = "/api/v1/messages", tag = "Journaux", params(MessagesQuery, FormatQuery),
    responses((status = 200, content((Messages = "application/json"), (String = "text/csv")), headers(("etag" = String), ("link" = String))), (status = 304), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn list_messages(
    State(app): State<App>,
    actor: Actor,
    Query(query): Query<MessagesQuery>,
    Query(wanted): Query<FormatQuery>,
) -> Answer<Response> {
    let member = actor.with(Permission::ViewAppointments)?;
    if wanted.format == Some(JournalFormat::Csv) {
        journals::note_export(&app, &member, "messages").await?;
        return csv("creno-messages", move |cursor| {
            let (app, member) = (app.clone(), member.clone());
            let query = MessagesQuery { cursor, limit: Some(u32::MAX), ..query.clone() };
            async move { messages::list(&app, &member, &query).await.map(|page| (page.items, page.next)) }
        })
        .await;
    }
    let page = messages::list(&app, &member, &query).await?;
    journals::note_read(&app, &member, "messages".into()).await?;
    Ok(listed("/api/v1/messages", &query, page.next.map(|next| next.to_string()), &page))
}
