//! Who takes a start that several people could take.

use creno_types::theme::Assignment;

/// One able person, with what the rules of assignment look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<T> {
    /// The person.
    pub who: T,
    /// Their place in the theme's order of priority; the lowest comes first.
    pub priority: i64,
    /// How many appointments they had lately.
    pub recent: i64,
}

/// The candidates in the order in which they are to be tried, given a number drawn at random.
///
/// Random order gives each person the same chance to come first, whatever the number of their windows; the
/// other rules use it between equals.
pub fn order<T>(assignment: Assignment, mut candidates: Vec<Candidate<T>>, seed: u64) -> Vec<T> {
    shuffle(&mut candidates, seed);
    match assignment {
        Assignment::Random => {}
        Assignment::Priority => candidates.sort_by_key(|candidate| candidate.priority),
        Assignment::RoundRobin => candidates.sort_by_key(|candidate| candidate.recent),
    }
    candidates.into_iter().map(|candidate| candidate.who).collect()
}

/// Fisher–Yates over a SplitMix64 sequence: no source of randomness of its own, the same in every build.
fn shuffle<T>(items: &mut [T], mut state: u64) {
    for last in (1..items.len()).rev() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        // Lemire's reduction: the high half of a 128-bit product; its bias is below 2⁻⁵⁰ for these sizes.
        let chosen = (u128::from(bits) * (last as u128 + 1)) >> 64;
        items.swap(last, usize::try_from(chosen).unwrap_or(last));
    }
}

#[cfg(test)]
mod tests {
    use creno_types::theme::Assignment;

    use super::{Candidate, order};

    fn candidates() -> Vec<Candidate<usize>> {
        (0..4).map(|who| Candidate { who, priority: 10 - who as i64, recent: [3, 1, 1, 9][who] }).collect()
    }

    #[test]
    fn random_gives_everyone_the_same_chance() {
        let mut firsts = [0_u32; 4];
        for seed in 0..40_000 {
            firsts[order(Assignment::Random, candidates(), seed)[0]] += 1;
        }
        // Chi-squared with 3 degrees of freedom: 16.27 is exceeded once in a thousand; the seeds are fixed.
        let chi: f64 = firsts.iter().map(|&count| (f64::from(count) - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi < 16.27, "{firsts:?}");
    }

    #[test]
    fn priority_and_round_robin_sort_and_draw_between_equals() {
        assert_eq!(order(Assignment::Priority, candidates(), 7), [3, 2, 1, 0]);
        let firsts: std::collections::BTreeSet<_> =
            (0..50).map(|seed| order(Assignment::RoundRobin, candidates(), seed)[0]).collect();
        assert_eq!(firsts.into_iter().collect::<Vec<_>>(), [1, 2]);
    }
}
