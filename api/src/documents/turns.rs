//! How many files are in memory at once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use creno_types::ids::AppointmentId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Files that are taken at once, and as many again that are read.
const AT_ONCE: usize = 16;

/// Turns to take a file or to read one. They do not wait for each other: who reads is not held up by slow senders.
#[derive(Debug)]
pub struct Turns {
    taking: Arc<Semaphore>,
    reading: Arc<Semaphore>,
    // One for each appointment at most, so that whoever has a link can't take every turn.
    senders: Arc<Mutex<HashSet<AppointmentId>>>,
}

/// A turn to take a file, until it is dropped.
#[derive(Debug)]
pub struct Taking {
    appointment: AppointmentId,
    senders: Arc<Mutex<HashSet<AppointmentId>>>,
    _permit: OwnedSemaphorePermit,
}

/// A turn to read a file, until it is dropped.
#[derive(Debug)]
pub struct Reading {
    _permit: OwnedSemaphorePermit,
}

impl Turns {
    /// All of them free.
    pub fn new() -> Self {
        let turns = || Arc::new(Semaphore::new(AT_ONCE));
        Self { taking: turns(), reading: turns(), senders: Arc::default() }
    }

    /// A turn to take a file for that appointment, if there is one.
    pub fn take(&self, appointment: AppointmentId) -> Option<Taking> {
        let permit = self.taking.clone().try_acquire_owned().ok()?;
        let is_first = self.senders.lock().unwrap_or_else(PoisonError::into_inner).insert(appointment);
        is_first.then(|| Taking { appointment, senders: self.senders.clone(), _permit: permit })
    }

    /// A turn to read a file, if there is one.
    pub fn read(&self) -> Option<Reading> {
        Some(Reading { _permit: self.reading.clone().try_acquire_owned().ok()? })
    }
}

impl Drop for Taking {
    fn drop(&mut self) {
        self.senders.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.appointment);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_sender_takes_one_turn_and_readers_wait_for_none() {
        let turns = Turns::new();
        let of = |number: usize| AppointmentId(Uuid::from_u128(number as u128));
        let first = turns.take(of(0)).unwrap();
        assert!(turns.take(of(0)).is_none());
        let others: Vec<_> = (1..AT_ONCE).map(|number| turns.take(of(number)).unwrap()).collect();
        assert!(turns.take(of(AT_ONCE)).is_none(), "as many as there are");
        assert!(turns.read().is_some());
        drop(first);
        assert!(turns.take(of(AT_ONCE)).is_some() && turns.take(of(0)).is_some());
        drop(others);
        let readers: Vec<_> = (0..AT_ONCE).map(|_| turns.read().unwrap()).collect();
        assert!(turns.read().is_none());
        drop(readers);
    }
}
