//! The wiring: from an instance to the best plan found in the time there is.
//!
//! A run is a sequence of phases over one state: start, search, polish, prove, search again. `phases.rs` chooses them.

mod background;
mod change_curve;
mod change_gains;
mod change_limit;
mod column_generation;
mod explain;
mod incumbent;
mod islands;
mod left_out;
mod options;
mod outcome;
mod parallel;
mod params;
mod phases;
mod polish;
mod progress;
mod prove;
mod ranks;
mod regions;
mod reheat;
mod removal;
mod repair;
mod replan;
mod run;
mod search;
mod shortage;
mod snapshot;
mod start;
mod strategy;
mod what_if;
mod wire;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use self::phases::phases;
use self::run::{RunContext, RunState};
use crate::eval::CostEvaluator;
use crate::search::Neighbours;
use crate::stop::StoppingCriterion;
use brigade_model::explain::Absence;
use brigade_model::model::{Instance, Plan};
use brigade_model::rules::RULES;

pub use change_curve::change_curve;
pub use change_gains::{ScheduledMove, gains};
pub use change_limit::solve_within;
pub use explain::explain;
pub use left_out::left_out;
pub use options::{MovesOf, SolveOptions};
pub use outcome::{BeyondLimit, Outcome};
pub use params::{
    BackgroundParams, ConstructionParams, IslandParams, ProofBudget, RepairParams, ScheduleParams, SearchShares,
};
pub use progress::{BoundSoFar, Progress};
pub use ranks::{Alone, Communicator};
pub use replan::{Disruption, Replan, disrupted, resumed};
pub use snapshot::{Snapshot, Snapshots};
pub use start::{construct, finish};
pub use strategy::Strategy;

/// Finds the best plan that it can until `stop`. Where the current schedule breaks no rule, the plan is never worse.
///
/// With a number of iterations and no time limit the result depends on nothing but instance, rules, seed and
/// parameters.
pub fn solve(
    instance: &Instance,
    options: &SolveOptions<'_>,
    stop: &StoppingCriterion,
    report: &(dyn Fn(Progress) + Sync),
) -> Outcome {
    run(instance, options, stop, report, |run| run.outcome(stop.closing()))
}

/// Searches the regions of this rank whenever rank 0 asks for it in [`solve`], until [`dismiss`].
pub fn assist(instance: &Instance, options: &SolveOptions<'_>, interrupted: &Arc<AtomicBool>) {
    let evaluator = CostEvaluator::new(instance, options.rules);
    let neighbours = Neighbours::new(&evaluator, &options.params.neighbours);
    regions::assist(RunContext { evaluator: &evaluator, neighbours: &neighbours, options }, interrupted);
}

/// Lets the other ranks end.
pub fn dismiss(ranks: &dyn Communicator) {
    regions::dismiss(ranks);
}

/// Runs the phases and ends with their state.
fn run<T>(
    instance: &Instance,
    options: &SolveOptions<'_>,
    stop: &StoppingCriterion,
    report: &(dyn Fn(Progress) + Sync),
    end: impl FnOnce(RunState<'_>) -> T,
) -> T {
    let evaluator = CostEvaluator::new(instance, options.rules);
    let neighbours = Neighbours::new(&evaluator, &options.params.neighbours);
    let context = RunContext { evaluator: &evaluator, neighbours: &neighbours, options };
    let run = RunState::start(context, stop, report);
    let stop = &stop.for_closing();
    let mut run = RunState { stop, ..run };
    for phase in phases(context, &run.solution, stop) {
        phase.run(&mut run);
    }
    end(run)
}

/// The jobs that no plan can hold completely by the rules of the format, in order; see [`brigade_model::judge::impossible`].
pub fn impossible(instance: &Instance) -> Vec<Absence> {
    brigade_model::judge::impossible(instance, RULES)
}

/// Why a plan leaves visits out by the rules of the format, in the order of the jobs.
pub fn reasons(instance: &Instance, plan: &Plan) -> Vec<Absence> {
    left_out(&CostEvaluator::new(instance, RULES), RULES, plan)
}
