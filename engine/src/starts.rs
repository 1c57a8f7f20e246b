//! Open − booked − busy → starts on the step.

use chrono::NaiveDate;
use creno_types::theme::Anchor;

use crate::open::stretches;
use crate::rules::{Person, Request};
use crate::span::{Instant, Span, subtract, union};

/// The starts of one local date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date in the agency's zone.
    pub date: NaiveDate,
    /// Starts, in order, each once.
    pub starts: Vec<Instant>,
}

/// The starts on offer from `from` to `to` (local dates, both included); days without any are left out.
pub fn offered(request: &Request<'_>, people: &[Person], from: NaiveDate, to: NaiveDate) -> Vec<Day> {
    days(request, people, from, to).collect()
}

/// The first start on offer on a local date after `date`, within the theme's horizon.
pub fn next_after(request: &Request<'_>, people: &[Person], date: NaiveDate) -> Option<Instant> {
    let from = date.succ_opt()?;
    days(request, people, from, request.last_date()).next()?.starts.first().copied()
}

/// Days that have starts, computed as they are asked for.
fn days<'a>(
    request: &'a Request<'_>,
    people: &'a [Person],
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = Day> + 'a {
    let takers: Vec<_> = people.iter().map(|person| Taken::of(request, person)).collect();
    let open = request.theme.channels.contains(request.channel);
    let first = from.max(request.zone.local_date(request.earliest()));
    let last = to.min(request.last_date());
    first.iter_days().take_while(move |date| open && *date <= last).filter_map(move |date| {
        let mut starts = Vec::new();
        for (person, taken) in people.iter().zip(&takers) {
            for stretch in stretches(request, person, date) {
                taken.starts(request, stretch, &mut starts);
            }
        }
        starts.sort_unstable();
        starts.dedup();
        (!starts.is_empty()).then_some(Day { date, starts })
    })
}

/// What takes a person's time, arranged for one theme.
pub(crate) struct Taken {
    /// Starts that would overlap a booking or busy time: each span holds the refused starts *between* its
    /// ends, which are both fine. In order; spans that share a refused start are joined.
    refused: Vec<Span>,
    /// Time taken as such, in order and apart: where free stretches begin.
    taken: Vec<Span>,
}

impl Taken {
    pub(crate) fn of(request: &Request<'_>, person: &Person) -> Self {
        let duration = request.theme.duration.seconds();
        let buffer = request.theme.buffer.seconds();
        let widened = |span: &Span, by: i64| Span::new(span.start - by, span.end);
        let bookings = person.bookings.iter().filter(|span| !span.is_empty());
        let busy = person.busy.iter().filter(|span| !span.is_empty());
        let mut refused: Vec<_> = bookings
            .map(|span| widened(span, duration + buffer))
            .chain(busy.map(|span| widened(span, duration)))
            .collect();
        refused.sort_unstable();
        let taken = match request.theme.anchor {
            Anchor::Midnight => Vec::new(),
            Anchor::Window => union(person.bookings.iter().chain(&person.busy).copied().collect()),
        };
        Self { refused: join_overlapping(&refused), taken }
    }

    /// Whether an appointment may begin at `start` as far as taken time goes.
    pub(crate) fn allows(&self, start: Instant) -> bool {
        self.refusal(start).is_none()
    }

    fn refusal(&self, start: Instant) -> Option<Span> {
        let span = *self.refused.get(self.refused.partition_point(|span| span.end <= start))?;
        (span.start < start).then_some(span)
    }

    /// Adds to `starts` those that lie in one open stretch.
    pub(crate) fn starts(&self, request: &Request<'_>, stretch: Span, starts: &mut Vec<Instant>) {
        let last = stretch.end - request.theme.duration.seconds();
        match request.theme.anchor {
            Anchor::Midnight => self.on_the_wall_clock(request, stretch, last, starts),
            Anchor::Window => self.in_free_stretches(request, stretch, last, starts),
        }
    }

    /// Every step of the wall clock from local midnight. The clock may change inside the stretch.
    fn on_the_wall_clock(
        &self,
        request: &Request<'_>,
        stretch: Span,
        last: Instant,
        starts: &mut Vec<Instant>,
    ) {
        let step = request.step();
        let mut from = stretch.start.max(request.earliest());
        while from <= last {
            let change = request.zone.next_change(from).unwrap_or(Instant::MAX);
            let offset = i64::from(request.zone.offset_at(from));
            // A day is a multiple of the step, so counting from any local midnight is the same.
            let on_step = |at: Instant| at + (-(at + offset)).rem_euclid(step);
            let mut start = on_step(from);
            while start <= last && start < change {
                match self.refusal(start) {
                    None => {
                        starts.push(start);
                        start += step;
                    }
                    Some(refused) => start = on_step(refused.end),
                }
            }
            from = change;
        }
    }

    /// Every step from the beginning of each free stretch.
    fn in_free_stretches(
        &self,
        request: &Request<'_>,
        stretch: Span,
        last: Instant,
        starts: &mut Vec<Instant>,
    ) {
        let step = request.step();
        for free in subtract(stretch, &self.taken) {
            let late = (request.earliest() - free.start).max(0);
            let skipped = late + (-late).rem_euclid(step);
            let mut start = free.start + skipped;
            while start <= last && start < free.end {
                if self.allows(start) {
                    starts.push(start);
                }
                start += step;
            }
        }
    }
}

/// `spans`, in order, with those that share an inner instant joined; ends that only touch stay apart, since
/// the end of one and the beginning of the next are both allowed.
fn join_overlapping(spans: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(*span),
        }
    }
    joined
}
