//! How much of the saving how many changes bring.

use crate::check::check_by;
use crate::cost::Rule;
use crate::model::Instance;
use crate::rules::max_changes::MaxChanges;
use crate::stop::Stop;

use super::{Options, Outcome, Progress, solve};

/// The best plan found for each of some limits on the number of changes, ascending; none = no limit. Every search
/// begins with the plan before it, so that no plan is worse than one with fewer changes. `stop` ends all of it.
pub fn change_curve(
    instance: &Instance,
    options: &Options<'_>,
    limits: &[Option<u32>],
    stop: &Stop,
    report: &(dyn Fn(Progress) + Sync),
) -> Vec<Outcome> {
    let mut found: Vec<Outcome> = Vec::new();
    for (index, limit) in limits.iter().enumerate() {
        let limit = limit.map(MaxChanges);
        let added = limit.iter().map(|limit| limit as &dyn Rule);
        let rules: Vec<&dyn Rule> = options.rules.iter().copied().chain(added).collect();
        let before = found.last();
        let start = before.map(|outcome| &outcome.plan).or(options.start);
        let options = Options { rules: &rules, start, ..options.clone() };
        let outcome = solve(instance, &options, &stop.part(index as u32, limits.len() as u32), report);
        let worse = before.is_some_and(|before| {
            let cost = |outcome: &Outcome| {
                let verdict = check_by(instance, &outcome.plan, &rules);
                (verdict.violations.len(), verdict.total)
            };
            cost(before) < cost(&outcome)
        });
        let kept = if worse { before.cloned() } else { None };
        found.push(kept.unwrap_or(outcome));
    }
    found
}
