//! The campaign of the demonstration: evenings about budgets.

use chrono::{Datelike as _, NaiveDate, Weekday};
use creno_engine::holiday::holiday_on;
use creno_engine::rules::Recurrence;
use creno_engine::{Window, WindowKind};
use creno_types::Channel::{Office, Video};
use creno_types::ids::AgencyId;
use uuid::Uuid;

use super::Day;
use super::rows::{Agency, Campaign};
use super::windows::minute;

/// The agency, by its rank in [`super::places::PLACES`].
const PLACE: usize = 1;
/// Who takes part, by their rank in the list of people: two who work in that agency.
const PEOPLE: [usize; 2] = [3, 4];
/// The themes, by their rank in [`super::themes::THEMES`].
const THEMES: [usize; 2] = [0, 1];
/// The evening, after the windows of those who take part.
const EVENING: [[u16; 2]; 2] = [[18, 30], [20, 30]];
/// The one-day session is on the first working day so many days ahead, or after.
const FIRST_DAY: i64 = 4;

/// Sessions every third Thursday of the month, and on one day of the next two weeks.
pub(super) fn campaigns(day: &Day, agencies: &[Agency]) -> Vec<Campaign> {
    let agency = &agencies[PLACE];
    let thursdays =
        Recurrence { weekday: Weekday::Thu, interval: 1, nth: Some(3), valid_from: None, valid_until: None };
    let date = soon(day, agency);
    let once = Recurrence {
        weekday: date.weekday(),
        interval: 1,
        nth: None,
        valid_from: Some(date),
        valid_until: Some(date),
    };
    let session = |recurrence| Window {
        kind: WindowKind::Recurring(recurrence),
        agency: Some(AgencyId(agency.id)),
        channels: [Office, Video].into_iter().collect(),
        from: minute(EVENING[0]),
        to: minute(EVENING[1]),
    };
    vec![Campaign {
        // Drawn from the agency's: a draw more would change all that is drawn after it.
        id: Uuid::from_u128(agency.id.as_u128() ^ 1),
        slug: "soirees-budget",
        name: "Les soirées budget",
        themes: THEMES.to_vec(),
        staff: PEOPLE.to_vec(),
        sessions: vec![session(thursdays), session(once)],
    }]
}

/// A working day of the next two weeks.
fn soon(day: &Day, agency: &Agency) -> NaiveDate {
    let works = |date: &NaiveDate| {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && holiday_on(agency.holidays(), *date).is_none()
    };
    (FIRST_DAY..FIRST_DAY + 10).map(|days| day.after(days)).find(works).unwrap_or(day.after(FIRST_DAY))
}
