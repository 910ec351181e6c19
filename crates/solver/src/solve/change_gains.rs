//! What each change of a schedule gains.

use crate::eval::CostEvaluator;
use brigade_model::model::{CrewId, Instance, JobId, Plan};
use brigade_model::rules::Rule;
use brigade_model::units::Money;

use super::explain::Alternatives;

/// Where a visit stands in a schedule: its crew and its date.
type ScheduledAt = (CrewId, chrono::NaiveDate);
/// A visit of a job, where it was and where it is; none where it is new or left out.
pub type ScheduledMove = (JobId, Option<ScheduledAt>, Option<ScheduledAt>);

/// What a plan would cost more if each of some visits were back where it was, the rest staying as it is; for a new one, if it
/// were left out. `None` where there is no room for that, or where the visit is left out now.
pub fn gains(instance: &Instance, rules: &[&dyn Rule], plan: &Plan, moves: &[ScheduledMove]) -> Vec<Option<Money>> {
    if moves.is_empty() { Vec::new() } else { gains_by(&CostEvaluator::new(instance, rules), rules, plan, moves) }
}

/// The same by an evaluator of the rules.
pub(super) fn gains_by(
    evaluator: &CostEvaluator<'_>,
    rules: &[&dyn Rule],
    plan: &Plan,
    moves: &[ScheduledMove],
) -> Vec<Option<Money>> {
    if moves.is_empty() {
        return Vec::new();
    }
    let mut bench = Alternatives::new(evaluator, rules, plan);
    let mut gain = |&(job, from, to): &ScheduledMove| match (from, to?) {
        (None, to) => bench.price_of_leaving_out(job, to),
        (Some(from), to) if from == to => None,
        (Some(from), to) => bench.price_of_moving(job, to, from),
    };
    moves.iter().map(&mut gain).collect()
}
