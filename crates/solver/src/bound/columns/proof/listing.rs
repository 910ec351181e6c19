//! All routes and service times that a plan within a gap can contain.

use std::sync::atomic::AtomicUsize;

use rayon::prelude::*;

use super::dual_bound::DualBound;
use super::state::ProofState;
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::duals::{Duals, cheapest_service};
use crate::bound::columns::model::row_pool::ServiceWeek;
use crate::bound::columns::pricing::enumeration::routes_below;
use crate::bound::columns::pricing::route_prices::RoutePrices;

/// All routes of plans that cost at most the bound plus a gap: their reduced cost is within the gap less the gains of
/// the other crews. `None` where there are more than `room`.
pub fn routes_within(state: &ProofState<'_, '_>, best: &DualBound, gap: i64, room: usize) -> Option<Vec<RouteColumn>> {
    let problem = state.problem();
    let left = |subproblem: usize| gap - best.gain_of_others(&problem.subproblems[subproblem]);
    routes_of(state, &all_subproblems(state), best, left, room)
}

/// The indices of all pricing problems.
pub fn all_subproblems(state: &ProofState<'_, '_>) -> Vec<usize> {
    (0..state.problem().subproblems.len()).collect()
}

/// All routes of some pricing problems with a reduced cost at most `above` the least. `None` where there are more than
/// `room`.
pub fn routes_of(
    state: &ProofState<'_, '_>,
    subproblems: &[usize],
    best: &DualBound,
    above: impl Fn(usize) -> i64 + Sync,
    room: usize,
) -> Option<Vec<RouteColumn>> {
    let (problem, pool, cuts, params) = (state.problem(), state.pool(), state.cuts(), state.params());
    let stop = &state.limits().stop;
    let listed = AtomicUsize::new(0);
    let list = |&index: &usize| {
        let prices = RoutePrices::new(problem, pool, cuts, &best.duals, index, params.pricing.max_priced_cuts);
        let counts = pool.work_rows()[index].is_some();
        let most = above(index).saturating_add(best.least_reduced_costs[index]);
        let params = (&params.pricing, &params.enumeration);
        routes_below(problem, index, &prices, most, counts, (room, &listed, stop), params)
    };
    let found: Vec<Option<Vec<RouteColumn>>> = state.threads().install(|| subproblems.par_iter().map(list).collect());
    Some(found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The service times by week, multiples of the step, within a gap. `None` where there are too many.
pub fn points_within(state: &ProofState<'_, '_>, duals: &Duals, gap: i64) -> Option<Vec<Vec<usize>>> {
    let pool = state.pool();
    let of_week = |week: &ServiceWeek| {
        let (_, least) = cheapest_service(pool, week, duals);
        let dual = duals.rows[week.row] * i64::from(pool.step());
        let within = |times: &usize| week.costs[*times] + dual * *times as i64 <= least.saturating_add(gap);
        (0..week.costs.len()).filter(within).collect::<Vec<_>>()
    };
    let points: Vec<_> = pool.weeks().iter().map(of_week).collect();
    (points.iter().map(Vec::len).sum::<usize>() <= state.params().enumeration.max_routes).then_some(points)
}
