//! Addresses completed while they are typed, from the Base Adresse Nationale, through this server: the visitor's
//! browser calls nobody else.
//!
//! What is typed tells where somebody lives: it is neither logged nor written down. Typing by hand always works, so a
//! source that is slow, wrong or away costs an answer, never a booking.

mod ban;
mod demo;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use creno_types::address::{Address, Addresses, AddressesQuery};
use creno_types::{FieldError, FieldErrorCode};
use quick_cache::sync::Cache;
use tracing::Instrument as _;

pub use ban::Ban;
pub use demo::features as demo_features;

use super::breaker::Breaker;
use crate::app::App;

/// The most addresses in one answer.
pub const MOST: usize = 5;
/// How many answers are kept in memory.
const KEPT: usize = 2_000;
/// For how long: addresses change slowly, and nobody's are to stay.
const KEPT_FOR: TimeDelta = TimeDelta::hours(1);
/// When to try again after one failure.
const SOON: Duration = Duration::from_secs(2);

/// Where addresses are looked for.
#[async_trait]
pub trait AddressSource: fmt::Debug + Send + Sync {
    /// The addresses that begin as `typed`, the likeliest first, [`MOST`] at most.
    ///
    /// # Errors
    /// When the source gives no answer that can be used.
    async fn complete(&self, typed: &str) -> Result<Vec<Address>, SourceError>;
}

/// Why a source gives no answer. None of it repeats what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// It did not answer in time.
    #[error("no answer in time")]
    TooSlow,
    /// It can't be reached, or the connection broke.
    #[error("it can't be reached")]
    Unreachable,
    /// It refused, or failed, with this HTTP status.
    #[error("it answered with status {0}")]
    Status(u16),
    /// It sends elsewhere, where nothing typed is to go unless the operator says so.
    #[error("it redirects (status {0}): set CRENO_ADDRESSES_URL to its new address")]
    Redirect(u16),
    /// Its answer is larger than any list of addresses.
    #[error("its answer is too large")]
    TooLarge,
    /// Its answer is not the GeoJSON of addresses.
    #[error("its answer can't be read")]
    Unreadable,
}

/// Why no addresses are listed.
#[derive(Debug, thiserror::Error)]
pub enum AddressesError {
    /// What was typed is too long.
    #[error("too long")]
    TooLong(FieldError),
    /// The source does not answer for now.
    #[error("addresses can't be completed")]
    Unavailable {
        /// When to try again.
        retry_after: Duration,
    },
}

/// A source, what it answered lately, and whether it is worth asking.
#[derive(Debug)]
pub struct AddressBook {
    source: Option<Arc<dyn AddressSource>>,
    breaker: Breaker,
    kept: Cache<String, Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    addresses: Arc<[Address]>,
    since: DateTime<Utc>,
}

impl AddressBook {
    /// Nothing asked yet; without a source, nothing is ever found.
    pub fn new(source: Option<Arc<dyn AddressSource>>) -> Self {
        Self { source, breaker: Breaker::default(), kept: Cache::new(KEPT) }
    }
}

/// The addresses that begin as `query`, the likeliest first; none when it is too short or there is no source.
///
/// # Errors
/// When it is too long, or the source does not answer.
pub async fn list_addresses(app: &App, query: &AddressesQuery) -> Result<Addresses, AddressesError> {
    if query.q.chars().count() > AddressesQuery::LONGEST {
        return Err(AddressesError::TooLong(FieldError::new("q", FieldErrorCode::TooLong)));
    }
    let book = &app.addresses;
    let typed = tidy(&query.q);
    let Some(source) = book.source.clone().filter(|_| typed.chars().count() >= AddressesQuery::SHORTEST)
    else {
        return Ok(Addresses::default());
    };
    let now = app.now();
    if let Some(kept) =
        book.kept.get(&typed).filter(|kept| (kept.since..kept.since + KEPT_FOR).contains(&now))
    {
        return Ok(Addresses { addresses: kept.addresses.to_vec() });
    }
    book.breaker.ask(now).map_err(|retry_after| AddressesError::Unavailable { retry_after })?;
    // By itself: a visitor who types on gives this question up, and its answer, or its failure, still counts.
    let asked = tokio::spawn(ask(app.clone(), source, typed).in_current_span()).await;
    let addresses = asked.ok().flatten().ok_or(AddressesError::Unavailable { retry_after: SOON })?;
    Ok(Addresses { addresses: addresses.to_vec() })
}

/// Asks the source, and notes what came of it.
async fn ask(app: App, source: Arc<dyn AddressSource>, typed: String) -> Option<Arc<[Address]>> {
    let found = source.complete(&typed).await;
    let (book, now) = (&app.addresses, app.now());
    book.breaker.note(found.is_ok(), now);
    match found {
        Ok(addresses) => {
            let addresses: Arc<[Address]> = addresses.into();
            let kept = Kept { addresses: addresses.clone(), since: now };
            book.kept.insert(typed, kept);
            Some(addresses)
        }
        Err(error) => {
            tracing::warn!(cause = %error, "addresses can't be completed");
            None
        }
    }
}

/// What is asked, the same for what means the same: lower case, one space between words, and a letter or a digit at the
/// beginning, which the Base Adresse Nationale wants, and at the end.
fn tidy(typed: &str) -> String {
    let typed = typed.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let visible = |word: &str| word.chars().filter(|c| !c.is_control()).collect::<String>();
    typed.split_whitespace().map(visible).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn what_means_the_same_is_asked_once() {
        for typed in ["8 rue de la Paix", "  8  RUE de\tla paix ", "« 8 rue de la\u{0} paix"] {
            assert_eq!(tidy(typed), "8 rue de la paix");
        }
        assert_eq!(tidy("-- ;"), "");
    }
}
