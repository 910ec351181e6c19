//! Amounts that routes use up, time or load, counted in buckets of a power of two.

use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};

/// The bucket step, as a power of two, by which a span is counted in few enough buckets.
pub fn bucket_step(span: usize, max_buckets: usize) -> u32 {
    (span / max_buckets + 1).next_power_of_two().trailing_zeros()
}

/// The same for the time span of a pricing problem, and no more than the shortest visit: no two are done in the same bucket.
pub fn time_bucket_step(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, max_buckets: usize) -> u32 {
    let shortest = subproblem.nodes.iter().map(|node| problem.tasks[node.task].duration).min().unwrap_or(1);
    let span = (subproblem.latest - subproblem.start).max(0) as usize;
    bucket_step(span, max_buckets).min(shortest.max(1).ilog2())
}
