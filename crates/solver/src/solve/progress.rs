//! How far a run has come.

use crate::search::Solution;
use brigade_model::judge::Verdict;
use brigade_model::rules::unassigned;
use brigade_model::units::Money;

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// What it does.
    pub phase: &'static str,
    /// Cost of the best plan.
    pub cost: Money,
    /// Whether the best plan breaks no hard rule.
    pub feasible: bool,
    /// Iterations done.
    pub iterations: u64,
    /// What is proven so far, where something is.
    pub proven: Option<BoundSoFar>,
}

/// A bound beside the plan that it is for.
#[derive(Clone, Copy, Debug)]
pub struct BoundSoFar {
    /// No plan costs less.
    pub bound: Money,
    /// What the best plan pays for unassigned visits.
    pub unassigned: Money,
}

impl Progress {
    /// Of a search.
    pub(super) fn of_search(phase: &'static str, solution: &Solution, iterations: u64) -> Self {
        let feasible = solution.breaches == (0, 0);
        Self { phase, cost: solution.cost, feasible, iterations, proven: None }
    }

    /// Of a proof.
    pub(super) fn of_proof(plan: &Verdict, iterations: u64, bound: Option<Money>) -> Self {
        let unassigned = plan.cost(unassigned::ABOUT.code);
        let proven = bound.map(|bound| BoundSoFar { bound, unassigned });
        Self { phase: "proof", cost: plan.total, feasible: plan.is_legal(), iterations, proven }
    }
}
