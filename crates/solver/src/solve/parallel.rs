//! Parallel search: islands, and the epochs between their synchronisations.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::ThreadPool;

use super::run::RunContext;
use crate::search::{Improvements, LnsState, Solution};
use crate::stop::StoppingCriterion;

/// How many islands there are: one per thread, or `logical` where only iterations end the search.
pub fn island_count(threads: usize, logical: usize, stop: &StoppingCriterion) -> usize {
    let timed = stop.elapsed_share().is_some();
    if timed || stop.iterations().is_none() { threads } else { logical }
}

/// What a search comes to.
pub struct SearchResult {
    /// The best plan.
    pub best: Solution,
    /// Iterations of all islands.
    pub iterations: u64,
    /// How often the best plan of an island became better.
    pub improvements: Improvements,
}

/// What the islands of a search have in common.
pub struct ParallelSearch<'s> {
    /// What each of them reads.
    pub context: RunContext<'s>,
    /// When it ends.
    pub stop: &'s StoppingCriterion,
    /// The plan that all begin with.
    pub start: &'s Solution,
    /// The threads that they run on.
    pub pool: &'s ThreadPool,
    /// How many islands there are.
    pub count: usize,
}

impl<'s> ParallelSearch<'s> {
    /// The state of each island at the start.
    pub fn states(&self) -> impl Iterator<Item = LnsState<'s, 's>> {
        let &Self { context: RunContext { evaluator, neighbours, options }, start, .. } = self;
        (0..self.count as u64)
            .map(move |index| LnsState::new(evaluator, neighbours, &options.params, start, stream(options.seed, index)))
    }

    /// The epoch of an index among all.
    pub fn epoch(&self, index: u32, epochs: u32) -> Epoch<'s> {
        Epoch::new(self.stop, self.count as u64, index, epochs)
    }
}

/// The random stream of one island.
pub fn stream(seed: u64, island: u64) -> Xoshiro256PlusPlus {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    (0..island).for_each(|_| rng.jump());
    rng
}

/// The search between two synchronisations of the islands.
#[derive(Clone, Copy)]
pub struct Epoch<'s> {
    stop: &'s StoppingCriterion,
    index: u32,
    epochs: u32,
    /// Iterations of one island before it and in all, where iterations end the search.
    quota: Option<(u64, u64, u64)>,
}

impl<'s> Epoch<'s> {
    fn new(stop: &'s StoppingCriterion, islands: u64, index: u32, epochs: u32) -> Self {
        let total = stop.iterations().map(|all| all.div_ceil(islands));
        let upto = |index: u32, total: u64| total * u64::from(index) / u64::from(epochs);
        let quota = total.map(|total| (upto(index, total), upto(index + 1, total), total));
        Self { stop, index, epochs, quota }
    }

    /// Iterates until the epoch is over, told each time how far all the search has come, 0 to 1; returns how often.
    pub fn run(self, mut iterate: impl FnMut(f64)) -> u64 {
        let mut done = 0;
        while let Some(share) = self.share_now(done) {
            iterate(share);
            done += 1;
        }
        done
    }

    fn share_now(self, done: u64) -> Option<f64> {
        if self.stop.is_over() || self.quota.is_some_and(|(from, until, _)| done >= until - from) {
            return None;
        }
        let end = f64::from(self.index + 1) / f64::from(self.epochs);
        let counted = self.quota.map(|(from, _, total)| (from + done) as f64 / total as f64);
        match (counted, self.stop.elapsed_share()) {
            (None, Some(share)) if share >= end => None,
            (Some(counted), Some(timed)) => Some(counted.max(timed)),
            (counted, timed) => counted.or(timed).or(Some(f64::from(self.index) / f64::from(self.epochs))),
        }
    }
}
