//! How much harder challenges are made: for one network that asks for many, and for all while the server is busy.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::Prefix;

/// Over how many seconds a network's challenges are counted, at least; twice as many at most.
const WINDOW_S: i64 = 300;
/// Challenges that a network may ask for over that time before they get harder: a family, or an agency's Wi-Fi.
const FREE: u32 = 10;
/// The hardest is 2⁴ times the base.
pub(super) const HARDEST: u32 = 4;
/// What a refused answer, or a form filled faster than people do, weighs in challenges.
pub(super) const SUSPICION: u32 = 5;

/// Counts of the last minutes.
#[derive(Debug, Default)]
pub(super) struct Pressure(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    by_prefix: HashMap<Prefix, Window>,
    all: Window,
}

/// A count over the present stretch of time and the one before.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    stretch: i64,
    count: u32,
    before: u32,
}

impl Window {
    fn add(&mut self, stretch: i64, weight: u32) {
        if stretch != self.stretch {
            self.before = if stretch == self.stretch + 1 { self.count } else { 0 };
            self.count = 0;
            self.stretch = stretch;
        }
        self.count = self.count.saturating_add(weight);
    }

    fn sum(&self, stretch: i64) -> u32 {
        match stretch - self.stretch {
            0 => self.count.saturating_add(self.before),
            1 => self.count,
            _ => 0,
        }
    }
}

impl Pressure {
    /// Counts `weight` challenges of a network, and one of all.
    pub(super) fn add(&self, prefix: Option<Prefix>, weight: u32, now: DateTime<Utc>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all.add(now.timestamp() / 60, 1);
        if let Some(prefix) = prefix {
            let window = counts.by_prefix.entry(prefix).or_default();
            window.add(now.timestamp() / WINDOW_S, weight);
        }
    }

    /// How many times the difficulty is to be doubled; `busy` is how many challenges a minute make the server busy.
    pub(super) fn level(&self, prefix: Option<Prefix>, busy: u32, now: DateTime<Utc>) -> u32 {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = prefix.and_then(|prefix| counts.by_prefix.get(&prefix));
        let own = window.map_or(0, |window| window.sum(now.timestamp() / WINDOW_S));
        (doublings(own, FREE) + doublings(counts.all.sum(now.timestamp() / 60), busy)).min(HARDEST)
    }

    /// Forgets the networks that have been quiet.
    pub(super) fn sweep(&self, now: DateTime<Utc>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.by_prefix.retain(|_, window| window.sum(now.timestamp() / WINDOW_S) > 0);
        counts.by_prefix.shrink_to_fit();
    }
}

/// 0 up to `free`, 1 up to its double, 2 up to four times…
fn doublings(count: u32, free: u32) -> u32 {
    (count.saturating_sub(1) / free.max(1)).checked_ilog2().map_or(0, |log| log + 1)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{HARDEST, Prefix, Pressure, doublings};

    #[test]
    fn the_more_one_asks_the_harder_it_gets_for_them() {
        let now: DateTime<Utc> = "2026-06-15T06:00:00Z".parse().unwrap();
        let (robot, other) =
            (Prefix::of("192.0.2.1".parse().unwrap()), Prefix::of("192.0.2.2".parse().unwrap()));
        let pressure = Pressure::default();
        let level = |prefix, now| pressure.level(Some(prefix), 1_000, now);
        for _ in 0..10 {
            pressure.add(Some(robot), 1, now);
        }
        assert_eq!(level(robot, now), 0);
        pressure.add(Some(robot), 1, now);
        assert_eq!((level(robot, now), level(other, now)), (1, 0));
        pressure.add(Some(robot), 500, now);
        assert_eq!(level(robot, now), HARDEST);
        assert_eq!(level(robot, now + TimeDelta::minutes(20)), 0);
        assert_eq!(pressure.level(Some(other), 5, now), 2, "busy: 12 where 5 are usual");
        assert_eq!(pressure.level(None, 5, now - TimeDelta::hours(1)), 0, "a clock set back");
    }

    #[test]
    fn doublings_are_those_of_the_free_count() {
        let rows = [(0, 0), (10, 0), (11, 1), (20, 1), (21, 2), (40, 2), (41, 3), (81, 4)];
        for (count, expected) in rows {
            assert_eq!(doublings(count, 10), expected, "{count}");
        }
    }
}
