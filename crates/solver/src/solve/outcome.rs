//! The result of a run.

use crate::search::Improvements;
use brigade_model::explain::Absence;
use brigade_model::model::{Bound, Plan, ShadowPrices};
use brigade_model::units::Money;

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The best plan, with its times.
    pub plan: Plan,
    /// Why it leaves visits out, in the order of the jobs.
    pub left_out: Vec<Absence>,
    /// What each of the moves that the options ask for gains, as [`super::gains`] says it.
    pub gains: Vec<Option<Money>>,
    /// Iterations of all islands.
    pub iterations: u64,
    /// How often what found a better plan: the metaheuristic and crossovers of each island, and integer programs.
    pub improvements: Improvements,
    /// What no plan costs less than, where something is proven.
    pub bound: Option<Bound>,
    /// Shadow prices of visits and crew-days by that proof.
    pub shadow_prices: Option<ShadowPrices>,
    /// What the solvers did, and what went wrong there: in words, for those who ask.
    pub trace: Vec<String>,
    /// A cheaper plan found that has more changes than are allowed.
    pub beyond: Option<BeyondLimit>,
}

/// A plan with more changes than are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeyondLimit {
    /// Its changes.
    pub changes: u32,
    /// What it costs less.
    pub saves: Money,
}
