//! Journals as files, sent while they are read.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use futures_util::stream::try_unfold;
use uuid::Uuid;

use super::caching::NO_STORE;
use super::problem::{Answer, Refusal};
use crate::journals::sheets::{self, Line};
use crate::store::StoreError;

/// Some lines, and where the following ones begin.
pub(super) type Batch<T> = Result<(Vec<T>, Option<Uuid>), StoreError>;

/// A CSV file of the lines that `fetch` gives from a cursor on, a batch at a time: a journal of years takes no more memory
/// than one of a day. The first batch is read before anything is answered, so that a failure is told as such; a later
/// one cuts the file short, which clients take for a failed download.
pub(super) async fn csv<T, F, Fut>(name: &str, fetch: F) -> Answer<Response>
where
    T: Line + Send + Sync + 'static,
    F: Fn(Option<Uuid>) -> Fut + Send + 'static,
    Fut: Future<Output = Batch<T>> + Send + 'static,
{
    let (lines, next) = fetch(None).await?;
    let mut first = sheets::head::<T>().map_err(Refusal::internal)?;
    first.extend(sheets::rows(&lines).map_err(Refusal::internal)?);
    let stream = try_unfold((Some(first), next), move |(ready, next)| {
        let following = next.filter(|_| ready.is_none()).map(|cursor| fetch(Some(cursor)));
        async move {
            match (ready, following) {
                (Some(bytes), _) => Ok(Some((Bytes::from(bytes), (None, next)))),
                (None, None) => Ok::<_, axum::BoxError>(None),
                (None, Some(following)) => {
                    let (lines, next) = following.await?;
                    Ok(Some((sheets::rows(&lines)?.into(), (None, next))))
                }
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, disposition(name)?),
    ];
    Ok((NO_STORE, headers, Body::from_stream(stream)).into_response())
}

fn disposition(name: &str) -> Answer<HeaderValue> {
    HeaderValue::try_from(format!("attachment; filename=\"{name}.csv\"")).map_err(Refusal::internal)
}

/// `creno-refus-2026-06-01-2026-06-15`, the days being those asked for.
pub(super) fn file_name(journal: &str, from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    let days = [from, to].into_iter().flatten().map(|day| format!("-{day}"));
    format!("creno-{journal}{}", days.collect::<String>())
}
