//! The oracle of the Lagrangian dual: solves every pricing problem and evaluates the bound.

use rayon::prelude::*;

use super::state::ProofState;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::duals::{Duals, constant_part};
use crate::bound::columns::model::problem::PricingProblem;
use crate::bound::columns::pricing::knapsack_bound::KnapsackBound;
use crate::bound::columns::pricing::labeling::{PricedRoutes, PricingEffort, PricingRequest, cheapest_routes};
use crate::bound::columns::pricing::route_prices::RoutePrices;

/// Solves every pricing problem, for routes cheaper than the `known` ones of it. Returns the Lagrangian bound, valid
/// for exact pricing only, and the routes found. Where a limit of labels or time is reached, a pricing problem with
/// `known` routes counts with its knapsack bound; `None` where there is none.
pub fn evaluate(
    state: &mut ProofState<'_, '_>,
    duals: &Duals,
    effort: PricingEffort,
    known: &[Vec<RouteColumn>],
) -> Option<(i128, Vec<PricedRoutes>)> {
    let (problem, pool, cuts, params) = (state.problem(), state.pool(), state.cuts(), &state.params().pricing);
    let (stop, ng_sets) = (&state.limits().stop, state.ng_sets());
    let only_cheapest = !known.is_empty();
    let price = |index: usize| {
        let subproblem = &problem.subproblems[index];
        let prices = RoutePrices::new(problem, pool, cuts, duals, index, params.max_priced_cuts);
        let cut_short = |work| {
            let knapsack = || KnapsackBound::new(problem, subproblem, &prices, 0, params.max_buckets);
            let least = only_cheapest.then(knapsack).flatten().map(|bound| bound.least().min(0));
            let least_reduced_cost = least.unwrap_or_default();
            PricedRoutes { least_reduced_cost, work, cut_short: least.is_none(), ..PricedRoutes::default() }
        };
        if stop.is_over() {
            return cut_short(0);
        }
        let below = known.get(index).into_iter().flatten().map(|column| prices.reduced_cost(problem, column)).min();
        let request = PricingRequest {
            effort,
            max_routes: params.max_routes,
            below: below.unwrap_or(0).min(0),
            only_cheapest,
            ng_sets,
            params,
        };
        let found = cheapest_routes(problem, subproblem, &prices, request, stop);
        if found.cut_short { cut_short(found.work) } else { found }
    };
    // The days of a crew follow each other: the legs that one looks at are those of the next.
    let mut order: Vec<usize> = (0..problem.subproblems.len()).collect();
    order.sort_by_key(|&index| (problem.subproblems[index].base, problem.subproblems[index].crew));
    let numbered = order.into_par_iter().map(|index| (index, price(index)));
    let mut found: Vec<(usize, PricedRoutes)> = state.threads().install(|| numbered.collect());
    found.sort_unstable_by_key(|&(index, _)| index);
    let found: Vec<PricedRoutes> = found.into_iter().map(|(_, found)| found).collect();
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
