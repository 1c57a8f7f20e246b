//! Files in requests and answers: as they are, with their type in `Content-Type` and their name in a header of ours.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use creno_types::ProblemCode;
use creno_types::document::FILE_NAME_HEADER;
use futures_util::{StreamExt as _, stream};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::problem::Refusal;
use crate::app::App;
use crate::documents::DocumentError;
use crate::documents::intake::NewFile;
use crate::documents::reading::OpenFile;

/// The header of an upload that carries the file's name, percent-encoded.
pub(super) const FILE_NAME: HeaderName = HeaderName::from_static(FILE_NAME_HEADER);
/// Bytes of a file that are sent at once.
const PIECE: usize = 64 * 1024;
/// How long a file may take to arrive: ten megabytes at half a megabit a second.
const UPLOAD: Duration = Duration::from_secs(180);

/// A file, in the description of the API.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "it is only described")]
pub(crate) struct FileContent(Vec<u8>);

/// The file of a request, read no further than its limit.
///
/// # Errors
/// When it is too large, or does not arrive.
pub(super) async fn read(app: &App, headers: &HeaderMap, body: Body) -> Result<NewFile, Refusal> {
    let max_bytes = app.documents.max_bytes();
    let too_large = || Refusal::from(DocumentError::TooLarge { max_bytes });
    let told = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Told before it is sent: nothing need be read.
    if told(header::CONTENT_LENGTH).parse::<usize>().is_ok_and(|length| length > max_bytes) {
        return Err(too_large());
    }
    let name = percent_decode_str(told(FILE_NAME)).decode_utf8_lossy().into_owned();
    let media_type = told(header::CONTENT_TYPE).to_owned();
    let content: Bytes = match Limited::new(body, max_bytes).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(too_large()),
        Err(_) => return Err(Refusal::new(ProblemCode::MalformedRequest)),
    };
    Ok(NewFile { name, media_type, content })
}

/// What RFC 8187 leaves as it is.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A file to keep on one's disk: never shown within our origin, never guessed at, kept by nobody on the way.
pub(super) fn attachment(file: OpenFile) -> Response {
    let name = utf8_percent_encode(&file.name, ATTRIBUTE);
    let end = file.kind.extensions().first().copied().unwrap_or_default();
    let disposition = format!("attachment; filename=\"document.{end}\"; filename*=UTF-8''{name}");
    let disposition = HeaderValue::try_from(disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type())),
        (header::CONTENT_LENGTH, HeaderValue::from(file.content.len())),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    // Piece by piece, so that its turn ends when the last one has left.
    let pieces = stream::unfold((file.content, file.turn), |(mut rest, turn)| async {
        let piece = rest.split_to(rest.len().min(PIECE));
        (!piece.is_empty()).then(|| (Ok::<_, Infallible>(piece), (rest, turn)))
    });
    // Connections ask once more after the last one.
    (headers, Body::from_stream(pieces.fuse())).into_response()
}

/// Lets a request take no longer than `usual`, or than a file needs to arrive.
pub(super) async fn in_time(usual: Duration, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let is_upload = request.method() == Method::POST && path.ends_with("/documents");
    let time = if is_upload { usual.max(UPLOAD) } else { usual };
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
