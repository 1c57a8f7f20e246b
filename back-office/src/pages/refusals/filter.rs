//! Which refusals are shown, as the address says, and the ways to change it.

use chrono::{Days, NaiveDate};
use creno_types::ProblemCode;
use creno_types::refusal::RefusalsQuery;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::{JournalQuery, Route};
use crate::i18n::dates;

/// How many days the server shows when none are asked, the last one included.
pub const LAST_DAYS: u64 = 30;

/// Which refusals are shown.
#[derive(Clone, PartialEq)]
pub struct Filter {
    /// What is asked of the server; what the address does not say is left to it.
    pub query: RefusalsQuery,
    /// First day shown, in UTC.
    pub from: NaiveDate,
    /// Last day shown, in UTC.
    pub to: NaiveDate,
    /// Today in UTC.
    pub today: NaiveDate,
    /// Shows others.
    pub set: Callback<RefusalsQuery>,
}

impl Filter {
    /// Shows the refusals of one code, or of all.
    pub fn with_reason(&self, reason: Option<ProblemCode>) -> Callback<MouseEvent> {
        let query = RefusalsQuery { reason, ..self.query.clone() };
        self.set.reform(move |_| query.clone())
    }
}

/// Reads the address.
#[hook]
pub fn use_filter() -> Filter {
    let navigator = use_navigator();
    let said = use_location().and_then(|location| location.query::<JournalQuery>().ok()).unwrap_or_default();
    let set = Callback::from(move |query: RefusalsQuery| {
        if let Some(navigator) = &navigator {
            // The query is three plain texts: encoding them can't fail.
            drop(navigator.push_with_query(&Route::Refusals, address(&query)));
        }
    });
    let query = read(&said);
    let today = dates::now().date_naive();
    let (from, to) = days(&query, today);
    Filter { query, from, to, today, set }
}

/// What the address asks for; what it says wrongly counts for nothing.
fn read(said: &JournalQuery) -> RefusalsQuery {
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    let reason = said.motif.as_deref();
    RefusalsQuery {
        from: day(&said.du),
        to: day(&said.au),
        reason: reason.and_then(|word| ProblemCode::ALL.iter().find(|code| code.as_str() == word).copied()),
        ..RefusalsQuery::default()
    }
}

/// What the address says for it.
fn address(query: &RefusalsQuery) -> JournalQuery {
    JournalQuery {
        du: query.from.map(|day| day.to_string()),
        au: query.to.map(|day| day.to_string()),
        motif: query.reason.map(|code| code.to_string()),
    }
}

/// First and last days, with the server's own where none is asked.
pub fn days(query: &RefusalsQuery, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let to = query.to.unwrap_or(today);
    let from = query.from.or_else(|| to.checked_sub_days(Days::new(LAST_DAYS - 1))).unwrap_or(to);
    (from, to)
}

/// The same reason over the last `count` days.
pub fn last(query: &RefusalsQuery, count: u64, today: NaiveDate) -> RefusalsQuery {
    let from = today.checked_sub_days(Days::new(count - 1)).filter(|_| count != LAST_DAYS);
    RefusalsQuery { from, to: None, ..query.clone() }
}

/// The same with another first day; a last day before it follows it.
pub fn starting(query: &RefusalsQuery, from: NaiveDate) -> RefusalsQuery {
    RefusalsQuery { from: Some(from), to: query.to.map(|to| to.max(from)), ..query.clone() }
}

/// The same with another last day; a first day after it follows it.
pub fn ending(query: &RefusalsQuery, to: NaiveDate, today: NaiveDate) -> RefusalsQuery {
    let (from, _) = days(query, today);
    RefusalsQuery { from: Some(from.min(to)), to: (to != today).then_some(to), ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        let said = JournalQuery {
            du: Some("2026-06-01".into()),
            au: Some("2026-06-15".into()),
            motif: Some("rate_limited".into()),
        };
        let query = read(&said);
        assert_eq!((query.from, query.reason), (Some(date("2026-06-01")), Some(ProblemCode::RateLimited)));
        assert_eq!(address(&query), said);
        let wrong = JournalQuery { du: Some("hier".into()), au: None, motif: Some("pluie".into()) };
        assert_eq!(read(&wrong), RefusalsQuery::default());
    }

    #[test]
    fn the_last_thirty_days_are_what_no_address_says() {
        let today = date("2026-06-15");
        assert_eq!(days(&RefusalsQuery::default(), today), (date("2026-05-17"), today));
        assert_eq!(last(&RefusalsQuery::default(), 30, today), RefusalsQuery::default());
        assert_eq!(days(&last(&RefusalsQuery::default(), 7, today), today), (date("2026-06-09"), today));
        assert_eq!(days(&last(&RefusalsQuery::default(), 1, today), today), (today, today));
    }

    #[test]
    fn a_period_never_goes_backwards() {
        let today = date("2026-06-15");
        let query = ending(&RefusalsQuery::default(), date("2026-05-01"), today);
        assert_eq!(days(&query, today), (date("2026-05-01"), date("2026-05-01")));
        let query = starting(&query, date("2026-06-10"));
        assert_eq!(days(&query, today), (date("2026-06-10"), date("2026-06-10")));
        let query = ending(&query, today, today);
        assert_eq!((query.to, days(&query, today)), (None, (date("2026-06-10"), today)));
    }
}
