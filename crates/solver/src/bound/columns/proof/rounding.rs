//! The rounding heuristic: a plan from the routes of a fractional solution, those with the largest shares first.

use super::contract::RoutesByShift;
use super::state::ProofState;
use crate::bound::columns::model::column::RouteColumn;

/// Gives each shift the route with the largest share, without the visits that routes with larger shares make, and offers
/// the plan, whose other visits a repair inserts. `None` where the solver fails.
pub fn round<'r>(state: &mut ProofState<'_, '_>, routes: impl Iterator<Item = (&'r RouteColumn, f64)>) -> Option<()> {
    let problem = state.problem();
    let mut routes: Vec<(&RouteColumn, f64)> = routes.filter(|(_, share)| *share > 0.0).collect();
    routes.sort_by(|(one, first), (other, second)| {
        second.total_cmp(first).then_with(|| (one.subproblem, &one.nodes).cmp(&(other.subproblem, &other.nodes)))
    });
    let mut used = vec![0; problem.subproblems.len()];
    let mut left: Vec<i64> = problem.tasks.iter().map(|task| task.asked).collect();
    let mut plan = RoutesByShift::new();
    for (column, _) in routes {
        let subproblem = &problem.subproblems[column.subproblem];
        let Some(&shift) = subproblem.shifts.get(used[column.subproblem]) else { continue };
        let mut jobs = Vec::new();
        for task in column.tasks(problem) {
            if left[task] > 0 && !jobs.contains(&problem.tasks[task].job) {
                left[task] -= 1;
                jobs.push(problem.tasks[task].job);
            }
        }
        if !jobs.is_empty() {
            used[column.subproblem] += 1;
            plan.push((shift, jobs));
        }
    }
    let before = state.incumbent().cost;
    state.offer(&plan)?;
    let found = if state.incumbent().cost < before { "a better plan" } else { "no better plan" };
    state.log(format!("rounded: {found}"));
    Some(())
}
