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

use crate::cost::Prices;
use crate::model::{Bound, BoundClass};
use crate::units::Money;

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
    let Some(program) = relaxation::relaxation(prices, &candidates) else { return Ok(None) };
    let cost = program.lagrangian(&solver::row_prices(&program, limits)?).max(Money::ZERO);
    Ok(Some(Bound { cost, class: BoundClass::Relaxed }))
}
