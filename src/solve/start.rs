//! Plans to start from: the current schedule, repaired, and one made from nothing.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::cost::{CostEvaluator, VisitId, WorkingPlan};
use crate::model::Plan;
use crate::search::{
    InsertionCache, Neighbours, OPERATORS, Order, Queue, Recreate, Solution, descend, insert_by_regret,
};

/// The best of the current schedule, the plan `from` and a plan made from nothing, all completed; where little of the
/// current schedule may change, only of the first two.
pub fn best_start(evaluator: &CostEvaluator<'_>, neighbours: &Neighbours, seed: u64, from: Option<&Plan>) -> Solution {
    let kept = |plan| finish(evaluator, neighbours, Solution::from_plan(evaluator, plan), seed);
    let mut starts: Vec<_> = evaluator.instance().current.iter().chain(from).map(kept).collect();
    if starts.is_empty() || !evaluator.keeps_today() {
        starts.push(construct(evaluator, neighbours, seed));
    }
    starts.into_iter().min_by_key(Solution::key).expect("a plan made from nothing")
}

/// A plan made from nothing: pins, then visits bound to others, then the rest, each where it costs least.
pub fn construct(evaluator: &CostEvaluator<'_>, neighbours: &Neighbours, seed: u64) -> Solution {
    complete(evaluator, neighbours, &Solution::of(&WorkingPlan::new(evaluator)), seed)
}

/// The best plan of the search with what still fits, so that nothing that pays for itself is left undone.
pub fn finish(evaluator: &CostEvaluator<'_>, neighbours: &Neighbours, best: Solution, seed: u64) -> Solution {
    let finished = complete(evaluator, neighbours, &best, seed);
    if finished.key() < best.key() { finished } else { best }
}

/// Plans what is left out, then repairs what is broken.
fn complete(evaluator: &CostEvaluator<'_>, neighbours: &Neighbours, start: &Solution, seed: u64) -> Solution {
    let mut plan = start.load(evaluator);
    plan.set_penalties(evaluator.strict_penalties());
    let mut cache = InsertionCache::new(evaluator.visits().len(), evaluator.shifts());
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut recreate =
        Recreate { neighbours, cache: &mut cache, rng: &mut rng, blink: 0.0, most_shifts: usize::MAX, beside: false };
    let left_out: Vec<_> = (0..evaluator.visits().len() as VisitId).filter(|&visit| !plan.is_planned(visit)).collect();
    let (pinned, free): (Vec<_>, Vec<_>) = left_out.into_iter().partition(|&v| evaluator.visit(v).pinned);
    let (linked, single): (Vec<_>, Vec<_>) = free.into_iter().partition(|&visit| evaluator.visit(visit).linked);
    recreate.run(&mut plan, pinned, Order::Tightest);
    recreate.run(&mut plan, linked, Order::Dearest);
    insert_by_regret(&mut plan, neighbours, &mut cache, &single);
    let mut queue = Queue::default();
    (0..evaluator.visits().len() as VisitId).for_each(|visit| queue.push(visit));
    descend(&mut plan, neighbours, OPERATORS, &mut queue);
    Solution::of(&plan)
}
