//! Instants and the half-open stretches between them.

/// Seconds since the Unix epoch, in UTC.
pub type Instant = i64;

/// The instants from `start` up to but not including `end`; empty when `end <= start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First instant inside.
    pub start: Instant,
    /// First instant after.
    pub end: Instant,
}

impl Span {
    /// The stretch from `start` to `end`.
    pub const fn new(start: Instant, end: Instant) -> Self {
        Self { start, end }
    }

    /// Whether nothing is inside.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the two share an instant.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end && !self.is_empty() && !other.is_empty()
    }

    /// Whether all of `other` is inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// `spans` in order, those that overlap or touch joined, empty ones dropped.
pub fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// What is left of `span` without `holes`, which are in order and apart, as [`union`] gives them.
pub fn subtract(span: Span, holes: &[Span]) -> Vec<Span> {
    let mut left = Vec::with_capacity(1);
    let mut start = span.start;
    for hole in &holes[holes.partition_point(|hole| hole.end <= span.start)..] {
        if hole.start >= span.end {
            break;
        }
        if hole.start > start {
            left.push(Span::new(start, hole.start));
        }
        start = start.max(hole.end);
    }
    if start < span.end {
        left.push(Span::new(start, span.end));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::{Span, subtract, union};

    fn spans(pairs: &[(i64, i64)]) -> Vec<Span> {
        pairs.iter().map(|&(start, end)| Span::new(start, end)).collect()
    }

    #[test]
    fn joins_what_touches() {
        assert_eq!(union(spans(&[(5, 7), (0, 2), (2, 3), (6, 9), (4, 4)])), spans(&[(0, 3), (5, 9)]));
    }

    #[test]
    fn leaves_what_is_outside_the_holes() {
        let holes = spans(&[(-5, 1), (3, 4), (8, 20)]);
        assert_eq!(subtract(Span::new(0, 10), &holes), spans(&[(1, 3), (4, 8)]));
        assert_eq!(subtract(Span::new(9, 12), &holes), []);
        assert_eq!(subtract(Span::new(4, 8), &holes), spans(&[(4, 8)]));
    }
}
