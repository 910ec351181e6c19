//! Exact help: programs for a MILP solver, and what they prove.

mod candidates;
#[cfg(feature = "highs")]
pub mod columns;
mod program;
mod relaxation;
mod shares;
mod solver;
mod ways;

pub use solver::Limits;

use crate::eval::Prices;
use brigade_model::model::{Bound, BoundClass};
use brigade_model::units::Money;

/// Visits times shifts in which they may stand, beyond which no solver is asked: it would take most of an ordinary run.
const MOST_PAIRS: usize = 60_000;

/// A lower bound on the cost of every plan that breaks no rule, from a relaxation to an assignment; none where pinned visits
/// can stand nowhere.
///
/// # Errors
///
/// Why the solver proved nothing, in words.
pub fn relaxed_bound(prices: &Prices<'_>, limits: Limits) -> Result<Option<Bound>, String> {
    if prices.routes.iter().any(|terms| terms.leave.is_some()) {
        return Err("crews that have already left are not part of the model".into());
    }
    let candidates = candidates::Candidates::new(prices);
    let pairs: usize = candidates.by_shift.iter().map(Vec::len).sum();
    let small = pairs <= MOST_PAIRS;
    let Some(relaxed) = relaxation::relaxation(prices, &candidates, small) else { return Ok(None) };
    let simple = relaxed.program.lagrangian(&relaxed.simple);
    let solved =
        if small { relaxed.program.lagrangian(&solver::row_prices(&relaxed.program, limits)?) } else { Money::ZERO };
    Ok(Some(Bound { cost: simple.max(solved).max(Money::ZERO), class: BoundClass::Relaxed }))
}
