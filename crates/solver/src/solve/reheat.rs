//! A short search that goes on from a plan.

use rand_xoshiro::Xoshiro256PlusPlus;

use super::run::RunContext;
use super::start;
use crate::search::{Annealing, LnsState, SearchParams, Solution};

/// The best plan that annealing from a moderate temperature finds in at most `most` iterations, and how many it took;
/// where `strict`, beginning with the highest penalties.
pub fn reheat(
    context: RunContext<'_>,
    start: &Solution,
    rng: Xoshiro256PlusPlus,
    most: u64,
    strict: bool,
    is_over: impl Fn() -> bool,
) -> (Solution, u64) {
    let RunContext { evaluator, neighbours, options } = context;
    if neighbours.visits().is_empty() {
        return (start.clone(), 0);
    }
    let initial_temperature = options.schedule.reheat_temperature;
    let params = SearchParams { initial_temperature, ..options.params.clone() };
    let lns = LnsState::new(evaluator, neighbours, &params, start, rng);
    let mut search = Annealing::new(if strict { lns.strict() } else { lns });
    let mut done = 0;
    while done < most && !is_over() {
        search.anneal(done as f64 / most as f64);
        done += 1;
    }
    (start::finish(evaluator, neighbours, search.lns().best().clone(), options.seed), done)
}
