//! Plans to start from: the current schedule, repaired, and one made from nothing.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::options::SolveOptions;
use super::params::ConstructionParams;
use crate::eval::{CostEvaluator, VisitId, WorkingPlan};
use crate::search::{
    InsertionCache, InsertionOrder, Neighbours, OPERATORS, Recreate, RecreateParams, Solution, VisitQueue,
    best_insertion, descend, insert, insert_by_regret,
};
use crate::stop::StoppingCriterion;
use brigade_model::units::Money;

/// Visits among which regrets are compared where there are many places: neighbours, since visits are in the order of places.
const PART: usize = 1_000;

/// The best of the current schedule, the plan that the options name and a plan made from nothing, all completed; where little
/// of the current schedule may change, only of the first two. Where there are many places it ends when time is up.
pub fn best_start(
    evaluator: &CostEvaluator<'_>,
    neighbours: &Neighbours,
    options: &SolveOptions<'_>,
    stop: &StoppingCriterion,
) -> Solution {
    let seed = options.seed;
    let kept = |plan| {
        let best = Solution::from_plan(evaluator, plan);
        let finished = complete(evaluator, neighbours, &best, seed, Some(stop));
        if finished.key() < best.key() { finished } else { best }
    };
    let mut starts: Vec<_> = evaluator.instance().current.iter().chain(options.start).map(kept).collect();
    if starts.is_empty() || !evaluator.keeps_today() {
        starts.push(construct_by(evaluator, neighbours, seed, options.schedule.construction, Some(stop)));
    }
    starts.into_iter().min_by_key(Solution::key).expect("a plan made from nothing")
}

/// Constructs a plan: pins, then linked visits, then the rest by regret. Long routes are split unless that costs too much: a
/// search closes routes more easily than it opens new ones.
pub fn construct(evaluator: &CostEvaluator<'_>, neighbours: &Neighbours, seed: u64) -> Solution {
    construct_by(evaluator, neighbours, seed, ConstructionParams::default(), None)
}

fn construct_by(
    evaluator: &CostEvaluator<'_>,
    neighbours: &Neighbours,
    seed: u64,
    params: ConstructionParams,
    stop: Option<&StoppingCriterion>,
) -> Solution {
    let plan = complete(evaluator, neighbours, &Solution::of(&WorkingPlan::new(evaluator)), seed, stop);
    if plan.routes().iter().all(|route| route.len() <= params.split_above) {
        return plan;
    }
    let split = split_long_routes(evaluator, neighbours, &plan, params.split_above);
    let split = complete(evaluator, neighbours, &split, seed, stop);
    let cheap = split.cost <= Money(plan.cost.0.saturating_add(plan.cost.0 / params.cost_divisor));
    if split.breaches <= plan.breaches && cheap { split } else { plan }
}

/// The plan with the second halves of its long routes in empty shifts, where these can take them.
fn split_long_routes(
    evaluator: &CostEvaluator<'_>,
    neighbours: &Neighbours,
    plan: &Solution,
    above: usize,
) -> Solution {
    let mut plan = plan.load(evaluator);
    for shift in evaluator.shift_ids() {
        let route = plan.route(shift).to_vec();
        if route.len() > above {
            let (front, back) = route.split_at(route.len() / 2);
            let empty = neighbours.empty_shifts(&plan, back[0]).find(|&there| plan.suffix_fits(back[0], there));
            if let Some(there) = empty {
                plan.set_routes(vec![(shift, front.to_vec()), (there, back.to_vec())]);
            }
        }
    }
    Solution::of(&plan)
}

/// The best plan of the search, completed with visits that cost less planned than unassigned.
pub fn finish(evaluator: &CostEvaluator<'_>, neighbours: &Neighbours, best: Solution, seed: u64) -> Solution {
    let finished = complete(evaluator, neighbours, &best, seed, None);
    if finished.key() < best.key() { finished } else { best }
}

