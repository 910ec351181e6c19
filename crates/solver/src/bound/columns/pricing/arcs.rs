//! The feasible arcs of a pricing problem with their reduced costs, and resource extension along them.

use smallvec::SmallVec;

use super::route_prices::RoutePrices;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem, Task};
use brigade_model::model::Leg;
use brigade_model::units::Minutes;

/// No node.
const NONE: usize = usize::MAX;

/// An arc to a node.
#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub node: u16,
    pub minutes: Minutes,
    pub cost: i64,
}

/// Keeps the cheapest arcs out of every node, and twice as many out of the base: the reduced graph of heuristic
/// pricing.
pub(super) fn sparsify(arcs: &mut [Vec<Arc>], max_arcs: usize) {
    let base = arcs.len() - 1;
    for (node, row) in arcs.iter_mut().enumerate() {
        let most = if node == base { 2 * max_arcs } else { max_arcs };
        if row.len() > most {
            row.select_nth_unstable_by_key(most, |arc| (arc.cost, arc.node));
            row.truncate(most);
        }
    }
}

/// The feasible arcs between eligible nodes that `keeps` keeps, by the node they leave; those out of the base come last. Only
/// those to the nearest tasks where `near` says so.
pub(super) fn arcs(
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    prices: &RoutePrices,
    near: bool,
    is_eligible: impl Fn(usize) -> bool,
    keeps: impl Fn(usize, &Arc) -> bool,
) -> Vec<Vec<Arc>> {
    let mut node_of = vec![NONE; if near { problem.tasks.len() } else { 0 }];
    if near {
        let nodes = subproblem.nodes.iter().enumerate().filter(|&(node, _)| is_eligible(node));
        nodes.for_each(|(node, own)| node_of[own.task] = node);
    }
    let places = subproblem.nodes.iter().map(|node| problem.tasks[node.task].place).chain([subproblem.base]);
    let eligible: Vec<usize> = (0..subproblem.nodes.len()).filter(|&node| is_eligible(node)).collect();
    let rows = places.enumerate().map(|(from, place)| {
        if from < subproblem.nodes.len() && !is_eligible(from) {
            return Vec::new();
        }
        let legs = problem.prices.instance.travel_of(subproblem.crew).legs_from(place);
        let own = subproblem.nodes.get(from).map(|node| &problem.tasks[node.task]);
        let departure = own.map_or(subproblem.start, |task| earliest_finish(subproblem, task));
        let nearest = subproblem.nodes.get(from).filter(|_| near).map(|node| &problem.nearest[node.task]);
        let nearest = nearest.map(|tasks| -> SmallVec<[usize; 128]> {
            let nodes = tasks.iter().map(|&task| node_of[task as usize]);
            nodes.filter(|&node| node != NONE).collect()
        });
        let row = nearest.as_deref().unwrap_or(&eligible).iter().filter_map(|&to| {
            let task = subproblem.nodes[to].task;
            if to == from || own.is_some_and(|own| !own.may_precede(task)) {
                return None;
            }
            let leg = legs.to(problem.tasks[task].place);
            let arc = Arc { node: to as u16, minutes: leg.minutes, cost: prices.visits[to] };
            finish_time(problem, subproblem, &arc, departure)?;
            let travel = prices.metre * i64::from(leg.metres) + prices.minute * i64::from(leg.minutes);
            let arc = Arc { cost: arc.cost + travel, ..arc };
            keeps(from, &arc).then_some(arc)
        });
        row.collect()
    });
    rows.collect()
}

/// The earliest finish of a visit.
pub(super) fn earliest_finish(subproblem: &PricingProblem, task: &Task) -> Minutes {
    subproblem.start.max(task.window.0) + task.duration
}

/// The finish of the visit at the end of an arc left at `time`; `None` where it is infeasible.
#[inline]
pub(super) fn finish_time(
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    arc: &Arc,
    time: Minutes,
) -> Option<Minutes> {
    let node = &subproblem.nodes[arc.node as usize];
    let task = &problem.tasks[node.task];
    let begin = (time + arc.minutes).max(task.window.0);
    let done = begin + task.duration;
    (begin <= task.window.1 && done + node.to_base <= subproblem.latest).then_some(done)
}

/// The cost of the return to the base, overtime included, after a visit that finishes at `time`; `None` where that is
/// too late.
pub(super) fn return_cost(
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    prices: &RoutePrices,
    node: u16,
    time: Minutes,
) -> Option<i64> {
    let place = problem.tasks[subproblem.nodes[node as usize].task].place;
    cost_of_return(subproblem, prices, problem.leg(subproblem, place, subproblem.base), time)
}

/// The same by the leg to the base.
#[inline]
pub(super) fn cost_of_return(
    subproblem: &PricingProblem,
    prices: &RoutePrices,
    leg: Leg,
    time: Minutes,
) -> Option<i64> {
    let back = time + leg.minutes;
    let travel = prices.metre * i64::from(leg.metres) + prices.minute * i64::from(leg.minutes);
    let over = i64::from((back - subproblem.end).max(0)) * prices.overtime;
    (back <= subproblem.latest).then_some(travel + over)
}
