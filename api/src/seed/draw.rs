//! Chance that can be repeated: everything that the seed draws comes from one generator, started from a number
//! and a date.

use chrono::{DateTime, NaiveDate, Utc};
use creno_types::Reference;
use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use uuid::Uuid;

/// A source of chance.
#[derive(Debug)]
pub(super) struct Draw(StdRng);

impl Draw {
    /// The source of `seed` on `day`: the same every time, and unlike that of the day before.
    pub(super) fn new(seed: u64, day: NaiveDate) -> Self {
        let days = day.signed_duration_since(NaiveDate::default()).num_days();
        // The golden ratio's fraction spreads neighbouring days over all 64 bits.
        let spread = days.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self(StdRng::seed_from_u64(seed ^ spread))
    }

    /// A number below `end`; 0 when there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end.max(1))
    }

    /// A number of the range, both ends included.
    pub(super) fn within(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..=to.max(from))
    }

    /// True so many times out of a hundred.
    pub(super) fn percent(&mut self, times: u8) -> bool {
        self.0.random_range(0..100_u8) < times
    }

    /// One of `items`, if there are any.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        items.get(self.below(items.len())).copied()
    }

    /// One of `items`; an array, so that there is one.
    pub(super) fn one<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        const { assert!(N > 0) }
        items[self.below(N)]
    }

    /// Bytes that nobody can guess who does not know the seed.
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// A UUID v7 of that instant.
    pub(super) fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// A reference, which may have been drawn before.
    pub(super) fn reference(&mut self) -> Reference {
        Reference::from_indices(self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Draw;

    #[test]
    fn repeats_itself_on_the_same_day_only() {
        let bytes = |seed, day: &str| Draw::new(seed, day.parse().unwrap()).bytes::<16>();
        assert_eq!(bytes(1, "2026-03-02"), bytes(1, "2026-03-02"));
        assert_ne!(bytes(1, "2026-03-02"), bytes(1, "2026-03-03"));
        assert_ne!(bytes(1, "2026-03-02"), bytes(2, "2026-03-02"));
    }

    #[test]
    fn makes_ids_of_version_7() {
        let at = "2026-03-02T08:00:00Z".parse().unwrap();
        let id = Draw::new(7, "2026-03-02".parse().unwrap()).id(at);
        assert_eq!(id.get_version(), Some(uuid::Version::SortRand));
        assert_eq!(id.get_timestamp().map(|at| at.to_unix().0), Some(1_772_438_400));
    }
}
