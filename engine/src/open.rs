//! When a person receives, before anything is taken: their windows, arranged for one request.

use chrono::{Datelike as _, NaiveDate};

use creno_types::channel::{Channel, Channels};
use creno_types::ids::AgencyId;

use crate::bands::superposed;
use crate::rules::{Closure, Person, Recurrence, Request, Window, WindowKind, closures_on};
use crate::span::{Span, subtract, union};
use crate::zone::{LocalDay, Zone};

/// An agency, as far as when it is open goes.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Which one.
    pub agency: AgencyId,
    /// Its zone, tabulated over the dates asked.
    pub zone: &'a Zone,
    /// When it offers nothing, by date.
    pub closures: &'a [Closure],
}

/// When a person receives somewhere between two local dates, both included, and by what ways of meeting, before anything
/// is taken: in order and apart, the same ways of meeting all along each stretch.
pub fn open_time(
    place: &Place<'_>,
    person: &Person,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<(Span, Channels)> {
    superposed(&Channel::ALL.map(|channel| {
        let plan = Plan::serving(place.agency, channel, person);
        let days = from.iter_days().take_while(|date| *date <= to);
        let stretches =
            days.flat_map(|date| plan.less(closures_on(place.closures, date), &place.zone.day(date)));
        (channel, union(stretches.collect()))
    }))
}

/// A person's windows that serve the agency and channel asked, so that a date costs a look at its weekday only.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Recurring openings by weekday, from Monday.
    weekly: [Vec<(Recurrence, Minutes)>; 7],
    /// Openings and closings of one date, by date.
    openings: Vec<(NaiveDate, Minutes)>,
    closings: Vec<(NaiveDate, Minutes)>,
}

/// Local minutes of a day: the first one, and the one at which the stretch ends.
type Minutes = (u16, u16);

impl Plan {
    pub(crate) fn of(request: &Request<'_>, person: &Person) -> Self {
        Self::serving(request.agency, request.channel, person)
    }

    fn serving(agency: AgencyId, channel: Channel, person: &Person) -> Self {
        let mut plan = Self::default();
        for window in person.windows.iter().filter(|window| window.serves(agency, channel)) {
            let minutes = (window.from, window.to);
            match window.kind {
                WindowKind::Recurring(recurrence) => {
                    plan.weekly[recurrence.weekday.num_days_from_monday() as usize]
                        .push((recurrence, minutes));
                }
                WindowKind::Opening(date) => plan.openings.push((date, minutes)),
                WindowKind::Closing(date) => plan.closings.push((date, minutes)),
            }
        }
        plan.openings.sort_unstable();
        plan.closings.sort_unstable();
        plan
    }

    /// The person's openings of a date, as if nobody were ever away: one stretch for each window.
    pub(crate) fn windows(&self, day: &LocalDay<'_>) -> impl Iterator<Item = Span> {
        let weekday = day.date.weekday().num_days_from_monday() as usize;
        let recurring = self.weekly[weekday]
            .iter()
            .filter(|(recurrence, _)| recurrence.occurs_on(day.date))
            .map(|(_, minutes)| *minutes);
        recurring
            .chain(on(&self.openings, day.date))
            .map(|minutes| span(day, minutes))
            .filter(|span| !span.is_empty())
    }

    /// The person's own closings of a date, in order and apart.
    pub(crate) fn closings(&self, day: &LocalDay<'_>) -> Vec<Span> {
        union(on(&self.closings, day.date).map(|minutes| span(day, minutes)).collect())
    }

    /// The open stretches of a date: each window, less the closings of the person and of the agency. Windows that
    /// touch or overlap are not joined, since an appointment lies inside one of them.
    pub(crate) fn stretches(&self, request: &Request<'_>, day: &LocalDay<'_>) -> Vec<Span> {
        self.less(request.closures_on(day.date), day)
    }

    fn less(&self, closures: &[Closure], day: &LocalDay<'_>) -> Vec<Span> {
        let mut windows = self.windows(day).peekable();
        if windows.peek().is_none() {
            return Vec::new();
        }
        let own = on(&self.closings, day.date).map(|minutes| span(day, minutes));
        let agency = closures.iter().map(|closure| span(day, (closure.from, closure.to)));
        let closings = union(own.chain(agency).collect());
        if closings.is_empty() {
            return windows.collect();
        }
        windows.flat_map(|window| subtract(window, &closings)).collect()
    }
}

/// What the agency's closures take of a date.
pub(crate) fn closures(request: &Request<'_>, day: &LocalDay<'_>) -> impl Iterator<Item = Span> {
    request.closures_on(day.date).iter().map(|closure| span(day, (closure.from, closure.to)))
}

impl Window {
    /// Whether it concerns the agency and the channel asked.
    pub fn serves(&self, agency: AgencyId, channel: Channel) -> bool {
        self.agency.is_none_or(|own| own == agency) && self.channels.contains(channel)
    }
}

fn on(dated: &[(NaiveDate, Minutes)], date: NaiveDate) -> impl Iterator<Item = Minutes> {
    let first = dated.partition_point(|(day, _)| *day < date);
    dated[first..].iter().take_while(move |(day, _)| *day == date).map(|(_, minutes)| *minutes)
}

/// By the wall clock of the agency asked.
fn span(day: &LocalDay<'_>, (from, to): Minutes) -> Span {
    Span::new(day.instant(from), day.instant(to))
}
