//! The restricted-master heuristic: the integer program over columns already generated.

use super::listing::points_within;
use super::selection::{mip_limits, select};
use super::state::ProofState;
use super::termination::is_over;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::pricing::route_prices::RoutePrices;

/// The seconds left; infinite where the clock is no limit.
fn time_left(state: &ProofState<'_, '_>) -> f64 {
    state.limits().stop.remaining().map_or(f64::INFINITY, |left| left.as_secs_f64())
}

/// Solves the integer program over the columns of small reduced cost, in a share of the time left, or each
/// in a share of the work left.
pub fn restricted_master_heuristic(state: &mut ProofState<'_, '_>, share: f64) -> Option<()> {
    state.update_incumbent()?;
    let Some(best) = state.latest_best() else { return Some(()) };
    if is_over(state) {
        return Some(());
    }
    let (problem, params) = (state.problem(), state.params());
    let gap = state.above(best.bound);
    let mut priced: Vec<(i64, usize)> = Vec::new();
    let max_cuts = params.pricing.max_priced_cuts;
    let prices: Vec<_> = (0..problem.subproblems.len())
        .map(|index| RoutePrices::new(problem, state.pool(), state.cuts(), &best.duals, index, max_cuts))
        .collect();
    for (index, column) in state.columns().iter().enumerate().filter(|(_, column)| column.is_elementary()) {
        let cost = prices[column.subproblem].reduced_cost(problem, column);
        if cost <= gap.saturating_add(best.least_reduced_costs[column.subproblem].abs()) {
            priced.push((cost, index));
        }
    }
    priced.sort_unstable();
    priced.truncate(params.selection.max_heuristic_routes);
    let columns: Vec<RouteColumn> = priced.into_iter().map(|(_, index)| state.columns()[index].clone()).collect();
    let Some(points) = points_within(state, &best.duals, gap) else { return Some(()) };
    // All programs, of which each knows more lazy rows, share the time.
    let spare = (1.0 - share) * time_left(state);
    loop {
        let share = if spare.is_finite() { 1.0 - spare / time_left(state) } else { share };
        if share < params.selection.least_share || is_over(state) {
            break;
        }
        let Some(effort) = mip_limits(state, share, columns.len()) else { break };
        let outcome = select(state, columns.clone(), points.clone(), (&best, gap), effort, "recombined")?;
        if outcome.is_none_or(|outcome| outcome.violated == 0) {
            break;
        }
    }
    Some(())
}
