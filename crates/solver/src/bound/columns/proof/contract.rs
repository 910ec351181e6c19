//! The interface of a proof: limits, incumbent, result, and callbacks.

use crate::stop::StoppingCriterion;
use brigade_model::model::{Bound, JobId, ShadowPrices, ShiftId};
use brigade_model::units::Money;

/// The limits of a proof.
#[derive(Clone, Debug)]
pub struct ProofLimits {
    /// Time, and interruption.
    pub stop: StoppingCriterion,
    /// Most work, in labels, for results that do not depend on the machine; `None` = no limit.
    pub work: Option<u64>,
    /// Threads for pricing; 0 = one per core.
    pub threads: usize,
    /// Gap at which the proof may stop, percent of the plan's cost without its penalties for unassigned visits.
    pub gap: f64,
}

/// The routes of a plan: shifts with their jobs in order.
pub type RoutesByShift = Vec<(ShiftId, Vec<JobId>)>;

/// The incumbent: the best legal plan so far.
#[derive(Clone, Debug)]
pub struct Incumbent {
    /// Its cost.
    pub cost: Money,
    /// Its routes.
    pub routes: RoutesByShift,
}

/// The result of a proof.
#[derive(Clone, Debug)]
pub struct ProvenBound {
    /// The lower bound on the cost of every legal plan.
    pub bound: Bound,
    /// A legal plan cheaper than the initial incumbent, if one was found.
    pub better: Option<Incumbent>,
    /// The shadow prices of visits and shifts, from the best multipliers.
    pub shadow_prices: ShadowPrices,
}

/// The callbacks by which a proof works with the rest of a run.
pub struct ProofCallbacks<'c> {
    /// Repairs and improves some routes to a legal plan, if it can.
    pub repair: &'c dyn Fn(&RoutesByShift) -> Option<Incumbent>,
    /// A legal plan of another search that costs less than a given amount.
    pub incumbent: &'c dyn Fn(Money) -> Option<Incumbent>,
    /// Called after every step with a line of log and the bound so far.
    pub log: &'c mut dyn FnMut(String, Option<Money>),
    /// Called with true when all threads but one become idle, and with false when the proof needs them again.
    pub idle_threads: &'c dyn Fn(bool),
}

impl ProofCallbacks<'_> {
    /// Calls a solver, which leaves all threads but one idle.
    pub fn with_idle_threads<T>(&self, solve: impl FnOnce() -> T) -> T {
        (self.idle_threads)(true);
        let answer = solve();
        (self.idle_threads)(false);
        answer
    }
}