/// Inserts unassigned visits, then applies local search under prohibitive penalties. Where there are many places both go part
/// by part, as long as there is time.
fn complete(
    evaluator: &CostEvaluator<'_>,
    neighbours: &Neighbours,
    start: &Solution,
    seed: u64,
    stop: Option<&StoppingCriterion>,
) -> Solution {
    let mut plan = start.load(evaluator);
    plan.set_penalties(evaluator.strict_penalties());
    let params = RecreateParams { max_shifts: usize::MAX, ..RecreateParams::default() };
    let mut cache = InsertionCache::new(evaluator, &params);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut recreate =
        Recreate { neighbours, cache: &mut cache, rng: &mut rng, params: &params, blink: 0.0, neighbours_first: false };
    let left_out: Vec<_> = evaluator.visit_ids().filter(|&visit| !plan.is_planned(visit)).collect();
    let (pinned, free): (Vec<_>, Vec<_>) = left_out.into_iter().partition(|&v| evaluator.visit(v).pinned);
    let (linked, single): (Vec<_>, Vec<_>) = free.into_iter().partition(|&visit| evaluator.visit(visit).linked);
    recreate.run(&mut plan, pinned, InsertionOrder::Tightest);
    recreate.run(&mut plan, linked, InsertionOrder::Dearest);
    let part = if neighbours.is_limited() { PART } else { usize::MAX };
    let is_over = || neighbours.is_limited() && stop.is_some_and(StoppingCriterion::is_over);
    for visits in single.chunks(part).take_while(|_| !is_over()) {
        insert_by_regret(&mut plan, neighbours, &mut cache, visits);
        if neighbours.is_limited() {
            insert_far_away(&mut plan, neighbours, &mut cache, visits);
        }
    }
    let mut queue = VisitQueue::default();
    let visits: Vec<VisitId> = evaluator.visit_ids().collect();
    for visits in visits.chunks(part).take_while(|_| !is_over()) {
        visits.iter().for_each(|&visit| queue.push(visit));
        descend(&mut plan, neighbours, OPERATORS, &mut queue);
    }
    Solution::of(&plan)
}

/// Inserts visits for which no near shift has room into any other.
fn insert_far_away(
    plan: &mut WorkingPlan<'_>,
    neighbours: &Neighbours,
    cache: &mut InsertionCache,
    visits: &[VisitId],
) {
    for &visit in visits {
        if plan.is_planned(visit) {
            continue;
        }
        let shifts = neighbours.all_shifts(plan.evaluator(), visit).into_iter();
        let place = best_insertion(plan, cache, neighbours.symmetry(), visit, shifts, Money::ZERO, || false);
        if let Some(place) = place {
            insert(plan, visit, &place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::SearchParams;
    use brigade_model::model::{SiteId, Sketch};
    use brigade_model::rules::RULES;

    #[test]
    fn a_long_route_is_split_where_a_shift_is_empty() {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = 1;
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        let jobs: Vec<usize> = (0..=ConstructionParams::default().split_above).collect();
        for &job in &jobs {
            sketch.site(&format!("site{job}"), (1.0 + job as f64 / 10.0, 0.0));
            sketch.job(&format!("job{job}"), 10);
            sketch.parts.jobs[job].site = SiteId::new(job);
        }
        let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &jobs)]));
        let evaluator = CostEvaluator::new(&instance, RULES);
        let neighbours = Neighbours::new(&evaluator, &SearchParams::default().neighbours);
        let long = Solution::from_plan(&evaluator, &plan);
        let lengths = |plan: &Solution| plan.routes().iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(lengths(&long), [21, 0]);
        let split = split_long_routes(&evaluator, &neighbours, &long, ConstructionParams::default().split_above);
        assert_eq!((lengths(&split), split.breaches), (vec![10, 11], (0, 0)));
        let made = construct(&evaluator, &neighbours, 1);
        assert!(made.cost <= long.cost, "{} against {}", made.cost, long.cost);
    }
}
