//! Several searches side by side that learn from each other at fixed points.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::{Options, Progress, Strategy, progress};
use crate::cost::CostEvaluator;
use crate::search::{Improver, Neighbours, Solution, Walk};
use crate::stop::Stop;

/// Islands where only iterations end the search: fixed, so that the result does not depend on the threads.
const LOGICAL_ISLANDS: usize = 4;
/// Meetings at which islands that fell behind go on from the best plan.
const EPOCHS: u32 = 20;

/// One search and how far it is.
struct Island<'i> {
    improver: Box<dyn Improver + 'i>,
    iterations: u64,
}

/// Improves a plan on several islands until `stop`; returns the best plan and the number of iterations.
pub fn evolve(
    evaluator: &CostEvaluator<'_>,
    neighbours: &Neighbours,
    options: &Options<'_>,
    stop: &Stop,
    start: Solution,
    report: &(dyn Fn(Progress) + Sync),
) -> (Solution, u64) {
    let threads = if options.threads == 0 { rayon::current_num_threads() } else { options.threads };
    let timed = stop.time_share().is_some();
    let count = if timed || stop.iterations().is_none() { threads } else { LOGICAL_ISLANDS };
    let strategy = options.strategy.unwrap_or_else(|| Strategy::suited(evaluator));
    let mut islands: Vec<_> = (0..count as u64)
        .map(|index| {
            let walk = Walk::new(evaluator, neighbours, &options.params, &start, stream(options.seed, index));
            Island { improver: strategy.start(walk), iterations: 0 }
        })
        .collect();
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    for epoch in 0..EPOCHS {
        let quota = Quota::of(stop, count as u64, epoch);
        pool.install(|| islands.par_iter_mut().for_each(|island| run_epoch(island, stop, epoch, quota)));
        let best = best_of(&islands).clone();
        report(progress("search", &best, islands.iter().map(|island| island.iterations).sum()));
        if stop.is_over() {
            break;
        }
        for island in islands.iter_mut().filter(|island| island.improver.best().key() > best.key()) {
            island.improver.adopt(&best);
        }
    }
    let iterations = islands.iter().map(|island| island.iterations).sum();
    (best_of(&islands).clone(), iterations)
}

fn best_of<'b>(islands: &'b [Island<'_>]) -> &'b Solution {
    islands.iter().map(|island| island.improver.best()).min_by_key(|solution| solution.key()).expect("an island")
}

/// Chance of one island.
fn stream(seed: u64, island: u64) -> Xoshiro256PlusPlus {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    (0..island).for_each(|_| rng.jump());
    rng
}

/// Iterations of one island before and after an epoch and in all, where iterations end the search.
#[derive(Clone, Copy)]
struct Quota {
    from: u64,
    until: u64,
    total: u64,
}

impl Quota {
    fn of(stop: &Stop, islands: u64, epoch: u32) -> Option<Self> {
        let total = stop.iterations()?.div_ceil(islands);
        let upto = |epoch: u32| total * u64::from(epoch) / u64::from(EPOCHS);
        Some(Self { from: upto(epoch), until: upto(epoch + 1), total })
    }
}

fn run_epoch(island: &mut Island<'_>, stop: &Stop, epoch: u32, quota: Option<Quota>) {
    let mut done = 0;
    while let Some(share) = share_now(done, stop, epoch, quota) {
        island.improver.iterate(share);
        done += 1;
    }
    island.iterations += done;
}

/// How far the search has come, 0 to 1; none where the epoch is over.
fn share_now(done: u64, stop: &Stop, epoch: u32, quota: Option<Quota>) -> Option<f64> {
    if stop.is_over() || quota.is_some_and(|quota| done >= quota.until - quota.from) {
        return None;
    }
    let end = f64::from(epoch + 1) / f64::from(EPOCHS);
    let counted = quota.map(|quota| (quota.from + done) as f64 / quota.total as f64);
    match (counted, stop.time_share()) {
        (None, Some(share)) if share >= end => None,
        (Some(counted), Some(timed)) => Some(counted.max(timed)),
        (counted, timed) => counted.or(timed).or(Some(f64::from(epoch) / f64::from(EPOCHS))),
    }
}
