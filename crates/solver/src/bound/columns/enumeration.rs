//! All routes of a shift that a better plan can hold: those whose reduced cost is below the gap (Baldacci, Christofides,
//! Mingozzi 2008).

use std::cmp::Ordering;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use smallvec::SmallVec;

use super::arcs::{Arc, arcs, done, way_home};
use super::column::Column;
use super::completion::{Completions, NOWHERE};
use super::duals::{Marks, RoutePrices};
use super::problem::{Problem, Tour};
use crate::stop::StoppingCriterion;
use brigade_model::model::SiteId;
use brigade_model::units::Minutes;

type Stops = SmallVec<[u16; 8]>;

/// A way to have visited some stops.
#[derive(Clone)]
struct Partial {
    /// Visited, ascending.
    set: Stops,
    /// Visited, in order.
    order: Stops,
    cost: i64,
    marks: Marks,
    time: Minutes,
    load: i64,
    travel: Minutes,
}

impl Partial {
    fn last(&self) -> Option<u16> {
        self.order.last().copied()
    }

    fn place(&self, other: &Self) -> Ordering {
        self.set.cmp(&other.set).then(self.last().cmp(&other.last()))
    }
}

/// All routes of a tour whose reduced cost is at most `most`, the cheapest order of each set of visits; where minutes are
/// limited by the week, every order that no other beats in cost and minutes. `None` where more than `room` are `listed` with
/// them, or at the end of the time.
pub fn routes_below(
    problem: &Problem<'_>,
    index: usize,
    prices: &RoutePrices,
    most: i64,
    minutes_count: bool,
    (room, listed, end): (usize, &AtomicUsize, &StoppingCriterion),
) -> Option<Vec<Column>> {
    if listed.load(Relaxed) > room || end.is_over() {
        return None;
    }
    let tour = &problem.tours[index];
    let arcs = arcs(problem, tour, prices, |_| true);
    let completions = Completions::new(problem, tour, prices, &arcs);
    let run = Run { problem, tour, prices, arcs, completions, most, minutes_count };
    let mut level = vec![Partial {
        set: Stops::new(),
        order: Stops::new(),
        cost: prices.used,
        marks: prices.marks,
        time: tour.start,
        load: 0,
        travel: 0,
    }];
    let mut found: Vec<Column> = Vec::new();
    while !level.is_empty() {
        let mut next = Vec::new();
        for partial in &level {
            run.extend(partial, &mut next);
            if next.len() > 20 * room || end.is_over() {
                return None;
            }
        }
        level = run.undominated(next);
        let closed = run.closed(index, &level);
        // Whether all together are too many does not depend on who counts first.
        if listed.fetch_add(closed.len(), Relaxed) + closed.len() > room || level.len() > 4 * room {
            return None;
        }
        found.extend(closed);
    }
    Some(found)
}

struct Run<'p> {
    problem: &'p Problem<'p>,
    tour: &'p Tour,
    prices: &'p RoutePrices,
    arcs: Vec<Vec<Arc>>,
    completions: Completions,
    most: i64,
    minutes_count: bool,
}

impl Run<'_> {
    fn extend(&self, partial: &Partial, next: &mut Vec<Partial>) {
        let row = partial.last().map_or(self.tour.stops.len(), usize::from);
        for arc in &self.arcs[row] {
            let Err(place) = partial.set.binary_search(&arc.stop) else { continue };
            if !self.may_follow(partial, arc.stop) {
                continue;
            }
            let Some(time) = done(self.problem, self.tour, arc, partial.time) else { continue };
            let cost = partial.cost + arc.cost + self.prices.met(partial.marks, arc.stop);
            let load = partial.load + self.problem.tasks[self.tour.stops[arc.stop as usize].task].load;
            let before = partial.last().unwrap_or(NOWHERE);
            if self.tour.capacity.is_some_and(|capacity| load > capacity)
                || cost + self.completions.after(arc.stop, time, load, before) > self.most
            {
                continue;
            }
            let mut longer = partial.clone();
            longer.set.insert(place, arc.stop);
            longer.order.push(arc.stop);
            longer.marks = self.prices.marked(partial.marks, arc.stop);
            (longer.cost, longer.time, longer.load, longer.travel) = (cost, time, load, partial.travel + arc.minutes);
            if self.is_within(&longer.set) {
                next.push(longer);
            }
        }
    }

    /// Whether no task visited waits for this one.
    fn may_follow(&self, partial: &Partial, stop: u16) -> bool {
        let task = |stop: u16| self.tour.stops[stop as usize].task;
        partial.set.iter().all(|&earlier| !self.problem.tasks[task(earlier)].after.contains(&task(stop)))
    }

    /// Whether the sites are within their limit.
    fn is_within(&self, set: &Stops) -> bool {
        let Some(most) = self.tour.sites else { return true };
        let jobs = &self.problem.prices.instance.jobs;
        let site = |&stop: &u16| jobs[self.problem.tasks[self.tour.stops[stop as usize].task].job].site;
        let mut sites: SmallVec<[SiteId; 8]> = set.iter().map(site).collect();
        sites.sort_unstable();
        sites.dedup();
        sites.len() as u32 <= most
    }

    /// What a route costs without the price of its minutes in the week, up to what its set of visits says.
    fn own_cost(&self, cost: i64, travel: Minutes) -> i64 {
        cost - (self.prices.minute - self.tour.terms.minute.0) * i64::from(travel)
    }

    /// Of the ways to visit the same stops with the same last one, those that no other beats.
    fn undominated(&self, mut partials: Vec<Partial>) -> Vec<Partial> {
        partials.sort_by(|one, other| {
            let key = |partial: &Partial| (self.own_cost(partial.cost, partial.travel), partial.time, partial.travel);
            one.place(other).then(key(one).cmp(&key(other)))
        });
        let mut kept: Vec<Partial> = Vec::new();
        let mut first = 0;
        for partial in partials {
            if kept.last().is_none_or(|last| last.place(&partial) != Ordering::Equal) {
                first = kept.len();
            }
            let beats =
                |other: &Partial| other.time <= partial.time && (!self.minutes_count || other.travel <= partial.travel);
            if !kept[first..].iter().any(beats) {
                kept.push(partial);
            }
        }
        kept
    }

    /// The routes that end here, the cheapest of each set.
    fn closed(&self, index: usize, level: &[Partial]) -> Vec<Column> {
        let home = |partial: &Partial| {
            let stop = partial.last()?;
            let cost = partial.cost + way_home(self.problem, self.tour, self.prices, stop, partial.time)?;
            let place = self.problem.tasks[self.tour.stops[stop as usize].task].place;
            let travel = partial.travel + self.problem.leg(place, self.tour.base).minutes;
            (cost <= self.most).then_some((self.own_cost(cost, travel), travel))
        };
        let mut ends: Vec<_> = level.iter().filter_map(|partial| Some((partial, home(partial)?))).collect();
        ends.sort_by(|one, other| one.0.set.cmp(&other.0.set).then(one.1.cmp(&other.1)));
        let mut kept: Vec<(&Partial, Minutes)> = Vec::new();
        for (partial, (_, travel)) in ends {
            let same = kept.last().filter(|last| last.0.set == partial.set);
            if same.is_none_or(|last| self.minutes_count && travel < last.1) {
                kept.push((partial, travel));
            }
        }
        kept.into_iter().filter_map(|(partial, _)| Column::new(self.problem, index, partial.order.to_vec())).collect()
    }
}
