//! What takes a person's time, arranged for one theme.

use creno_types::theme::Anchor;

use crate::rules::{Person, Request};
use crate::span::{Instant, Span, union};

/// What takes a person's time, and the starts that it refuses.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Starts that would overlap a booking or busy time: each span holds the refused starts *between* its
    /// ends, which are both fine. In order; spans that share a refused start are joined.
    refused: Vec<Span>,
    /// Time taken as such, in order and apart: where free stretches begin. Only for [`Anchor::Window`].
    taken: Vec<Span>,
}

impl Taken {
    pub(crate) fn of(request: &Request<'_>, person: &Person) -> Self {
        let duration = request.theme.duration.seconds();
        let buffer = request.theme.buffer.seconds();
        let bookings = || {
            let standing = person.bookings.iter().filter(|booking| booking.stands(request.now));
            standing.map(|booking| booking.span)
        };
        let busy = || person.busy.iter().copied().filter(|span| !span.is_empty());
        let widened = |span: Span, by: i64| Span::new(span.start - by, span.end);
        let mut refused = Vec::with_capacity(person.bookings.len() + person.busy.len());
        refused.extend(bookings().map(|span| widened(span, duration + buffer)));
        refused.extend(busy().map(|span| widened(span, duration)));
        refused.sort_unstable();
        let taken = match request.theme.anchor {
            Anchor::Midnight => Vec::new(),
            Anchor::Window => union(bookings().chain(busy()).collect()),
        };
        Self { refused: join_overlapping(&refused), taken }
    }

    /// The span that refuses `start`, if any.
    pub(crate) fn refusal(&self, start: Instant) -> Option<Span> {
        let span = *self.refused.get(self.refused.partition_point(|span| span.end <= start))?;
        (span.start < start).then_some(span)
    }

    /// Spans that may refuse a start from `from` to `to`, both included.
    pub(crate) fn refusals(&self, from: Instant, to: Instant) -> impl Iterator<Item = Span> {
        let first = self.refused.partition_point(|span| span.end <= from);
        self.refused[first..].iter().copied().take_while(move |span| span.start < to)
    }

    /// Time taken, in order and apart; empty unless the theme counts from free stretches.
    pub(crate) fn taken(&self) -> &[Span] {
        &self.taken
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
