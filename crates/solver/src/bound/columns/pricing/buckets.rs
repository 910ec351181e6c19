//! Buckets of a resource, time or load: their widths are powers of two.

use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};

/// The bucket step, as the exponent of a power of two, that divides a span into about `max_buckets` buckets.
pub fn bucket_step(span: usize, max_buckets: usize) -> u32 {
    (span / max_buckets + 1).next_power_of_two().trailing_zeros()
}

/// The bucket step of time in a pricing problem. It is at most the shortest service time, so that every extension
/// reaches a later bucket.
pub fn time_bucket_step(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, max_buckets: usize) -> u32 {
    let shortest = subproblem.nodes.iter().map(|node| problem.tasks[node.task].duration).min().unwrap_or(1);
    let span = (subproblem.latest - subproblem.start).max(0) as usize;
    bucket_step(span, max_buckets).min(shortest.max(1).ilog2())
}
