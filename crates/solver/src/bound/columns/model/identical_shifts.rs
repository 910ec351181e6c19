//! Symmetry: identical shifts, such as the vehicles of a homogeneous fleet, share one pricing problem.

use super::problem::{PricingProblem, Task};
use crate::eval::Prices;
use brigade_model::rules::{JobTerms, SiteTerms, WeekTerms};

/// Merges the pricing problems of identical shifts; none where a rule looks beyond single routes.
pub fn merged(prices: &Prices<'_>, tasks: &[Task], subproblems: Vec<PricingProblem>) -> Vec<PricingProblem> {
    let speed = |subproblem: &PricingProblem| prices.instance.crews[subproblem.crew].speed;
    if !only_routes_count(prices, tasks) {
        return subproblems;
    }
    let mut merged: Vec<PricingProblem> = Vec::new();
    for subproblem in subproblems {
        match merged.iter_mut().find(|other| is_identical(other, &subproblem) && speed(other) == speed(&subproblem)) {
            Some(other) => other.shifts.extend(subproblem.shifts),
            None => merged.push(subproblem),
        }
    }
    merged
}

/// Whether every rule depends on single visits and single routes only.
fn only_routes_count(prices: &Prices<'_>, tasks: &[Task]) -> bool {
    let free_week = |week: &WeekTerms| week.worked.is_none() && week.service.is_empty();
    let free_site = |site: &SiteTerms| site.further_crew.0 == 0 && site.limit.is_none();
    let free_job =
        |job: &JobTerms| job.after.is_empty() && job.with.is_none() && job.cheapest.is_none() && job.changes.is_none();
    tasks.iter().all(|task| task.asked == 1)
        && !prices.counts_tools
        && prices.tallies.is_empty()
        && prices.pins.iter().all(Vec::is_empty)
        && prices.weeks.iter().all(free_week)
        && prices.sites.iter().all(free_site)
        && prices.jobs.iter().all(free_job)
}

fn is_identical(one: &PricingProblem, other: &PricingProblem) -> bool {
    let terms = |subproblem: &PricingProblem| {
        let terms = subproblem.terms;
        (terms.metre, terms.minute, terms.overtime_minute, terms.used, terms.overtime, terms.duration)
    };
    let frame = |subproblem: &PricingProblem| {
        (
            subproblem.day,
            subproblem.base,
            subproblem.start,
            subproblem.end,
            subproblem.latest,
            subproblem.capacity,
            subproblem.sites,
        )
    };
    frame(one) == frame(other) && terms(one) == terms(other) && one.nodes == other.nodes
}
