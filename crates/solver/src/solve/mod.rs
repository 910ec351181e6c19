//! The wiring: from an instance to the best plan found in the time there is.

mod beside;
mod best;
mod bounds;
#[cfg(feature = "highs")]
mod columns;
#[cfg(not(feature = "highs"))]
#[path = "no_columns.rs"]
mod columns;
mod curve;
mod explain;
mod few;
mod gains;
mod islands;
mod left_out;
mod meetings;
mod mend;
mod regions;
mod replan;
mod start;
mod strategy;
mod tried;

use rayon::ThreadPoolBuilder;

use self::best::Best;
use self::bounds::Partners;
use self::meetings::{Company, Context};
use crate::eval::CostEvaluator;
use crate::search::{Neighbours, Params, Solution};
use crate::stop::Stop;
use brigade_model::judge::Verdict;
use brigade_model::model::{Absence, Bound, BoundClass, Instance, Plan, ShadowPrices, Timetable};
use brigade_model::rules::RULES;
use brigade_model::rules::Rule;
use brigade_model::units::Money;

pub use curve::change_curve;
pub use explain::explain;
pub use few::solve_within;
pub use gains::gains;
pub use left_out::left_out;
pub use replan::{Disruption, Replan, disrupted};
pub use start::{construct, finish};
pub use strategy::Strategy;

/// What steers a run.
#[derive(Clone)]
pub struct Options<'r> {
    /// The rules that count.
    pub rules: &'r [&'r dyn Rule],
    /// The seed of all chance.
    pub seed: u64,
    /// Threads; 0 = as many as the machine has cores.
    pub threads: usize,
    /// Which search; none: what suits the run.
    pub strategy: Option<Strategy>,
    /// What steers the search.
    pub params: Params,
    /// Whether to prove how little a plan can cost.
    pub bound: bool,
    /// Percent of the cost, fines for what is left out aside, that a proof need not close: the run ends there.
    pub gap: f64,
    /// A plan to start from, beside today's schedule.
    pub start: Option<&'r Plan>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        let params = Params::default();
        Self { rules: RULES, seed: 1, threads: 0, strategy: None, params, bound: false, gap: 0.0, start: None }
    }
}

impl Options<'_> {
    /// How many threads there are.
    fn threads(&self) -> usize {
        if self.threads == 0 { rayon::current_num_threads() } else { self.threads }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// What it does.
    pub phase: &'static str,
    /// Cost of the best plan.
    pub cost: Money,
    /// Whether the best plan breaks no hard rule.
    pub feasible: bool,
    /// Iterations done.
    pub iterations: u64,
    /// What is proven so far, where something is.
    pub proven: Option<Proven>,
}

/// A bound beside the plan that it is for.
#[derive(Clone, Copy, Debug)]
pub struct Proven {
    /// No plan costs less.
    pub bound: Money,
    /// What the best plan pays for visits left out.
    pub unassigned: Money,
}

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The best plan, with its times.
    pub plan: Plan,
    /// Why it leaves visits out, in the order of the jobs.
    pub left_out: Vec<Absence>,
    /// Iterations of all islands.
    pub iterations: u64,
    /// What no plan costs less than, where something is proven.
    pub bound: Option<Bound>,
    /// What visits and crew-days are worth by that proof.
    pub worth: Option<ShadowPrices>,
    /// What the solvers did, and what went wrong there: in words, for those who ask.
    pub trace: Vec<String>,
    /// A cheaper plan that was met and has more changes than are allowed.
    pub beyond: Option<Beyond>,
}

/// A plan with more changes than are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// Its changes.
    pub changes: u32,
    /// What it costs less.
    pub saves: Money,
}

