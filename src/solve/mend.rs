//! What a short search makes of a plan.

use super::meetings::stream;
use super::{Options, start};
use crate::cost::CostEvaluator;
use crate::model::Plan;
use crate::search::{Annealing, Neighbours, Params, Solution, Walk};
use crate::stop::Stop;

/// Iterations of such a search for each visit, and at most this share of those that a run has.
const PER_VISIT: u64 = 30;
const SHARE: u64 = 20;

/// The best plan met by a short search from a plan that may break rules, at moderate temperatures.
pub fn mend(
    evaluator: &CostEvaluator<'_>,
    neighbours: &Neighbours,
    options: &Options<'_>,
    stop: &Stop,
    plan: &Plan,
) -> Plan {
    let start = Solution::from_plan(evaluator, plan);
    let temperatures = (options.params.evolution.warm, options.params.temperatures.1);
    let params = Params { temperatures, ..options.params.clone() };
    let mut search = Annealing::new(Walk::new(evaluator, neighbours, &params, &start, stream(options.seed, 0)));
    let visits = evaluator.visits().len() as u64;
    let iterations = stop.iterations().map_or(u64::MAX, |all| all / SHARE).min(PER_VISIT * visits);
    for done in 0..iterations {
        if stop.is_over() {
            break;
        }
        search.anneal(done as f64 / iterations as f64);
    }
    start::finish(evaluator, neighbours, search.walk().best().clone(), options.seed).to_plan(evaluator)
}
