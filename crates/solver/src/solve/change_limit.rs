//! Runs with a limit on changes, and what more of them would save.

use crate::stop::StoppingCriterion;
use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::Instance;
use brigade_model::rules::Rule;
use brigade_model::rules::max_changes::MaxChanges;

use super::options::SolveOptions;
use super::outcome::{BeyondLimit, Outcome};
use super::progress::Progress;
use super::{run, solve};

/// The best plan found with at most `limit` changes; `options.rules` are the others that count. The first part of the run
/// searches without the limit, the rest with it, from the plan of the first part where that keeps it. A bound is for any
/// number of changes.
pub fn solve_within(
    instance: &Instance,
    options: &SolveOptions<'_>,
    limit: u32,
    stop: &StoppingCriterion,
    report: &(dyn Fn(Progress) + Sync),
) -> Outcome {
    let freely = SolveOptions { bound: false, ..options.clone() };
    let first = stop.part(0, options.schedule.unlimited_part);
    let report_free = |progress| report(Progress { phase: "unlimited", ..progress });
    let (free, iterations) = run(instance, &freely, &first, &report_free, |run| (run.incumbent.get(), run.iterations));
    let free = &free.0;
    let most = MaxChanges(limit);
    let rules: Vec<&dyn Rule> = options.rules.iter().copied().chain([&most as &dyn Rule]).collect();
    let [by_all, by_others] = [&rules[..], options.rules].map(|rules| check_by(instance, free, rules));
    let start = if by_all.is_legal() { Some(free) } else { options.start };
    let limited = SolveOptions { rules: &rules, start, ..options.clone() };
    let found = solve(instance, &limited, &stop.rest_after(&first), report);
    let plan = check_by(instance, &found.plan, &rules);
    Outcome { beyond: beyond(instance, &by_others, &plan), iterations: iterations + found.iterations, ..found }
}

/// The plan without the limit, where it is cheaper than the one with it.
fn beyond(instance: &Instance, free: &Verdict, plan: &Verdict) -> Option<BeyondLimit> {
    let better = free.is_legal() && plan.is_legal() && free.total < plan.total;
    let changes = MaxChanges(0).audit(instance, &free.timetable).violations.len() as u32;
    better.then(|| BeyondLimit { changes, saves: plan.total - free.total })
}
