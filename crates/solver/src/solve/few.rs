//! The best plan with few changes, and what more of them would save.

use crate::stop::Stop;
use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::Instance;
use brigade_model::rules::Rule;
use brigade_model::rules::max_changes::MaxChanges;

use super::{Beyond, Options, Outcome, Progress, solve};

/// One in so many parts of a run looks at what could be done without the limit.
const PARTS: u32 = 4;

/// The best plan found with at most `limit` changes; `options.rules` are the others that count. A bound is for any number
/// of changes.
pub fn solve_within(
    instance: &Instance,
    options: &Options<'_>,
    limit: u32,
    stop: &Stop,
    report: &(dyn Fn(Progress) + Sync),
) -> Outcome {
    let freely = Options { bound: false, ..options.clone() };
    let first = stop.part(0, PARTS);
    let free = solve(instance, &freely, &first, &|progress| report(Progress { phase: "unlimited", ..progress }));
    let most = MaxChanges(limit);
    let rules: Vec<&dyn Rule> = options.rules.iter().copied().chain([&most as &dyn Rule]).collect();
    let [by_all, by_others] = [&rules[..], options.rules].map(|rules| check_by(instance, &free.plan, rules));
    let start = if by_all.is_legal() { Some(&free.plan) } else { options.start };
    let limited = Options { rules: &rules, start, ..options.clone() };
    let found = solve(instance, &limited, &stop.after(&first), report);
    let plan = check_by(instance, &found.plan, &rules);
    Outcome { beyond: beyond(instance, &by_others, &plan), iterations: free.iterations + found.iterations, ..found }
}

/// The plan without the limit, where it is cheaper than the one with it.
fn beyond(instance: &Instance, free: &Verdict, plan: &Verdict) -> Option<Beyond> {
    let better = free.is_legal() && plan.is_legal() && free.total < plan.total;
    let changes = MaxChanges(0).audit(instance, &free.timetable).violations.len() as u32;
    better.then(|| Beyond { changes, saves: plan.total - free.total })
}