/// Finds the best plan that it can until `stop`. Where the current schedule breaks no rule, the plan is never worse.
///
/// With a number of iterations and no time limit the result depends on nothing but instance, rules, seed and
/// parameters.
pub fn solve(instance: &Instance, options: &Options<'_>, stop: &Stop, report: &(dyn Fn(Progress) + Sync)) -> Outcome {
    let evaluator = CostEvaluator::new(instance, options.rules);
    let neighbours = Neighbours::new(&evaluator, options.params.neighbours);
    let context = Context { evaluator: &evaluator, neighbours: &neighbours, options };
    let start = start::best_start(&evaluator, &neighbours, options.seed, options.start);
    report(progress("start", &start, 0));
    let (mut bounds, mut worth, mut trace) = (Vec::new(), None, Vec::new());
    let share = if options.bound { columns::search_share(instance, options, &start, stop) } else { 1.0 };
    // Where routes are not priced, the relaxed bound comes first and the search has all the time that is left.
    let relaxed_first = options.bound && share >= 1.0 && stop.left().is_some() && !stop.is_over();
    if relaxed_first {
        bounds = bounds::prove(instance, options.rules, stop, &mut trace);
    }
    let searching = stop.sooner(share);
    let (best, mut iterations) =
        if evaluator.visits().is_empty() { (start, 0) } else { search(context, &searching, start, report) };
    let best = start::finish(&evaluator, &neighbours, best, options.seed);
    let best = Best::new(instance, options.rules, best.to_plan(&evaluator));
    if let Some(current) = &instance.current {
        // With its starts stated, as a plan has them: what it does not state is held to `start_within` here.
        best.offer(&Timetable::new(instance, current).settled(instance));
    }
    if options.bound && !stop.is_over() {
        let tell = |bound: Option<Money>| report(proving(&best.get().1, iterations, bound));
        let (proven, more) = beside::search_beside(context, stop, &best, |leave| {
            if !relaxed_first {
                leave(true);
                bounds = bounds::prove(instance, options.rules, stop, &mut trace);
                leave(false);
                tell(greatest(&bounds));
            }
            let relaxed = greatest(&bounds);
            let mut told = |step, bound: Option<Money>| {
                trace.push(step);
                tell(bound.max(relaxed));
            };
            let mend = |plan: &Plan| mend::mend(context, stop, plan);
            let partners = Partners { best: &best, mend: &mend, told: &mut told, leave };
            if stop.is_over() { None } else { columns::prove(instance, options, stop, partners) }
        });
        iterations += more;
        if let Some(proof) = proven {
            bounds.push(proof.bound);
            worth = Some(proof.worth);
        }
        // Where the proof is stuck and time is left, the search goes on.
        let early = stop.time_share().is_some_and(|share| share < WORTH_A_SEARCH);
        let (plan, verdict) = &*best.get();
        if early && !is_enough(options, verdict, &bounds) {
            let from = Solution::from_plan(&evaluator, plan);
            let (further, more) = search(context, stop, from, report);
            iterations += more;
            best.offer(&further.to_plan(&evaluator));
        }
    } else if options.bound && !relaxed_first {
        // Proofs on large weeks take a while to begin with, which very short runs don't have.
        trace.push("no bound: no time was left for a proof".into());
    }
    let (plan, verdict) = &*best.get();
    let left_out = left_out(&evaluator, options.rules, plan);
    let bound = bounds::best(bounds, verdict);
    Outcome { plan: plan.clone(), left_out, iterations, bound, worth, trace, beyond: None }
}

/// Improves a plan until `stop` on all threads: each changes a region of its own where the plan is large, or else
/// searches for itself. Returns the best plan and the number of iterations.
fn search(context: Context<'_>, stop: &Stop, start: Solution, report: &(dyn Fn(Progress) + Sync)) -> (Solution, u64) {
    let Context { evaluator, options, .. } = context;
    let threads = options.threads();
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
    let count = meetings::islands(threads, stop);
    let strategy = options.strategy.unwrap_or_else(|| Strategy::suited(evaluator));
    let company = Company { context, stop, start: &start, pool: &pool, count };
    let large = evaluator.visits().len() >= options.params.divided_from && !evaluator.keeps_today();
    if large && count > 1 && strategy == Strategy::Annealing {
        return regions::evolve(&company, report);
    }
    islands::evolve(&company, strategy, report)
}

/// The jobs that no plan can hold completely by the rules of the format, in order.
pub fn impossible(instance: &Instance) -> Vec<Absence> {
    left_out::impossible(&CostEvaluator::new(instance, RULES), RULES)
}

/// Why a plan leaves visits out by the rules of the format, in the order of the jobs.
pub fn reasons(instance: &Instance, plan: &Plan) -> Vec<Absence> {
    left_out(&CostEvaluator::new(instance, RULES), RULES, plan)
}

/// The share of the time beyond which no search begins again.
const WORTH_A_SEARCH: f64 = 0.95;

/// Whether what is proven is as near as is asked.
fn is_enough(options: &Options<'_>, plan: &Verdict, bounds: &[Bound]) -> bool {
    let Some(bound) = bounds::best(bounds.to_vec(), plan) else { return false };
    let fines = plan.cost("unassigned");
    bound.class == BoundClass::Optimal
        || 100.0 * (plan.total - bound.cost).to_f64() <= options.gap * (plan.total - fines).to_f64()
}

fn progress(phase: &'static str, solution: &Solution, iterations: u64) -> Progress {
    let feasible = solution.breaches == (0, 0);
    Progress { phase, cost: Money(solution.cost), feasible, iterations, proven: None }
}

fn greatest(bounds: &[Bound]) -> Option<Money> {
    bounds.iter().map(|bound| bound.cost).max()
}

/// How far a run has come that proves what it can.
fn proving(plan: &Verdict, iterations: u64, bound: Option<Money>) -> Progress {
    let unassigned = plan.costs().iter().filter(|part| part.0 == "unassigned").map(|part| part.1).sum();
    let proven = bound.map(|bound| Proven { bound, unassigned });
    Progress { phase: "proof", cost: plan.total, feasible: plan.is_legal(), iterations, proven }
}
