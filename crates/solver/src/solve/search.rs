//! The phases that search.

use rayon::ThreadPoolBuilder;

use super::parallel::{ParallelSearch, SearchResult, island_count, region_count};
use super::progress::Progress;
use super::run::{RunContext, RunState};
use super::snapshot::Snapshots;
use super::strategy::Strategy;
use super::{islands, regions};
use crate::search::{Improvements, Solution};
use crate::stop::StoppingCriterion;
use brigade_model::judge::Verdict;
use brigade_model::model::BoundClass;
use brigade_model::rules::unassigned;

/// Improves the plan of a run for a share of the time that is left.
pub fn search(run: &mut RunState<'_>, share: f64) {
    if run.stop.is_over() {
        return;
    }
    let snapshots = run.context.options.snapshots;
    let found = improve(run.context, &run.stop.with_time_share(share), &run.solution, run.report, snapshots);
    run.count(&found);
    run.solution = found.best;
}

/// Improves the incumbent of a run with the time that the proof has left, unless what is proven is near enough.
pub fn search_again(run: &mut RunState<'_>) {
    let RunContext { evaluator, options, .. } = run.context;
    let early = run.stop.elapsed_share().is_some_and(|share| share < options.schedule.search_again_until);
    let (plan, verdict) = &*run.incumbent.get();
    if !early || run.stop.is_over() || gap_is_closed(run, verdict) {
        return;
    }
    let start = Solution::from_plan(evaluator, plan);
    let found = improve(run.context, run.stop, &start, run.report, None);
    run.count(&found);
    run.incumbent.offer(&found.best.to_plan(evaluator));
}

/// Whether the gap between a plan and what is proven is as small as is asked.
fn gap_is_closed(run: &RunState<'_>, plan: &Verdict) -> bool {
    let Some(bound) = run.proof.bound_of(plan) else { return false };
    let unassigned = plan.cost(unassigned::ABOUT.code);
    bound.class == BoundClass::Optimal
        || 100.0 * (plan.total - bound.cost).to_f64() <= run.context.options.gap * (plan.total - unassigned).to_f64()
}

/// Improves a plan until `stop` on all threads: each changes a region of its own where the plan is large, or else
/// searches for itself.
fn improve(
    context: RunContext<'_>,
    stop: &StoppingCriterion,
    start: &Solution,
    report: &(dyn Fn(Progress) + Sync),
    snapshots: Option<Snapshots<'_>>,
) -> SearchResult {
    let RunContext { evaluator, neighbours, options } = context;
    if neighbours.visits().is_empty() {
        return SearchResult { best: start.clone(), iterations: 0, improvements: Improvements::default() };
    }
    let threads = options.threads();
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    let strategy = options.strategy.unwrap_or_else(|| Strategy::suited(evaluator));
    let divided = evaluator.visits().len() >= options.params.divided_from
        && !evaluator.keeps_today()
        && matches!(strategy, Strategy::Genetic | Strategy::Annealing);
    let islands = &options.schedule.islands;
    let count = match divided {
        true => region_count(evaluator.visits().len(), threads * options.ranks.size(), islands, stop),
        false => island_count(threads, strategy == Strategy::Genetic, islands, stop),
    };
    let parallel = ParallelSearch { context, stop, start, pool: &pool, count, seed: options.seed };
    if divided && count > 1 {
        return regions::evolve(&parallel, snapshots, report);
    }
    islands::evolve(&parallel, strategy, report)
}
