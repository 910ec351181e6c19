//! The phase that completes the plan of the search.

use super::removal::{without_breaches, without_one_cause};
use super::repair::repair;
use super::run::{RunContext, RunState};
use super::start;
use brigade_model::model::Timetable;

/// Completes the plan of the search and has it judged; where today's schedule is better, that is the incumbent. A plan that
/// breaks rules is repaired; then what still breaks a rule that no pin breaks is left out, and the room filled again.
pub fn polish(run: &mut RunState<'_>) {
    let RunContext { evaluator, neighbours, options } = run.context;
    let instance = evaluator.instance();
    // What no search has changed is complete already.
    if run.iterations > 0 || !run.stop.is_over() {
        run.solution = start::finish(evaluator, neighbours, run.solution.clone(), options.seed);
    }
    run.incumbent.replace(run.solution.to_plan(evaluator));
    if let Some(current) = &instance.current {
        // With its starts stated, as a plan has them: what it does not state is held to `start_within` here.
        run.incumbent.offer(&Timetable::new(instance, current).settled(instance));
    }
    if run.incumbent.get().1.is_legal() {
        return;
    }
    // A pinned visit may keep its pin elsewhere, where it breaks no rule.
    run.incumbent.offer(&repair(run.context, run.stop, &run.incumbent.get().0, true));
    if let Some(plan) = without_breaches(run.context, &run.incumbent.get().0) {
        run.incumbent.offer(&plan);
        run.incumbent.offer(&repair(run.context, run.stop, &plan, true));
    }
    // Where leaving out is not enough: what is left may have to change places as well.
    for plan in without_one_cause(run.context, &run.incumbent.get().0) {
        if run.incumbent.get().1.is_legal() {
            return;
        }
        run.incumbent.offer(&repair(run.context, run.stop, &plan, true));
    }
}
