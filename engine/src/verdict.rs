//! Which rule refuses one start to one person: the engine's own pieces, asked about a single instant.

use std::borrow::Borrow;

use chrono::NaiveDate;
pub use creno_types::explain::Rule;

use crate::open::closures;
use crate::rules::{Person, Request};
use crate::span::{Instant, Span};
use crate::starts::Diary;
use crate::zone::LocalDay;

/// Why a start is refused to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The first rule that refuses it.
    pub rule: Rule,
    /// What the rule looked at, when it is a stretch of time: the closure, the window that ends too soon, the
    /// booking with its buffer, the busy time; for [`Rule::Notice`], from now to the first instant that is open.
    pub span: Option<Span>,
}

impl From<Rule> for Refusal {
    fn from(rule: Rule) -> Self {
        Self { rule, span: None }
    }
}

impl From<(Rule, Span)> for Refusal {
    fn from((rule, span): (Rule, Span)) -> Self {
        Self { rule, span: Some(span) }
    }
}

/// Whether `person` may receive at `start`.
///
/// # Errors
/// The first rule that refuses it.
pub fn verdict(request: &Request<'_>, person: &Person, start: Instant) -> Result<(), Refusal> {
    judge(request, person, &Diary::of(request, person), start)
}

/// The verdict on every step of a date's wall clock, in order, and on whatever else is on offer that day.
pub fn verdicts_on(
    request: &Request<'_>,
    person: &Person,
    date: NaiveDate,
) -> Vec<(Instant, Result<(), Refusal>)> {
    let diary = Diary::of(request, person);
    let day = request.zone.day(date);
    let mut starts = Vec::new();
    diary.starts(request, &day, &mut starts);
    let end = date.succ_opt().map_or(day.midnight, |next| request.zone.instant(next, 0));
    // Steps are whole minutes: looking at each minute finds them on days when the clock changes, too.
    let on_step = |at: &Instant| request.zone.local_seconds(*at).rem_euclid(request.step()) == 0;
    starts.extend((day.midnight..end).step_by(60).filter(on_step));
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().map(|start| (start, judge(request, person, &diary, start))).collect()
}

fn judge(request: &Request<'_>, person: &Person, diary: &Diary, start: Instant) -> Result<(), Refusal> {
    let theme = request.theme;
    let day = request.zone.day(request.zone.local_date(start));
    let appointment = Span::new(start, start + theme.duration.seconds());
    if !theme.channels.contains(request.channel) {
        return Err(Rule::ChannelClosed.into());
    }
    if start < request.now {
        return Err(Rule::Past.into());
    }
    if start < request.earliest() {
        return Err((Rule::Notice, Span::new(request.now, request.earliest())).into());
    }
    if day.date > request.last_date() {
        return Err(Rule::Horizon.into());
    }
    if let Some(closure) = closures(request, &day).find(|closure| closure.overlaps(appointment)) {
        return Err((Rule::ClosedDate, closure).into());
    }
    let open = diary.plan.stretches(request, &day);
    if !open.iter().any(|stretch| stretch.contains(appointment)) {
        return Err(outside(diary, &day, appointment));
    }
    if diary.taken.refusal(start).is_some() {
        return Err(taken(request, person, appointment));
    }
    let mut starts = Vec::new();
    diary.starts(request, &day, &mut starts);
    if starts.contains(&start) { Ok(()) } else { Err(Rule::OffStep.into()) }
}

/// Why an appointment lies in none of the open stretches.
fn outside(diary: &Diary, day: &LocalDay<'_>, appointment: Span) -> Refusal {
    let around = |window: &Span| window.start <= appointment.start && appointment.start < window.end;
    let windows: Vec<_> = diary.plan.windows(day).filter(around).collect();
    let Some(longest) = windows.iter().max_by_key(|window| window.end) else { return Rule::NoWindow.into() };
    let closings = diary.plan.closings(day);
    match closings.into_iter().find(|closing| closing.overlaps(appointment)) {
        Some(closing) => (Rule::Closing, closing).into(),
        None => (Rule::WindowTooShort, *longest).into(),
    }
}

/// What of a person's time refuses an appointment.
fn taken(request: &Request<'_>, person: &Person, appointment: Span) -> Refusal {
    let with_buffer = Span::new(appointment.start, appointment.end + request.theme.buffer.seconds());
    let standing = person.bookings.iter().filter(|booking| booking.stands(request.now));
    let booked = standing.map(|booking| booking.span).filter(|span| span.overlaps(with_buffer)).min();
    let busy = || person.busy.iter().copied().filter(|span| span.overlaps(appointment)).min();
    match booked {
        Some(span) => (Rule::Booked, span).into(),
        None => busy().map_or(Rule::Busy.into(), |span| (Rule::Busy, span).into()),
    }
}

/// The people who may receive at `start`, by their place in `people`.
pub fn able<P: Borrow<Person>>(request: &Request<'_>, people: &[P], start: Instant) -> Vec<usize> {
    let may =
        |(place, person): (usize, &P)| verdict(request, person.borrow(), start).is_ok().then_some(place);
    people.iter().enumerate().filter_map(may).collect()
}

/// The rule that tells a visitor most: what the person who came closest to being able ran into.
pub fn closest_refusal<P: Borrow<Person>>(
    request: &Request<'_>,
    people: &[P],
    start: Instant,
) -> Option<Rule> {
    people
        .iter()
        .filter_map(|person| verdict(request, person.borrow(), start).err())
        .map(|refusal| refusal.rule)
        .max()
}
