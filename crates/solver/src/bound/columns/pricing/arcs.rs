//! The arcs between the nodes of a pricing problem that any route can have, and what they cost.

use super::route_prices::RoutePrices;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem, Task};
use brigade_model::units::Minutes;

/// A node reached from another.
#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub node: u16,
    pub minutes: Minutes,
    pub cost: i64,
}

/// Leaves the cheapest arcs of every node, and twice as many of the base.
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

/// The arcs between nodes worth a visit that can be part of any route, by the node they leave; those of the base come last.
pub(super) fn arcs(
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    prices: &RoutePrices,
    worth: impl Fn(usize) -> bool,
) -> Vec<Vec<Arc>> {
    let places = subproblem.nodes.iter().map(|node| problem.tasks[node.task].place).chain([subproblem.base]);
    let wanted: Vec<usize> = (0..subproblem.nodes.len()).filter(|&node| worth(node)).collect();
    let rows = places.enumerate().map(|(from, place)| {
        if from < subproblem.nodes.len() && !worth(from) {
            return Vec::new();
        }
        let legs = problem.prices.instance.travel.outbound(place);
        let own = subproblem.nodes.get(from).map(|node| &problem.tasks[node.task]);
        let leaves = own.map_or(subproblem.start, |task| soonest(subproblem, task));
        let row = wanted.iter().filter_map(|&to| {
            let task = subproblem.nodes[to].task;
            if to == from || own.is_some_and(|own| own.after.contains(&task)) {
                return None;
            }
            let leg = legs[problem.tasks[task].place];
            let arc = Arc { node: to as u16, minutes: leg.minutes, cost: prices.visits[to] };
            done(problem, subproblem, &arc, leaves)?;
            let road = prices.metre * i64::from(leg.metres) + prices.minute * i64::from(leg.minutes);
            Some(Arc { cost: arc.cost + road, ..arc })
        });
        row.collect()
    });
    rows.collect()
}

/// When a visit of a task is done at the soonest.
pub(super) fn soonest(subproblem: &PricingProblem, task: &Task) -> Minutes {
    subproblem.start.max(task.window.0) + task.duration
}

/// When the visit at the end of an arc is done that begins at `time`; none where it can't be.
#[inline]
pub(super) fn done(
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    arc: &Arc,
    time: Minutes,
) -> Option<Minutes> {
    let node = &subproblem.nodes[arc.node as usize];
    let task = &problem.tasks[node.task];
    let begin = (time + arc.minutes).max(task.window.0);
    let done = begin + task.duration;
    (begin <= task.window.1 && done + node.home <= subproblem.latest).then_some(done)
}

/// What it costs to drive home after a visit done at some time; none where that is too late.
pub(super) fn way_home(
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    prices: &RoutePrices,
    node: u16,
    time: Minutes,
) -> Option<i64> {
    let place = problem.tasks[subproblem.nodes[node as usize].task].place;
    let leg = problem.leg(place, subproblem.base);
    let back = time + leg.minutes;
    let road = prices.metre * i64::from(leg.metres) + prices.minute * i64::from(leg.minutes);
    let over = i64::from((back - subproblem.end).max(0)) * prices.overtime;
    (back <= subproblem.latest).then_some(road + over)
}
