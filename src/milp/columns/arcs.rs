//! The arcs between the stops of a tour that any route can have, and what they cost.

use super::duals::RoutePrices;
use super::problem::{Problem, Tour};
use crate::units::Minutes;

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
        let leaves = own.map_or(tour.start, |task| tour.start.max(task.window.0) + task.duration);
        let row = wanted.iter().filter_map(|&to| {
            let stop = &tour.stops[to];
            let task = &problem.tasks[stop.task];
            let leg = legs[task.place];
            let begin = (leaves + leg.minutes).max(task.window.0);
            let out_of_order = own.is_some() && problem.tasks[tour.stops[from].task].after.contains(&stop.task);
            if to == from || out_of_order || begin > task.window.1 || begin + task.duration + stop.home > tour.latest {
                return None;
            }
            let road = prices.metre * i64::from(leg.metres) + prices.minute * i64::from(leg.minutes);
            Some(Arc { stop: to as u16, minutes: leg.minutes, cost: road + prices.visits[to] })
        });
        row.collect()
    });
    rows.collect()
}

/// When the visit at the end of an arc is done that begins at `time`; none where it can't be.
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
