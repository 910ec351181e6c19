//! The arcs between the stops of a tour that any route can have, and what they cost.

use super::duals::RoutePrices;
use super::problem::{Problem, Task, Tour};
use brigade_model::units::Minutes;

/// A stop reached from another.
#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub stop: u16,
    pub minutes: Minutes,
    pub cost: i64,
}

/// Arcs of a stop in a sparse search.
const MOST_ARCS: usize = 12;

/// Leaves the cheapest arcs of every stop, and twice as many of the base.
pub(super) fn thin_out(arcs: &mut [Vec<Arc>]) {
    let base = arcs.len() - 1;
    for (stop, row) in arcs.iter_mut().enumerate() {
        let most = if stop == base { 2 * MOST_ARCS } else { MOST_ARCS };
        if row.len() > most {
            row.select_nth_unstable_by_key(most, |arc| (arc.cost, arc.stop));
            row.truncate(most);
        }
    }
}

/// The arcs between stops worth a visit that can be part of any route, by the stop they leave; those of the base come last.
pub(super) fn arcs(
    problem: &Problem<'_>,
    tour: &Tour,
    prices: &RoutePrices,
    worth: impl Fn(usize) -> bool,
) -> Vec<Vec<Arc>> {
    let places = tour.stops.iter().map(|stop| problem.tasks[stop.task].place).chain([tour.base]);
    let wanted: Vec<usize> = (0..tour.stops.len()).filter(|&stop| worth(stop)).collect();
    let rows = places.enumerate().map(|(from, place)| {
        if from < tour.stops.len() && !worth(from) {
            return Vec::new();
        }
        let legs = problem.prices.instance.travel.outbound(place);
        let own = tour.stops.get(from).map(|stop| &problem.tasks[stop.task]);
        let leaves = own.map_or(tour.start, |task| soonest(tour, task));
        let row = wanted.iter().filter_map(|&to| {
            let task = tour.stops[to].task;
            if to == from || own.is_some_and(|own| own.after.contains(&task)) {
                return None;
            }
            let leg = legs[problem.tasks[task].place];
            let arc = Arc { stop: to as u16, minutes: leg.minutes, cost: prices.visits[to] };
            done(problem, tour, &arc, leaves)?;
            let road = prices.metre * i64::from(leg.metres) + prices.minute * i64::from(leg.minutes);
            Some(Arc { cost: arc.cost + road, ..arc })
        });
        row.collect()
    });
    rows.collect()
}

/// When a visit of a task is done at the soonest.
pub(super) fn soonest(tour: &Tour, task: &Task) -> Minutes {
    tour.start.max(task.window.0) + task.duration
}

/// When the visit at the end of an arc is done that begins at `time`; none where it can't be.
#[inline]
pub(super) fn done(problem: &Problem<'_>, tour: &Tour, arc: &Arc, time: Minutes) -> Option<Minutes> {
    let stop = &tour.stops[arc.stop as usize];
    let task = &problem.tasks[stop.task];
    let begin = (time + arc.minutes).max(task.window.0);
    let done = begin + task.duration;
    (begin <= task.window.1 && done + stop.home <= tour.latest).then_some(done)
}

/// What it costs to drive home after a visit done at some time; none where that is too late.
pub(super) fn way_home(
    problem: &Problem<'_>,
    tour: &Tour,
    prices: &RoutePrices,
    stop: u16,
    time: Minutes,
) -> Option<i64> {
    let place = problem.tasks[tour.stops[stop as usize].task].place;
    let leg = problem.leg(place, tour.base);
    let back = time + leg.minutes;
    let road = prices.metre * i64::from(leg.metres) + prices.minute * i64::from(leg.minutes);
    let over = i64::from((back - tour.end).max(0)) * prices.overtime;
    (back <= tour.latest).then_some(road + over)
}
