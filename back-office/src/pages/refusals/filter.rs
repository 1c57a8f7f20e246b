//! Which refusals are shown, as the address says, and the ways to change it.

use chrono::NaiveDate;
use creno_types::ProblemCode;
use creno_types::journal::JournalOrder;
use creno_types::refusal::RefusalsQuery;
use yew::prelude::*;

use crate::app::{JournalQuery, OLDEST_FIRST, Route};
use crate::components::period::Period;
use crate::hooks::said::use_said;
use crate::i18n::dates;

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
    /// The period that the address says.
    pub fn period(&self) -> Period {
        Period { from: self.query.from, to: self.query.to }
    }

    /// Shows the refusals of one code, or of all.
    pub fn with_reason(&self, reason: Option<ProblemCode>) -> Callback<MouseEvent> {
        let query = RefusalsQuery { reason, ..self.query.clone() };
        self.set.reform(move |_| query.clone())
    }

    /// Shows the refusals of another period.
    pub fn with_period(&self) -> Callback<Period> {
        let query = self.query.clone();
        self.set.reform(move |Period { from, to }| RefusalsQuery { from, to, ..query.clone() })
    }
}

/// Reads the address.
#[hook]
pub fn use_filter() -> Filter {
    let (said, say) = use_said::<JournalQuery>(Route::JournalRefusals);
    let set = say.reform(|query: RefusalsQuery| address(&query));
    let query = read(&said);
    let today = dates::now().date_naive();
    let (from, to) = Period { from: query.from, to: query.to }.days(today);
    Filter { query, from, to, today, set }
}

/// What the address asks for; what it says wrongly counts for nothing.
fn read(said: &JournalQuery) -> RefusalsQuery {
    let Period { from, to } = Period::read(said.du.as_deref(), said.au.as_deref());
    let reason = said.motif.as_deref();
    let reason = reason.and_then(|word| ProblemCode::ALL.iter().find(|code| code.as_str() == word).copied());
    RefusalsQuery { from, to, reason, order: said.order(), ..RefusalsQuery::default() }
}

/// What the address says for it.
fn address(query: &RefusalsQuery) -> JournalQuery {
    let (du, au) = Period { from: query.from, to: query.to }.said();
    let motif = query.reason.map(|code| code.to_string());
    let ordre = (query.order == JournalOrder::Oldest).then(|| OLDEST_FIRST.to_owned());
    JournalQuery { du, au, motif, ordre, ..JournalQuery::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_alike() {
        let said = JournalQuery {
            du: Some("2026-06-01".into()),
            au: Some("2026-06-15".into()),
            motif: Some("rate_limited".into()),
            ordre: Some(OLDEST_FIRST.into()),
            ..JournalQuery::default()
        };
        let query = read(&said);
        assert_eq!((query.from, query.reason), ("2026-06-01".parse().ok(), Some(ProblemCode::RateLimited)));
        assert_eq!(address(&query), said);
        let wrong =
            JournalQuery { du: Some("hier".into()), motif: Some("pluie".into()), ordre: None, ..said };
        assert_eq!(read(&wrong), RefusalsQuery { to: query.to, ..RefusalsQuery::default() });
    }
}
