use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::Response;
use creno_types::document::{Document, DocumentQuery, Documents};
use creno_types::ids::DocumentId;
use creno_types::staff::Permission;
use creno_types::{Problem, ProblemCode};

use crate::app::App;
use crate::booking::Author;
use crate::documents::{self, intake, reading, removal};
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::http::upload::{self, FileContent};

/// The documents of an appointment.
///
/// Those that its theme asks, and those that were received. To whom anything of clients is masked, files have no names.
#[utoipa::path(get, path = "/api/v1/appointments/{appointment}/documents", tag = "Documents",
    params(("appointment" = String, Path, description = "Id or reference")),
    responses((status = 200, body = Documents), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn list_documents(
    State(app): State<App>,
    actor: Actor,
    Path(appointment): Path<String>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Documents>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    let full = documents::within(&app, &member, &appointment).await?;
    Ok((NO_STORE, axum::Json(reading::list(&app, &full, Author::Member(&member)).await?)))
}

/// Adds a document for the client.
///
/// The body is the file as it is, its media type in `Content-Type`. Of a theme's documents, or another.
#[utoipa::path(post, path = "/api/v1/appointments/{appointment}/documents", tag = "Documents",
    params(("appointment" = String, Path, description = "Id or reference"), DocumentQuery,
        ("Creno-File-Name" = Option<String>, Header, description = "The file's name, percent-encoded UTF-8")),
    request_body(content(
        (FileContent = "application/pdf"), (FileContent = "image/jpeg"), (FileContent = "image/png"), (FileContent = "image/heic"),
        (FileContent = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileContent = "application/vnd.oasis.opendocument.text"))),
    responses((status = 201, body = Document), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(crate) async fn add_document(
    State(app): State<App>,
    actor: Actor,
    Path(appointment): Path<String>,
    Query(query): Query<DocumentQuery>,
    headers: HeaderMap,
    body: Body,
) -> Answer<(StatusCode, [(HeaderName, &'static str); 1], axum::Json<Document>)> {
    let member = actor.with(Permission::ManageAppointments)?;
    let full = documents::within(&app, &member, &appointment).await?;
    let slip = intake::begin(&app, full, Author::Member(&member), &query).await?;
    let file = upload::read(&app, &headers, body).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(slip.keep(&app, file).await?)))
}

/// What is in a document.
///
/// An attachment, of the type that was found in its content. Each reading is journaled; profiles and keys that mask anything
/// of clients are refused.
#[utoipa::path(get, path = "/api/v1/appointments/{appointment}/documents/{document}", tag = "Documents",
    params(("appointment" = String, Path, description = "Id or reference"), ("document" = String, Path)),
    responses((status = 200, content(
            (FileContent = "application/pdf"), (FileContent = "image/jpeg"), (FileContent = "image/png"), (FileContent = "image/heic"),
            (FileContent = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (FileContent = "application/vnd.oasis.opendocument.text"))),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 503, body = Problem)))]
pub(crate) async fn read_document(
    State(app): State<App>,
    actor: Actor,
    Path((appointment, document)): Path<(String, String)>,
) -> Answer<Response> {
    let member = actor.with(Permission::ViewAppointments)?;
    let full = documents::within(&app, &member, &appointment).await?;
    Ok(upload::attachment(reading::read(&app, &member, &full, id(&document)?).await?))
}

/// Deletes a document for good.
#[utoipa::path(delete, path = "/api/v1/appointments/{appointment}/documents/{document}", tag = "Documents",
    params(("appointment" = String, Path, description = "Id or reference"), ("document" = String, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn delete_document(
    State(app): State<App>,
    actor: Actor,
    Path((appointment, document)): Path<(String, String)>,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::ManageAppointments)?;
    let full = documents::within(&app, &member, &appointment).await?;
    removal::delete(&app, &full, Author::Member(&member), id(&document)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn id(text: &str) -> Answer<DocumentId> {
    text.parse().map_err(|_| Refusal::new(ProblemCode::UnknownDocument))
}
