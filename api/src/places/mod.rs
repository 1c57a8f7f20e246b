//! Towns by name or postcode, to find the agencies near one: the communes of France, kept in memory.
//!
//! The data are those of `api/data/README.md`; they are unpacked at the first question.

mod data;
mod index;
pub(crate) mod words;

use std::sync::LazyLock;

use creno_types::place::{Places, PlacesQuery};
use creno_types::{FieldError, FieldErrorCode};

use index::Index;

/// The most towns in one answer.
const MOST: usize = 6;

static INDEX: LazyLock<Result<Index, String>> =
    LazyLock::new(|| data::unpack().and_then(Index::new).map_err(|error| format!("{error:#}")));

/// Why no towns are listed.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// The question is too long.
    #[error("too long")]
    TooLong(FieldError),
    /// The data within the program can't be read.
    #[error("towns can't be read: {0}")]
    Data(&'static str),
    /// Reading them was interrupted.
    #[error("towns were not read")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// The towns that `query` begins or means, the best first; none when it is too short.
///
/// # Errors
/// When it is too long, or the data can't be read.
pub async fn list_places(query: &PlacesQuery) -> Result<Places, PlacesError> {
    if query.q.chars().count() > PlacesQuery::LONGEST {
        return Err(PlacesError::TooLong(FieldError::new("q", FieldErrorCode::TooLong)));
    }
    if query.q.trim().chars().count() < PlacesQuery::SHORTEST {
        return Ok(Places::default());
    }
    if LazyLock::get(&INDEX).is_none() {
        // Some tens of milliseconds, once: not at the expense of other requests.
        tokio::task::spawn_blocking(|| LazyLock::force(&INDEX).is_ok()).await?;
    }
    match &*INDEX {
        Ok(index) => Ok(Places { places: index.find(&query.q, MOST) }),
        Err(error) => Err(PlacesError::Data(error)),
    }
}

#[cfg(test)]
mod tests;
