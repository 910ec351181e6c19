//! Termination criteria of a proof.

use std::time::Instant;

use super::state::ProofState;

/// Whether the proof ends: a limit is reached, or the gap is small enough.
pub fn is_over(state: &ProofState<'_, '_>) -> bool {
    state.limits().stop.is_over()
        || state.limits().work.is_some_and(|most| state.work() >= most)
        || state.gap() <= enough(state).max(state.params().half_cent.0)
}

/// The gap at which the proof may stop, `Money` units. It errs on the safe side: unassigned visits count with their
/// penalty only.
fn enough(state: &ProofState<'_, '_>) -> i64 {
    let problem = state.problem();
    let mut unassigned: Vec<_> = problem.tasks.iter().map(|task| task.asked).collect();
    let planned = state.incumbent().routes.iter().flat_map(|(_, jobs)| jobs);
    planned.filter_map(|&job| problem.task_of[job]).for_each(|task| unassigned[task] -= 1);
    let left_out: i64 =
        unassigned.iter().zip(&problem.tasks).map(|(count, task)| count * task.unassigned_penalty).sum();
    ((state.incumbent().cost.0 - left_out).max(0) as f64 * state.limits().gap / 100.0) as i64
}

/// Whether so little time is left that a first bound and integer programs take precedence.
pub fn is_late(state: &ProofState<'_, '_>) -> bool {
    let total = state.time().map_or(0.0, |time| time.as_secs_f64());
    state.limits().stop.remaining().is_some_and(|left| left.as_secs_f64() < state.params().late_share * total)
}

/// The share spent since `started` of the time, or since `worked` of the work, that was left then.
pub fn spent(state: &ProofState<'_, '_>, started: Instant, worked: u64) -> f64 {
    let (took, left) = (started.elapsed().as_secs_f64(), state.limits().stop.remaining());
    let time = left.map_or(0.0, |left| took / (took + left.as_secs_f64()));
    let (work, left) = (state.work() - worked, state.limits().work.map(|most| most.saturating_sub(state.work())));
    time.max(left.map_or(0.0, |left| work as f64 / (work + left).max(1) as f64))
}
