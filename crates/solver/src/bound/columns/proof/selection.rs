//! Integer programs over routes: their limits, their start, and the use of their solution.

use super::contract::RoutesByShift;
use super::dual_bound::DualBound;
use super::listing::all_subproblems;
use super::state::ProofState;
use super::synchronisation::synchronisation;
use crate::bound::columns::master::route_selection::{MipLimits, RouteSelection};
use crate::bound::columns::model::column::RouteColumn;

/// The limits of an integer program over some routes: a share of the time or work left. `None` where that is nothing.
pub fn mip_limits(state: &mut ProofState<'_, '_>, share: f64, routes: usize) -> Option<MipLimits> {
    let params = &state.params().selection;
    let presolve = routes <= params.max_presolved;
    if let Some(left) = state.limits().stop.remaining() {
        let (seconds, max_wait) = (share * left.as_secs_f64(), 0.5 * (1.0 + share) * left.as_secs_f64());
        return Some(MipLimits { seconds, max_wait, nodes: i32::MAX, presolve, gap: 0.0 });
    }
    let left = state.limits().work.map_or(u64::MAX, |most| most.saturating_sub(state.work()));
    let nodes = ((left as f64 * share) as u64 / (params.work_per_node * (1 + routes as u64))).min(params.max_nodes);
    state.count_work(nodes * params.work_per_node * routes as u64);
    let (seconds, max_wait) = (f64::INFINITY, f64::INFINITY);
    (nodes > 0).then_some(MipLimits { seconds, max_wait, nodes: nodes as i32, presolve, gap: 0.0 })
}

/// The outcome of an integer program over routes.
pub struct SelectionOutcome {
    /// Lower bound on plans of these routes, euros.
    pub bound: f64,
    /// Lazy rows that its solution violated, now active.
    pub violated: usize,
}

/// Solves the integer program over some routes, those that plans within a gap of the bound can have, and offers its
/// solution as incumbent. Inner `None` where the solver had no answer.
pub fn select(
    state: &mut ProofState<'_, '_>,
    mut columns: Vec<RouteColumn>,
    mut points: Vec<Vec<usize>>,
    (best, gap): (&DualBound, i64),
    effort: MipLimits,
    what: &str,
) -> Option<Option<SelectionOutcome>> {
    let known = add_known(state, &mut columns, &all_subproblems(state))?;
    add_known_points(state, &columns, &known, &mut points);
    let best = best.clone().extended(state.pool().rows().len(), state.cuts().len());
    let synchronisation = synchronisation(state, &best, gap, &columns, &known);
    let between = synchronisation.rows.len();
    let selection = RouteSelection {
        problem: state.problem(),
        pool: state.pool(),
        cuts: state.cuts(),
        columns: &columns,
        points: &points,
        synchronisation,
    };
    let (stop, params) = (&state.limits().stop, state.params());
    let answer = state.with_idle_threads(|| selection.solve(&known, effort, stop, &params.selection));
    state.update_incumbent()?;
    let Some(answer) = answer else { return Some(None) };
    let mut violated = 0;
    if let Some(chosen) = &answer.chosen {
        take(state, &columns, chosen)?;
        let routes = chosen.iter().map(|&index| (&columns[index], 1.0));
        violated = state.activate_lazy_rows(routes, &answer.aux, params.cuts.lazy_violation)?;
    }
    let (routes, bound) = (columns.len(), answer.bound);
    state.log(format!("{what}: {routes} routes, {between} rows between them, {violated} violated, solver {bound:.2}"));
    Some(Some(SelectionOutcome { bound: answer.bound, violated }))
}

/// Adds the incumbent's routes in some pricing problems, unless they are there. Returns their indices.
pub fn add_known(
    state: &ProofState<'_, '_>,
    columns: &mut Vec<RouteColumn>,
    subproblems: &[usize],
) -> Option<Vec<usize>> {
    let mut known = Vec::new();
    let routes = state.nodes_of(&state.incumbent().routes)?;
    for (subproblem, nodes) in routes.into_iter().filter(|own| subproblems.contains(&own.0)) {
        let place = columns.iter().position(|column| column.subproblem == subproblem && column.nodes == nodes);
        let Some(place) = place.or_else(|| {
            columns.push(RouteColumn::new(state.problem(), subproblem, nodes)?);
            Some(columns.len() - 1)
        }) else {
            continue;
        };
        known.push(place);
    }
    Some(known)
}

/// Adds the incumbent's service times.
pub fn add_known_points(
    state: &ProofState<'_, '_>,
    columns: &[RouteColumn],
    known: &[usize],
    points: &mut [Vec<usize>],
) {
    let pool = state.pool();
    for (week, points) in pool.weeks().iter().zip(points) {
        let served = known.iter().map(|&index| &columns[index]);
        let served = served.filter(|column| pool.service_rows()[column.subproblem] == Some(week.row));
        let times = served.map(|column| column.service).sum::<i32>() / pool.step();
        if let Err(place) = points.binary_search(&(times as usize))
            && (times as usize) < week.costs.len()
        {
            points.insert(place, times as usize);
        }
    }
}

/// Offers the plan of the chosen routes as incumbent.
fn take(state: &mut ProofState<'_, '_>, columns: &[RouteColumn], chosen: &[usize]) -> Option<()> {
    let problem = state.problem();
    let job = |subproblem: usize, node: u16| {
        let task = problem.subproblems[subproblem].nodes[node as usize].task;
        problem.tasks[task].job
    };
    let mut used = vec![0; problem.subproblems.len()];
    let route = |&index: &usize| {
        let column = &columns[index];
        let jobs = column.nodes.iter().map(|&node| job(column.subproblem, node)).collect();
        used[column.subproblem] += 1;
        Some((*problem.subproblems[column.subproblem].shifts.get(used[column.subproblem] - 1)?, jobs))
    };
    let Some(routes) = chosen.iter().map(route).collect::<Option<RoutesByShift>>() else { return Some(()) };
    state.offer(&routes)
}
