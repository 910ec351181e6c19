//! Repair of plans that break rules.

use super::parallel::stream;
use super::reheat::reheat;
use super::run::RunContext;
use crate::search::Solution;
use crate::stop::StoppingCriterion;
use brigade_model::model::Plan;

/// The best plan that a short search finds from a plan that may violate rules; where `strict`, fewer violations come before
/// all else.
pub fn repair(context: RunContext<'_>, stop: &StoppingCriterion, plan: &Plan, strict: bool) -> Plan {
    let params = context.options.schedule.repair;
    let start = Solution::from_plan(context.evaluator, plan);
    let visits = context.evaluator.visits().len() as u64;
    let most = stop.iterations().map_or(u64::MAX, |all| all / params.part).min(params.per_visit * visits);
    let (found, _) = reheat(context, &start, stream(context.options.seed, 0), most, strict, || stop.is_over());
    found.to_plan(context.evaluator)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::{Neighbours, SearchParams};
    use crate::solve::{SolveOptions, start};
    use brigade_generate::{GeneratorOptions, Profile, generate};
    use brigade_model::judge::check;

    #[test]
    fn most_plans_that_break_rules_are_repaired_and_legal_ones_are_never_worse() {
        let mut made_legal = 0;
        for seed in 0..6 {
            let size = GeneratorOptions { crews: 4, sites: 16, seed, profile: Profile::Construction };
            let instance = generate(&size).expect("sizes within range").instance;
            let options = SolveOptions::default();
            let evaluator = CostEvaluator::new(&instance, options.rules);
            let neighbours = Neighbours::new(&evaluator, &SearchParams::default().neighbours);
            let stop = StoppingCriterion::new(Instant::now(), None, Some(4_000));
            let context = RunContext { evaluator: &evaluator, neighbours: &neighbours, options: &options };
            let repaired = |plan: &Plan| check(&instance, &repair(context, &stop, plan, false));
            let legal = start::construct(&evaluator, &neighbours, seed).to_plan(&evaluator);
            let (before, after) = (check(&instance, &legal), repaired(&legal));
            assert!(before.is_legal() && after.is_legal() && after.total <= before.total, "seed {seed}");
            // One crew does the work of two.
            let mut plan = legal.clone();
            let busy: Vec<_> = (0..plan.routes.len()).filter(|&own| !plan.routes[own].visits.is_empty()).collect();
            let visits = std::mem::take(&mut plan.routes[busy[0]].visits);
            plan.routes[busy[1]].visits.extend(visits);
            let (broken, after) = (check(&instance, &plan), repaired(&plan));
            assert!(after.violations.len() <= broken.violations.len(), "seed {seed}");
            made_legal += u32::from(!broken.is_legal() && after.is_legal());
        }
        assert!(made_legal > 2, "{made_legal}");
    }
}
