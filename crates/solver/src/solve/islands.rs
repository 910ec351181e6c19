//! Several searches side by side that learn from each other at fixed points.

use rayon::prelude::*;

use super::meetings::Company;
use super::{Progress, Strategy, progress};
use crate::search::{Metaheuristic, Solution};

/// Meetings at which islands that fell behind go on from the best plan.
const EPOCHS: u32 = 20;

/// One search and how far it is.
struct Island<'i> {
    improver: Box<dyn Metaheuristic + 'i>,
    iterations: u64,
}

/// Improves a plan on islands; returns the best plan and the number of iterations.
pub fn evolve(company: &Company<'_>, strategy: Strategy, report: &(dyn Fn(Progress) + Sync)) -> (Solution, u64) {
    let island = |walk| Island { improver: strategy.start(walk), iterations: 0 };
    let mut islands: Vec<_> = company.walks().map(island).collect();
    for index in 0..EPOCHS {
        let epoch = company.epoch(index, EPOCHS);
        let run = |island: &mut Island<'_>| island.iterations += epoch.run(|share| island.improver.iterate(share));
        company.pool.install(|| islands.par_iter_mut().for_each(run));
        let best = best_of(&islands).clone();
        report(progress("search", &best, islands.iter().map(|island| island.iterations).sum()));
        if company.stop.is_over() {
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
