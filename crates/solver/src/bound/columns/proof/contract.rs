//! What a proof is given, what it gives, and whom it works with.

use crate::stop::StoppingCriterion;
use brigade_model::model::{Bound, JobId, ShadowPrices, ShiftId};
use brigade_model::units::Money;

/// When a proof ends.
#[derive(Clone, Debug)]
pub struct ProofLimits {
    /// By the clock, or because somebody asked.
    pub stop: StoppingCriterion,
    /// Most labels made, for results that do not depend on the machine.
    pub work: Option<u64>,
    /// Threads that price shifts; 0 = one per core.
    pub threads: usize,
    /// Percent of the plan's cost without what is left out that need not be proven.
    pub gap: f64,
}

/// The routes of a plan by shift, as jobs in order.
pub type RoutesByShift = Vec<(ShiftId, Vec<JobId>)>;

/// A plan known to be legal: the best so far.
#[derive(Clone, Debug)]
pub struct Incumbent {
    /// What it costs.
    pub cost: Money,
    /// Its routes.
    pub routes: RoutesByShift,
}

/// What is proven.
#[derive(Clone, Debug)]
pub struct ProvenBound {
    /// No legal plan costs less.
    pub bound: Bound,
    /// A legal plan that costs less than the one that was given.
    pub better: Option<Incumbent>,
    /// What visits and shifts are worth by the best multipliers.
    pub shadow_prices: ShadowPrices,
}

/// How a proof works with the rest of a run.
pub struct ProofCallbacks<'c> {
    /// A legal plan of some routes or, where they break a rule or can be improved, of routes near them.
    pub repair: &'c dyn Fn(&RoutesByShift) -> Option<Incumbent>,
    /// A legal plan that somebody else found, where it costs less than this.
    pub incumbent: &'c dyn Fn(Money) -> Option<Incumbent>,
    /// Told of every step, and of the bound proven so far.
    pub log: &'c mut dyn FnMut(String, Option<Money>),
    /// Told when the proof leaves all threads but one idle, and when it wants them back.
    pub idle_threads: &'c dyn Fn(bool),
}

impl ProofCallbacks<'_> {
    /// Asks a solver, which takes one thread.
    pub fn with_idle_threads<T>(&self, solve: impl FnOnce() -> T) -> T {
        (self.idle_threads)(true);
        let answer = solve();
        (self.idle_threads)(false);
        answer
    }
}
