//! Islands: independent searches that synchronise at fixed points.

use rayon::prelude::*;

use super::parallel::ParallelSearch;
use super::progress::Progress;
use super::strategy::Strategy;
use crate::search::{Metaheuristic, Solution};

/// One search and how far it is.
struct Island<'i> {
    metaheuristic: Box<dyn Metaheuristic + 'i>,
    iterations: u64,
}

/// Improves a plan on islands; returns the best plan and the number of iterations.
pub fn evolve(
    parallel: &ParallelSearch<'_>,
    strategy: Strategy,
    report: &(dyn Fn(Progress) + Sync),
) -> (Solution, u64) {
    let epochs = parallel.context.options.schedule.islands.epochs;
    let island = |lns| Island { metaheuristic: strategy.start(lns), iterations: 0 };
    let mut islands: Vec<_> = parallel.states().map(island).collect();
    for index in 0..epochs {
        let epoch = parallel.epoch(index, epochs);
        let run = |island: &mut Island<'_>| island.iterations += epoch.run(|share| island.metaheuristic.iterate(share));
        parallel.pool.install(|| islands.par_iter_mut().for_each(run));
        let best = best_of(&islands).clone();
        report(Progress::of_search("search", &best, islands.iter().map(|island| island.iterations).sum()));
        if parallel.stop.is_over() {
            break;
        }
        for island in islands.iter_mut().filter(|island| island.metaheuristic.best().key() > best.key()) {
            island.metaheuristic.adopt(&best);
        }
    }
    let iterations = islands.iter().map(|island| island.iterations).sum();
    (best_of(&islands).clone(), iterations)
}

fn best_of<'b>(islands: &'b [Island<'_>]) -> &'b Solution {
    islands.iter().map(|island| island.metaheuristic.best()).min_by_key(|solution| solution.key()).expect("an island")
}
