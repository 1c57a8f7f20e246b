//! The starts of one date of 24 hours, one bit for each step of the wall clock.

use crate::span::{Instant, Span};
use crate::zone::DAY;

/// A day of minutes in words of 64 bits.
const WORDS: usize = 1_440_usize.div_ceil(64);

/// A set of starts on the grid of one date.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    midnight: Instant,
    step: i64,
    /// How many words the step needs.
    words: usize,
    bits: [u64; WORDS],
}

impl Grid {
    /// No start yet. `step` is in seconds, at least a minute.
    pub(crate) fn new(midnight: Instant, step: i64) -> Self {
        let steps = usize::try_from(DAY / step).unwrap_or(0);
        Self { midnight, step, words: steps.div_ceil(64).min(WORDS), bits: [0; WORDS] }
    }

    /// Adds the starts from `from` to `to`, both included.
    pub(crate) fn add(&mut self, from: Instant, to: Instant) {
        let first = (from - self.midnight + self.step - 1).div_euclid(self.step);
        let last = (to - self.midnight).div_euclid(self.step);
        self.each_word(first, last, |word, mask| *word |= mask);
    }

    /// Takes away the starts between the ends of `span`, which both stay.
    pub(crate) fn remove_between(&mut self, span: Span) {
        let first = (span.start - self.midnight).div_euclid(self.step) + 1;
        let last = (span.end - self.midnight + self.step - 1).div_euclid(self.step) - 1;
        self.each_word(first, last, |word, mask| *word &= !mask);
    }

    /// Adds the starts of another grid of the same date and step.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (word, more) in self.bits[..self.words].iter_mut().zip(&other.bits) {
            *word |= more;
        }
    }

    /// The starts, in order.
    pub(crate) fn starts(&self) -> Vec<Instant> {
        let words = &self.bits[..self.words];
        let count = words.iter().map(|word| word.count_ones() as usize).sum();
        let mut starts = Vec::with_capacity(count);
        for (place, &word) in words.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                let step = place as i64 * 64 + i64::from(left.trailing_zeros());
                starts.push(self.midnight + step * self.step);
                left &= left - 1;
            }
        }
        starts
    }

    /// Gives `change` each word that holds steps from `first` to `last`, with the bits that they are.
    fn each_word(&mut self, first: i64, last: i64, change: impl Fn(&mut u64, u64)) {
        let first = usize::try_from(first).unwrap_or(0);
        let steps = usize::try_from(DAY / self.step).unwrap_or(0);
        let Some(last) = usize::try_from(last).ok().map(|last| last.min(steps - 1)) else { return };
        if first > last {
            return;
        }
        for place in first / 64..=last / 64 {
            let from = first.saturating_sub(place * 64);
            let to = (last - place * 64).min(63);
            let mask = (u64::MAX << from) & (u64::MAX >> (63 - to));
            if let Some(word) = self.bits.get_mut(place) {
                change(word, mask);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Grid;
    use crate::span::Span;

    #[test]
    fn adds_and_takes_away_as_a_list_would() {
        for step in [60, 300, 900, 3_600, 86_400] {
            let midnight = 1_000;
            for (from, to) in [(0, 86_399), (30, 4_000), (3_600, 7_200), (-500, 100), (50_000, 90_000)] {
                for (start, end) in [(0, 0), (3_600, 5_400), (3_599, 5_401), (-10, 40_000), (60_000, 99_999)]
                {
                    let mut grid = Grid::new(midnight, step);
                    grid.add(midnight + from, midnight + to);
                    grid.remove_between(Span::new(midnight + start, midnight + end));
                    let expected: Vec<_> = (0..86_400)
                        .step_by(step as usize)
                        .filter(|at| (from..=to).contains(at) && !(start < *at && *at < end))
                        .map(|at| at + midnight)
                        .collect();
                    assert_eq!(grid.starts(), expected, "{step} {from} {to} {start} {end}");
                }
            }
        }
    }
}
