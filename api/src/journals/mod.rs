//! Journals of what people and programs did: written as it happens, read by period, taken away as files, dropped with age.
//!
//! One more journal: its rows in `store`, its module here, a [`sheets::Line`] for its file, its age in
//! `config/retention.rs` and [`retention`]. See `docs/decisions/0020-journals.md`.

pub mod accesses;
pub mod retention;
pub mod settings;
pub mod sheets;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use creno_types::journal::AccessKind;

use crate::app::App;
use crate::store::StoreError;
use crate::store::access::{self, NewAccess};
use crate::store::staff::Member;

/// Lines of a page, when nothing is asked.
const PAGE: u32 = 50;
/// Lines of a page at most.
const LONGEST_PAGE: u32 = 200;
/// Lines of a file that are read from the database at once.
pub const BATCH: u32 = 1_000;

/// Notes that somebody looked at clients' data.
///
/// # Errors
/// When the database fails.
pub async fn note_read(app: &App, member: &Member, subject: String) -> Result<(), StoreError> {
    note(app, member, AccessKind::Read, subject).await
}

/// Notes that somebody took a journal away.
///
/// # Errors
/// When the database fails.
pub async fn note_export(app: &App, member: &Member, journal: &str) -> Result<(), StoreError> {
    note(app, member, AccessKind::Export, format!("journal of {journal}")).await
}

/// Notes what somebody did, and from where.
///
/// # Errors
/// When the database fails.
pub async fn note(app: &App, member: &Member, kind: AccessKind, subject: String) -> Result<(), StoreError> {
    let line = NewAccess {
        id: app.new_id(),
        at: app.now(),
        kind,
        staff: member.staff_id(),
        key: member.key.as_ref().map(|key| key.id),
        who: member.staff.name.clone(),
        account_hash: None,
        address: member.address.clone(),
        subject,
    };
    access::insert_access(&app.db, line).await
}

/// How many lines a page has.
fn page(asked: Option<u32>) -> u32 {
    asked.unwrap_or(PAGE).clamp(1, LONGEST_PAGE)
}

/// The instants of days of UTC, both included; all those that a journal may hold when no day is given.
fn instants(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (DateTime<Utc>, DateTime<Utc>) {
    // Both engines know these; PostgreSQL's dates begin later than those that can be typed.
    let (first, last) = (NaiveDate::from_ymd_opt(1970, 1, 1), NaiveDate::from_ymd_opt(9999, 12, 30));
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let from = from.unwrap_or(first).clamp(first, last);
    let after = to.unwrap_or(last).clamp(first, last).checked_add_days(Days::new(1)).unwrap_or(last);
    // A last day before all days holds nothing.
    let until = if to.is_some_and(|to| to < first) { midnight(first) } else { midnight(after) };
    (midnight(from), until)
}

#[cfg(test)]
mod tests {
    use super::instants;

    #[test]
    fn a_period_holds_its_first_and_last_day() {
        let day = |text: &str| Some(text.parse().unwrap());
        for (from, to, first, until) in [
            (day("2026-06-15"), day("2026-06-15"), "2026-06-15T00:00:00Z", "2026-06-16T00:00:00Z"),
            (None, day("2026-02-28"), "1970-01-01T00:00:00Z", "2026-03-01T00:00:00Z"),
            (day("-4712-01-01"), day("1969-12-31"), "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            (day("+262142-12-31"), None, "9999-12-30T00:00:00Z", "9999-12-31T00:00:00Z"),
        ] {
            let found = instants(from, to);
            assert_eq!(found, (first.parse().unwrap(), until.parse().unwrap()), "{from:?} {to:?}");
        }
    }
}
