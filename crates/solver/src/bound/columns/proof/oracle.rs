//! The oracle of the Lagrangian dual: solves every pricing problem and evaluates the bound.

use rayon::prelude::*;

use super::state::ProofState;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::duals::{Duals, constant_part};
use crate::bound::columns::model::problem::PricingProblem;
use crate::bound::columns::pricing::labeling::{PricedRoutes, PricingEffort, PricingRequest, cheapest_routes};
use crate::bound::columns::pricing::route_prices::RoutePrices;

/// Solves every pricing problem, for routes cheaper than the `known` ones of it. Returns the Lagrangian bound, valid
/// for exact pricing only, and the routes found. `None` where a limit of labels or time was reached.
pub fn evaluate(
    state: &mut ProofState<'_, '_>,
    duals: &Duals,
    effort: PricingEffort,
    known: &[Vec<RouteColumn>],
) -> Option<(i128, Vec<PricedRoutes>)> {
    let (problem, pool, cuts, params) = (state.problem(), state.pool(), state.cuts(), &state.params().pricing);
    let stop = &state.limits().stop;
    let price = |index: usize| {
        if stop.is_over() {
            return PricedRoutes { cut_short: true, ..PricedRoutes::default() };
        }
        let prices = RoutePrices::new(problem, pool, cuts, duals, index, params.max_priced_cuts);
        let below = known.get(index).into_iter().flatten().map(|column| prices.reduced_cost(problem, column)).min();
        let request = PricingRequest {
            effort,
            max_routes: params.max_routes,
            below: below.unwrap_or(0).min(0),
            only_cheapest: !known.is_empty(),
            params,
        };
        cheapest_routes(problem, &problem.subproblems[index], &prices, request, stop)
    };
    let subproblems = (0..problem.subproblems.len()).into_par_iter();
    let found: Vec<PricedRoutes> = state.threads().install(|| subproblems.map(price).collect());
    state.count_work(found.iter().map(|found| found.work).sum::<u64>());
    if found.iter().any(|found| found.cut_short) {
        return None;
    }
    let least = |(found, subproblem): (&PricedRoutes, &PricingProblem)| {
        i128::from(found.least_reduced_cost) * subproblem.shifts.len() as i128
    };
    let constant = constant_part(state.pool(), state.cuts(), duals);
    let bound = constant + found.iter().zip(&problem.subproblems).map(least).sum::<i128>();
    if effort == PricingEffort::Exact {
        state.record_duals(duals, bound, found.iter().map(|found| found.least_reduced_cost));
    }
    Some((bound, found))
}
