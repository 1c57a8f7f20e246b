//! Open − booked − busy → starts on the step.

use std::borrow::Borrow;

use chrono::NaiveDate;
use creno_types::theme::Anchor;

use crate::grid::Grid;
use crate::open::Plan;
use crate::rules::{Person, Request};
use crate::span::{Instant, Span, subtract};
use crate::taken::Taken;
use crate::zone::LocalDay;

/// The starts of one local date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date in the agency's zone.
    pub date: NaiveDate,
    /// Starts, in order, each once.
    pub starts: Vec<Instant>,
}

/// A request and the people who may answer it, arranged once so that each date costs little.
#[derive(Debug)]
pub struct Search<'a> {
    request: &'a Request<'a>,
    diaries: Vec<Diary>,
}

impl<'a> Search<'a> {
    /// Arranges what is known of `people` for `request`.
    pub fn new<P: Borrow<Person>>(request: &'a Request<'a>, people: &[P]) -> Self {
        let open = request.theme.channels.contains(request.channel);
        let people = if open { people } else { &[] };
        Self { request, diaries: people.iter().map(|person| Diary::of(request, person.borrow())).collect() }
    }

    /// Days that have starts from `from` to `to` (local dates, both included), computed as they are asked for.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = Day> {
        let first = from.max(self.request.zone.local_date(self.request.earliest()));
        let last = if self.diaries.is_empty() { None } else { Some(to.min(self.request.last_date())) };
        first.iter_days().take_while(move |date| last.is_some_and(|last| *date <= last)).filter_map(|date| {
            let starts = self.starts_on(date);
            (!starts.is_empty()).then_some(Day { date, starts })
        })
    }

    /// The first start on offer on a local date after `date`, within the theme's horizon.
    pub fn next_after(&self, date: NaiveDate) -> Option<Instant> {
        let from = date.succ_opt()?;
        self.days(from, self.request.last_date()).next()?.starts.first().copied()
    }

    fn starts_on(&self, date: NaiveDate) -> Vec<Instant> {
        let day = self.request.zone.day(date);
        if day.regular && self.request.theme.anchor == Anchor::Midnight {
            let empty = Grid::new(day.midnight, self.request.step());
            let mut starts = empty.clone();
            for diary in &self.diaries {
                diary.mark(self.request, &day, &empty, &mut starts);
            }
            return starts.starts();
        }
        let mut starts = Vec::new();
        for diary in &self.diaries {
            diary.starts(self.request, &day, &mut starts);
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }
}

/// The starts on offer from `from` to `to` (local dates, both included); days without any are left out.
pub fn offered<P: Borrow<Person>>(
    request: &Request<'_>,
    people: &[P],
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Day> {
    Search::new(request, people).days(from, to).collect()
}

/// One person's windows and what takes their time, arranged for one request.
#[derive(Debug)]
pub(crate) struct Diary {
    pub(crate) plan: Plan,
    pub(crate) taken: Taken,
}

impl Diary {
    pub(crate) fn of(request: &Request<'_>, person: &Person) -> Self {
        Self { plan: Plan::of(request, person), taken: Taken::of(request, person) }
    }

    /// Adds the person's starts of a date to `starts`, in no order and perhaps twice.
    pub(crate) fn starts(&self, request: &Request<'_>, day: &LocalDay<'_>, starts: &mut Vec<Instant>) {
        for stretch in self.plan.stretches(request, day) {
            let last = stretch.end - request.theme.duration.seconds();
            match request.theme.anchor {
                Anchor::Midnight => self.on_the_wall_clock(request, stretch, last, starts),
                Anchor::Window => self.in_free_stretches(request, stretch, last, starts),
            }
        }
    }

    /// Marks the person's starts of a date of 24 hours on its grid. `empty` is the grid without any.
    fn mark(&self, request: &Request<'_>, day: &LocalDay<'_>, empty: &Grid, starts: &mut Grid) {
        let mut own: Option<(Grid, Span)> = None;
        for stretch in self.plan.stretches(request, day) {
            let first = stretch.start.max(request.earliest());
            let last = stretch.end - request.theme.duration.seconds();
            if first > last {
                continue;
            }
            let (grid, reach) = own.get_or_insert_with(|| (empty.clone(), Span::new(first, last)));
            grid.add(first, last);
            *reach = Span::new(reach.start.min(first), reach.end.max(last));
        }
        let Some((mut own, reach)) = own else { return };
        for refused in self.taken.refusals(reach.start, reach.end) {
            own.remove_between(refused);
        }
        starts.merge(&own);
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
                match self.taken.refusal(start) {
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
        for free in subtract(stretch, self.taken.taken()) {
            let late = (request.earliest() - free.start).max(0);
            let skipped = late + (-late).rem_euclid(step);
            let mut start = free.start + skipped;
            while start <= last && start < free.end {
                if self.taken.refusal(start).is_none() {
                    starts.push(start);
                }
                start += step;
            }
        }
    }
}
