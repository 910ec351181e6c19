//! All orders of a set of visits in one route.

use super::arcs::{Arc, finish_time};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::problem::CoveringProblem;
use brigade_model::units::Minutes;

/// A partial order of a set of visits.
struct Partial {
    done: Vec<u16>,
    left: Vec<u16>,
    time: Minutes,
}

/// All routes of a pricing problem that visit exactly some nodes, every visit as early as possible. `None` where more
/// than `most` partial orders are tried.
pub fn orders(
    problem: &CoveringProblem<'_>,
    subproblem: usize,
    nodes: &[u16],
    most: usize,
) -> Option<Vec<RouteColumn>> {
    let own = &problem.subproblems[subproblem];
    let task = |node: u16| &problem.tasks[own.nodes[node as usize].task];
    let mut found = Vec::new();
    let mut open = vec![Partial { done: Vec::new(), left: nodes.to_vec(), time: own.start }];
    let mut tried = 0;
    while let Some(partial) = open.pop() {
        tried += 1;
        if tried > most {
            return None;
        }
        if partial.left.is_empty() {
            found.extend(RouteColumn::new(problem, subproblem, partial.done));
            continue;
        }
        let from = partial.done.last().map_or(own.base, |&node| task(node).place);
        for (place, &next) in partial.left.iter().enumerate() {
            let precedes = |&later: &u16| later == next || task(next).may_precede(own.nodes[later as usize].task);
            let minutes = problem.leg(own, from, task(next).place).minutes;
            let arc = Arc { node: next, minutes, cost: 0 };
            let Some(time) = finish_time(problem, own, &arc, partial.time) else { continue };
            if partial.left.iter().all(precedes) {
                let (mut done, mut left) = (partial.done.clone(), partial.left.clone());
                done.push(left.remove(place));
                open.push(Partial { done, left, time });
            }
        }
    }
    Some(found)
}
