//! Parallel search: islands, and the epochs between their synchronisations.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::params::IslandParams;
use super::run::RunContext;
use crate::search::{Improvements, LnsState, Solution};
use crate::stop::StoppingCriterion;

/// How many islands there are: one per thread. Where only iterations end the search there are as many as the parameters say,
/// and by the clock at least as many where they cross, an equal number for each thread, unless the time is short.
pub fn island_count(threads: usize, crosses: bool, params: &IslandParams, stop: &StoppingCriterion) -> usize {
    let seconds = stop.remaining().map_or(0.0, |left| left.as_secs_f64());
    if stop.elapsed_share().is_none() && stop.iterations().is_some() {
        params.least
    } else if crosses && seconds >= params.least_seconds {
        threads * params.least.div_ceil(threads)
    } else {
        threads
    }
}

/// How many regions a large week is divided into: by its size where only iterations end the search, else one per thread of
/// every rank.
pub fn region_count(visits: usize, threads: usize, params: &IslandParams, stop: &StoppingCriterion) -> usize {
    let counted = stop.elapsed_share().is_none() && stop.iterations().is_some();
    if counted { visits.div_ceil(params.region_visits).max(params.least) } else { threads }
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
    /// The seed of all chance.
    pub seed: u64,
}

impl<'s> ParallelSearch<'s> {
    /// The state of each island at the start.
    pub fn states(&self) -> impl Iterator<Item = LnsState<'s, 's>> + '_ {
        (0..self.count).map(|index| self.state(index))
    }

    /// The state of an island at the start.
    pub fn state(&self, index: usize) -> LnsState<'s, 's> {
        let &Self { context: RunContext { evaluator, neighbours, options }, start, seed, .. } = self;
        LnsState::new(evaluator, neighbours, &options.params, start, stream(seed, index as u64))
    }

    /// Runs one of so many epochs on all islands, which have equal parts of it where they are more than the threads; returns the
    /// iterations that `run` counts.
    pub fn run_epoch<T: Send>(
        &self,
        index: u32,
        epochs: u32,
        islands: &mut [T],
        run: impl Fn(usize, &mut T, Epoch<'s>) -> u64 + Sync,
    ) -> u64 {
        let threads = self.context.options.threads();
        let turns = islands.len().div_ceil(threads) as u32;
        let mut iterations = 0;
        for (turn, islands) in islands.chunks_mut(threads).enumerate() {
            let epoch = Epoch::new(self.stop, self.count as u64, (index, epochs), (turn as u32, turns));
            let run = |(offset, island): (usize, &mut T)| run(turn * threads + offset, island, epoch);
            iterations += self.pool.install(|| islands.par_iter_mut().enumerate().map(run).sum::<u64>());
        }
        iterations
    }
}

/// The random stream of one island.
pub fn stream(seed: u64, island: u64) -> Xoshiro256PlusPlus {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    (0..island).for_each(|_| rng.jump());
    rng
}

/// The turn of one island in the search between two synchronisations.
#[derive(Clone, Copy)]
pub struct Epoch<'s> {
    stop: &'s StoppingCriterion,
    /// Shares of the search at which it begins and ends, by the clock.
    span: (f64, f64),
    /// Iterations of one island before it, at its end, and in all, where iterations end the search.
    quota: Option<(u64, u64, u64)>,
}

impl<'s> Epoch<'s> {
    fn new(stop: &'s StoppingCriterion, islands: u64, (index, epochs): (u32, u32), (turn, turns): (u32, u32)) -> Self {
        let total = stop.iterations().map(|all| all.div_ceil(islands));
        let upto = |index: u32, total: u64| total * u64::from(index) / u64::from(epochs);
        let quota = total.map(|total| (upto(index, total), upto(index + 1, total), total));
        let share = |turn: u32| f64::from(index * turns + turn) / f64::from(epochs * turns);
        Self { stop, span: (share(turn), share(turn + 1)), quota }
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
        let (begin, end) = self.span;
        let counted = self.quota.map(|(from, _, total)| (from + done) as f64 / total as f64);
        match (counted, self.stop.elapsed_share()) {
            (None, Some(share)) if share >= end => None,
            (Some(counted), Some(timed)) => Some(counted.max(timed)),
            (counted, timed) => counted.or(timed).or(Some(begin)),
        }
    }
}
