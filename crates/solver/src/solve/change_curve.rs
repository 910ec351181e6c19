//! How much of the saving how many changes bring.

use crate::stop::StoppingCriterion;
use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::Instance;
use brigade_model::rules::Rule;
use brigade_model::rules::max_changes::MaxChanges;

use super::change_limit::solve_within;
use super::options::SolveOptions;
use super::outcome::Outcome;
use super::progress::Progress;
use super::run::bound_of;
use super::solve;

/// The best plan found for each of some limits on the number of changes, ascending; none = no limit. Every search
/// begins with the plan before it, so that no plan is worse than one with fewer changes. `stop` ends all of it. Only the
/// last plan comes with a bound, where one is asked.
pub fn change_curve(
    instance: &Instance,
    options: &SolveOptions<'_>,
    limits: &[Option<u32>],
    stop: &StoppingCriterion,
    report: &(dyn Fn(Progress) + Sync),
) -> Vec<Outcome> {
    let mut found: Vec<Outcome> = Vec::new();
    for (index, limit) in limits.iter().enumerate() {
        let most = limit.map(MaxChanges);
        let added = most.iter().map(|most| most as &dyn Rule);
        let rules: Vec<&dyn Rule> = options.rules.iter().copied().chain(added).collect();
        let before = found.last();
        let start = before.map(|outcome| &outcome.plan).or(options.start);
        let bound = options.bound && index + 1 == limits.len();
        let (options, stop) =
            (SolveOptions { start, bound, ..options.clone() }, stop.part(index as u32, limits.len() as u32));
        let outcome = match *limit {
            Some(most) => solve_within(instance, &options, most, &stop, report),
            None => solve(instance, &options, &stop, report),
        };
        let kept = before.and_then(|before| kept(instance, &rules, before, &outcome));
        found.push(kept.unwrap_or(outcome));
    }
    found
}

/// The plan before, where the one found with a wider limit is worse; what was proven with that limit holds for both.
fn kept(instance: &Instance, rules: &[&dyn Rule], before: &Outcome, outcome: &Outcome) -> Option<Outcome> {
    let [own, other] = [before, outcome].map(|outcome| check_by(instance, &outcome.plan, rules));
    let rank = |verdict: &Verdict| (verdict.violations.len(), verdict.total);
    let bound = bound_of(outcome.bound, &own);
    (rank(&own) < rank(&other)).then(|| Outcome {
        bound,
        shadow_prices: outcome.shadow_prices.clone(),
        trace: outcome.trace.clone(),
        ..before.clone()
    })
}
