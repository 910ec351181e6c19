//! Islands: independent searches that synchronise at fixed points.

use super::parallel::{ParallelSearch, SearchResult};
use super::progress::Progress;
use super::strategy::Strategy;
use crate::search::{Improvements, Metaheuristic, Solution, add_improvements};

/// One search.
type Island<'i> = Box<dyn Metaheuristic + 'i>;

/// Improves a plan on islands.
pub fn evolve(parallel: &ParallelSearch<'_>, strategy: Strategy, report: &(dyn Fn(Progress) + Sync)) -> SearchResult {
    let (epochs, params) = (parallel.context.options.schedule.islands.epochs, &parallel.context.options.params.genetic);
    let mut islands: Vec<_> = parallel.states().map(|lns| strategy.start(lns)).collect();
    let mut iterations = 0;
    for index in 0..epochs {
        iterations += parallel
            .run_epoch(index, epochs, &mut islands, |_, island, epoch| epoch.run(|share| island.iterate(share)));
        let best = best_of(&islands).clone();
        report(Progress::of_search("search", &best, iterations));
        if parallel.stop.is_over() {
            break;
        }
        let share = f64::from(index + 1) / f64::from(epochs);
        if strategy != Strategy::Genetic {
            islands.iter_mut().for_each(|island| island.meet(&best));
        } else if share >= params.crossing_from {
            if share >= params.laggards_from {
                replace_laggards(&mut islands, &best, params.laggard);
            }
            pair(&mut islands, index as usize);
        }
    }
    let mut improvements = Improvements::default();
    islands.iter().for_each(|island| add_improvements(&mut improvements, &island.improvements()));
    SearchResult { best: best_of(&islands).clone(), iterations, improvements }
}

/// Islands whose best plan breaks more rules than the best of all, or costs more by more than a share of it, go on from that.
fn replace_laggards(islands: &mut [Island<'_>], best: &Solution, share: f64) {
    let most = (best.breaches, best.cost.0 as f64 * (1.0 + share));
    let lags = |own: &Solution| (own.breaches, own.cost.0 as f64) > most;
    islands.iter_mut().filter(|island| lags(island.best())).for_each(|island| island.adopt(best));
}

/// Each island meets another one: in each round those that stand further apart, around a ring.
fn pair(islands: &mut [Island<'_>], round: usize) {
    let count = islands.len();
    if count < 2 {
        return;
    }
    let plans: Vec<_> = islands.iter().map(|island| island.current()).collect();
    for (index, island) in islands.iter_mut().enumerate() {
        island.meet(&plans[(index + 1 + round % (count - 1)) % count]);
    }
}

fn best_of<'b>(islands: &'b [Island<'_>]) -> &'b Solution {
    islands.iter().map(|island| island.best()).min_by_key(|solution| solution.key()).expect("an island")
}
