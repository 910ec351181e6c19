//! What a short search makes of a plan.

use rand_xoshiro::Xoshiro256PlusPlus;

use super::meetings::{Context, stream};
use super::start;
use crate::search::{Annealing, LnsState, SearchParams, Solution};
use crate::stop::Stop;
use brigade_model::model::Plan;

/// Iterations of such a search for each visit, and at most this share of those that a run has.
const PER_VISIT: u64 = 30;
const SHARE: u64 = 20;

/// The best plan met by a short search from a plan that may break rules.
pub fn mend(context: Context<'_>, stop: &Stop, plan: &Plan) -> Plan {
    let start = Solution::from_plan(context.evaluator, plan);
    let visits = context.evaluator.visits().len() as u64;
    let most = stop.iterations().map_or(u64::MAX, |all| all / SHARE).min(PER_VISIT * visits);
    let (found, _) = warmed(context, &start, stream(context.options.seed, 0), most, || stop.is_over());
    found.to_plan(context.evaluator)
}

/// The best plan met by a search of at most so many iterations at moderate temperatures, and how many it took.
pub fn warmed(
    context: Context<'_>,
    start: &Solution,
    rng: Xoshiro256PlusPlus,
    most: u64,
    is_over: impl Fn() -> bool,
) -> (Solution, u64) {
    let Context { evaluator, neighbours, options } = context;
    let temperatures = (options.params.genetic.education_temperature, options.params.temperatures.1);
    let params = SearchParams { temperatures, ..options.params.clone() };
    let mut search = Annealing::new(LnsState::new(evaluator, neighbours, &params, start, rng));
    let mut done = 0;
    while done < most && !is_over() {
        search.anneal(done as f64 / most as f64);
        done += 1;
    }
    (start::finish(evaluator, neighbours, search.lns().best().clone(), options.seed), done)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::Neighbours;
    use crate::solve::Options;
    use brigade_generate::{Options as Size, Profile, generate};
    use brigade_model::judge::check;

    #[test]
    fn most_plans_that_break_rules_are_mended_and_legal_ones_are_never_worse() {
        let mut made_legal = 0;
        for seed in 0..6 {
            let size = Size { crews: 4, sites: 16, seed, profile: Profile::Construction };
            let instance = generate(&size).expect("sizes within range").instance;
            let options = Options::default();
            let evaluator = CostEvaluator::new(&instance, options.rules);
            let neighbours = Neighbours::new(&evaluator, &SearchParams::default().neighbours);
            let stop = Stop::new(Instant::now(), None, Some(4_000));
            let context = Context { evaluator: &evaluator, neighbours: &neighbours, options: &options };
            let mended = |plan: &Plan| check(&instance, &mend(context, &stop, plan));
            let legal = start::construct(&evaluator, &neighbours, seed).to_plan(&evaluator);
            let (before, after) = (check(&instance, &legal), mended(&legal));
            assert!(before.is_legal() && after.is_legal() && after.total <= before.total, "seed {seed}");
            // One crew does the work of two.
            let mut plan = legal.clone();
            let busy: Vec<_> = (0..plan.routes.len()).filter(|&own| !plan.routes[own].visits.is_empty()).collect();
            let moved = std::mem::take(&mut plan.routes[busy[0]].visits);
            plan.routes[busy[1]].visits.extend(moved);
            let (broken, after) = (check(&instance, &plan), mended(&plan));
            assert!(after.violations.len() <= broken.violations.len(), "seed {seed}");
            made_legal += u32::from(!broken.is_legal() && after.is_legal());
        }
        assert!(made_legal > 2, "{made_legal}");
    }
}
