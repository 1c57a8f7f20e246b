use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use creno_types::document::{Document, DocumentQuery, Documents};
use creno_types::ids::DocumentId;
use creno_types::{Problem, ProblemCode};

use crate::app::App;
use crate::booking::Author;
use crate::documents::{self, intake, reading, removal};
use crate::http::caching::NO_STORE;
use crate::http::extract::{Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::http::upload::{self, FileContent};

/// The documents of the appointment of a management link.
///
/// Those that its theme asks, and those that were received. The link never gives what is in them.
#[utoipa::path(get, path = "/api/v1/public/appointments/{manage_token}/documents", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link")),
    responses((status = 200, body = Documents), (status = 404, body = Problem), (status = 410, body = Problem)))]
pub(crate) async fn list_client_documents(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Documents>)> {
    let full = documents::of_link(&app, &token).await?;
    Ok((NO_STORE, axum::Json(reading::list(&app, &full, Author::Client).await?)))
}

/// Adds a document that the theme asks, until the appointment begins.
///
/// The body is the file as it is, its media type in `Content-Type`. Its content is looked at: what is not of the type that is
/// said, or of none that is taken, is refused.
#[utoipa::path(post, path = "/api/v1/public/appointments/{manage_token}/documents", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link"), DocumentQuery,
        ("Creno-File-Name" = Option<String>, Header, description = "The file's name, percent-encoded UTF-8")),
    request_body(content(
        (FileContent = "application/pdf"), (FileContent = "image/jpeg"), (FileContent = "image/png"), (FileContent = "image/heic"),
        (FileContent = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileContent = "application/vnd.oasis.opendocument.text"))),
    responses((status = 201, body = Document), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem), (status = 413, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(crate) async fn add_client_document(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(query): Query<DocumentQuery>,
    headers: HeaderMap,
    body: Body,
) -> Answer<(StatusCode, [(HeaderName, &'static str); 1], axum::Json<Document>)> {
    let full = documents::of_link(&app, &token).await?;
    let slip = intake::begin(&app, full, Author::Client, &query).await?;
    let file = upload::read(&app, &headers, body).await?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(slip.keep(&app, file).await?)))
}

/// Deletes a document that the client gave for good, until the appointment begins.
#[utoipa::path(delete, path = "/api/v1/public/appointments/{manage_token}/documents/{document}", tag = "Parcours public",
    params(("manage_token" = String, Path, description = "The token of the management link"), ("document" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub(crate) async fn delete_client_document(
    State(app): State<App>,
    Path((token, document)): Path<(String, String)>,
) -> Answer<StatusCode> {
    let full = documents::of_link(&app, &token).await?;
    let document: DocumentId = document.parse().map_err(|_| Refusal::new(ProblemCode::UnknownDocument))?;
    removal::delete(&app, &full, Author::Client, document).await?;
    Ok(StatusCode::NO_CONTENT)
}
