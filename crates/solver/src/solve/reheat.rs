//! A short search that goes on from a plan.

use rand_xoshiro::Xoshiro256PlusPlus;

use super::run::RunContext;
use super::start;
use crate::search::{Annealing, LnsState, SearchParams, Solution};

<<<<<<< HEAD
/// The best plan that annealing from a moderate temperature finds in at most `most` iterations, and how many it took.
=======
/// The best plan met by annealing from moderate temperatures in at most so many iterations, and how many it took; where
/// `strict`, beginning with the highest penalties.
>>>>>>> legal
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
<<<<<<< HEAD
    let initial_temperature = options.params.genetic.education_temperature;
    let params = SearchParams { initial_temperature, ..options.params.clone() };
    let mut search = Annealing::new(LnsState::new(evaluator, neighbours, &params, start, rng));
=======
    let temperatures = (options.params.genetic.education_temperature, options.params.temperatures.1);
    let params = SearchParams { temperatures, ..options.params.clone() };
    let lns = LnsState::new(evaluator, neighbours, &params, start, rng);
    let mut search = Annealing::new(if strict { lns.strict() } else { lns });
>>>>>>> legal
    let mut done = 0;
    while done < most && !is_over() {
        search.anneal(done as f64 / most as f64);
        done += 1;
    }
    (start::finish(evaluator, neighbours, search.lns().best().clone(), options.seed), done)
}
