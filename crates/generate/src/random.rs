//! Reproducible random numbers: integers only, and a stream of its own for each table.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The streams of random numbers. Each table has its own, so that a change to one leaves the others as they were.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    Crews,
    Sites,
    Jobs,
    Details,
    Preferences,
    Pins,
    Extras,
}

/// A stream of random numbers.
pub(super) struct RandomSource(Xoshiro256PlusPlus);

impl RandomSource {
    pub(super) fn new(seed: u64, stream: Stream) -> Self {
        let mut source = Xoshiro256PlusPlus::seed_from_u64(seed);
        (0..=stream as u8).for_each(|_| source.jump());
        Self(source)
    }

    /// A whole number from 0 to `count` - 1; `count` is from 1 to 2^32.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (((self.0.next_u64() >> 32) * count as u64) >> 32) as usize
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as usize) as i32
    }

    /// True with a probability of `percent` percent.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A uniformly random choice.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// A uniformly random choice; `None` where there are no choices.
    pub(super) fn pick_any<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        (!choices.is_empty()).then(|| self.pick(choices))
    }

    /// A random choice by weight, of (weight, choice); the weights' sum is not 0.
    pub(super) fn draw<T: Copy>(&mut self, choices: &[(usize, T)]) -> T {
        let mut left = self.below(choices.iter().map(|choice| choice.0).sum());
        for &(weight, choice) in choices {
            if left < weight {
                return choice;
            }
            left -= weight;
        }
        unreachable!("a number below the sum of the weights lies within one of them")
    }

    /// An integer, approximately normal with mean 0 and standard deviation `spread`, cut off at three times that.
    pub(super) fn bell(&mut self, spread: i32) -> i32 {
        let sum: i32 = (0..12).map(|_| self.between(-1_000, 1_000)).sum();
        (i64::from(sum.clamp(-6_000, 6_000)) * i64::from(spread) / 2_000) as i32
    }

    /// Shuffles the items (Fisher, Yates).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_up_and_none_beyond() {
        let mut rng = RandomSource::new(1, Stream::Crews);
        let mut seen = [0; 5];
        (0..1_000).for_each(|_| seen[rng.below(5)] += 1);
        assert!(seen.iter().all(|&times| times > 150), "{seen:?}");
    }

    #[test]
    fn a_bell_has_the_spread_asked() {
        let mut rng = RandomSource::new(1, Stream::Sites);
        let draws: Vec<_> = (0..4_000).map(|_| i64::from(rng.bell(1_000))).collect();
        let variance = draws.iter().map(|d| d * d).sum::<i64>() / 4_000;
        assert!((900_000..1_100_000).contains(&variance), "{variance}");
        assert!(draws.iter().all(|d| d.abs() <= 3_000));
    }

    #[test]
    fn streams_differ_and_repeat() {
        let draw = |stream| RandomSource::new(7, stream).below(1 << 30);
        assert_eq!(draw(Stream::Jobs), draw(Stream::Jobs));
        assert_ne!(draw(Stream::Jobs), draw(Stream::Details));
    }
}
