//! Several searches side by side that learn from each other at fixed points.

use rayon::ThreadPool;
use rayon::prelude::*;

use super::meetings::{Epoch, stream};
use super::{Options, Progress, Strategy, progress};
use crate::cost::CostEvaluator;
use crate::search::{Improver, Neighbours, Solution, Walk};
use crate::stop::Stop;

/// Meetings at which islands that fell behind go on from the best plan.
const EPOCHS: u32 = 20;

/// One search and how far it is.
struct Island<'i> {
    improver: Box<dyn Improver + 'i>,
    iterations: u64,
}

/// Improves a plan on so many islands until `stop`; returns the best plan and the number of iterations.
pub fn evolve(
    evaluator: &CostEvaluator<'_>,
    neighbours: &Neighbours,
    options: &Options<'_>,
    stop: &Stop,
    start: &Solution,
    (pool, count, strategy): (&ThreadPool, usize, Strategy),
    report: &(dyn Fn(Progress) + Sync),
) -> (Solution, u64) {
    let mut islands: Vec<_> = (0..count as u64)
        .map(|index| {
            let walk = Walk::new(evaluator, neighbours, &options.params, start, stream(options.seed, index));
            Island { improver: strategy.start(walk), iterations: 0 }
        })
        .collect();
    for index in 0..EPOCHS {
        let epoch = Epoch::new(stop, count as u64, index, EPOCHS);
        let run = |island: &mut Island<'_>| island.iterations += epoch.run(|share| island.improver.iterate(share));
        pool.install(|| islands.par_iter_mut().for_each(run));
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
