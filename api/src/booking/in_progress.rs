//! Requests that this process is serving under an idempotency key: the same one, sent twice at once, is not refused for
//! what its twin has just taken.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// The keys in use, hashed.
#[derive(Debug, Default)]
pub struct InProgress(Mutex<HashSet<Vec<u8>>>);

/// A key in use, until it is dropped.
#[derive(Debug)]
pub(super) struct InUse<'a> {
    all: &'a InProgress,
    key: Vec<u8>,
}

impl InProgress {
    /// Takes a key; none when another request has it.
    pub(super) fn take(&self, key: &[u8]) -> Option<InUse<'_>> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_vec());
        taken.then(|| InUse { all: self, key: key.to_vec() })
    }
}

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
