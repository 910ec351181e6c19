//! Every legal route of a small pricing problem, for tests.

use std::collections::BTreeSet;

use super::column::RouteColumn;
use super::problem::{CoveringProblem, PricingProblem};

/// All routes that keep time windows, the latest return, loads, sites, the order of tasks and which are kept apart, no task twice.
pub fn every_route<'p>(problem: &'p CoveringProblem<'_>, index: usize) -> impl Iterator<Item = RouteColumn> + 'p {
    let subproblem = &problem.subproblems[index];
    let mut open = vec![Vec::<u16>::new()];
    let routes = std::iter::from_fn(move || {
        let nodes = open.pop()?;
        let mut longer = Vec::new();
        for next in (0..subproblem.nodes.len() as u16).filter(|next| !nodes.contains(next)) {
            let nodes: Vec<u16> = nodes.iter().copied().chain([next]).collect();
            if is_legal(problem, subproblem, &nodes) {
                longer.extend(RouteColumn::new(problem, index, nodes));
            }
        }
        open.extend(longer.iter().map(|column| column.nodes.clone()));
        Some(longer)
    });
    routes.flatten()
}

fn is_legal(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, nodes: &[u16]) -> bool {
    let tasks: Vec<usize> = nodes.iter().map(|&node| subproblem.nodes[node as usize].task).collect();
    let load: i64 = tasks.iter().map(|&task| problem.tasks[task].load).sum();
    let jobs = &problem.prices.instance.jobs;
    let sites: BTreeSet<_> = tasks.iter().map(|&task| jobs[problem.tasks[task].job].site).collect();
    let is_ordered = |late: usize| tasks[..late].iter().all(|&early| problem.tasks[early].may_precede(tasks[late]));
    (0..tasks.len()).all(is_ordered)
        && subproblem.capacity.is_none_or(|capacity| load <= capacity)
        && subproblem.sites.is_none_or(|most| sites.len() <= most as usize)
}
