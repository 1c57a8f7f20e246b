//! A circuit breaker: what fails again and again is left alone for a while, so that nobody waits for it.
//!
//! Kept crates read a clock of their own; this one is told the time, as everything here is.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Failures in a row after which nothing is tried any more.
const FAILURES: u32 = 5;
/// For how long nothing is tried then.
const REST: TimeDelta = TimeDelta::seconds(30);
/// How long a single try after the rest has for itself, before another one is let through.
const TRIAL: TimeDelta = TimeDelta::seconds(5);

/// The state of a service that may fail.
#[derive(Debug, Default)]
pub struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Until when nothing is tried; the first one after that is alone.
    closed_until: Option<DateTime<Utc>>,
}

impl Breaker {
    /// Whether to try now; [`Breaker::note`] is told what came of it.
    ///
    /// # Errors
    /// When not: how long to wait.
    pub fn ask(&self, now: DateTime<Utc>) -> Result<(), Duration> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.closed_until {
            None => Ok(()),
            // Never longer than a rest, even of a clock that was set back.
            Some(until) if now < until && until <= now + REST => {
                Err((until - now).to_std().unwrap_or_default())
            }
            Some(_) => {
                state.closed_until = Some(now + TRIAL);
                Ok(())
            }
        }
    }

    /// Notes that a try ended, well or not.
    pub fn note(&self, well: bool, now: DateTime<Utc>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if well {
            *state = State::default();
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            state.closed_until = Some(now + REST);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta, Utc};

    use super::Breaker;

    #[test]
    fn five_failures_in_a_row_make_a_rest_and_one_success_ends_it() {
        let now: DateTime<Utc> = "2026-06-15T06:00:00Z".parse().unwrap();
        let later = |seconds| now + TimeDelta::seconds(seconds);
        let breaker = Breaker::default();
        for _ in 0..3 {
            // Not in a row.
            for _ in 0..4 {
                assert_eq!(breaker.ask(now), Ok(()));
                breaker.note(false, now);
            }
            breaker.note(true, now);
        }
        for _ in 0..5 {
            assert_eq!(breaker.ask(now), Ok(()));
            breaker.note(false, now);
        }
        assert_eq!(breaker.ask(now), Err(Duration::from_secs(30)));
        assert_eq!(breaker.ask(later(29)), Err(Duration::from_secs(1)));

        assert_eq!(breaker.ask(later(30)), Ok(()), "one is let through");
        assert_eq!(breaker.ask(later(30)), Err(Duration::from_secs(5)), "alone");
        breaker.note(false, later(31));
        assert_eq!(breaker.ask(later(31)), Err(Duration::from_secs(30)), "it failed again");

        assert_eq!(breaker.ask(later(61)), Ok(()));
        assert_eq!(breaker.ask(later(66)), Ok(()), "the one before never ended");
        breaker.note(true, later(67));
        for _ in 0..5 {
            assert_eq!(breaker.ask(later(67)), Ok(()));
        }
    }
}
