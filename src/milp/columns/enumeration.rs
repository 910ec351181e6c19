//! All routes of a shift that a better plan can hold: those whose reduced cost is below the gap (Baldacci, Christofides,
//! Mingozzi 2008).

use std::cmp::Ordering;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use smallvec::SmallVec;

use super::column::Column;
use super::duals::RoutePrices;
use super::labels::{Arc, arcs, way_home};
use super::outlook::grain_of_visits;
use super::problem::{Problem, Tour};
use crate::stop::Stop;
use crate::units::Minutes;

/// What the rest of a route costs at least, by stop and minute at which its visit is done; no stop follows the one before it.
/// Minutes are counted in grains, from the first minute of each.
struct Completion {
    start: Minutes,
    /// A grain is two to the power of so many minutes.
    grain: u32,
    /// By stop and grain: the two best rests that go on in different ways.
    rests: Vec<Vec<[Rest; 2]>>,
}

#[derive(Clone, Copy)]
struct Rest {
    cost: i64,
    next: u16,
}

const NOWHERE: u16 = u16::MAX;
const NEVER: Rest = Rest { cost: i64::MAX / 4, next: NOWHERE - 1 };

impl Completion {
    fn new(problem: &Problem<'_>, tour: &Tour, prices: &RoutePrices, arcs: &[Vec<Arc>]) -> Self {
        let span = (tour.latest - tour.start).max(0) as usize;
        let grain = grain_of_visits(problem, tour);
        let slots = (span >> grain) + 1;
        let mut own = Self { start: tour.start, grain, rests: vec![vec![[NEVER; 2]; slots]; tour.stops.len()] };
        for slot in (0..slots).rev() {
            let time = tour.start + (slot << grain) as Minutes;
            for (stop, arcs) in arcs[..tour.stops.len()].iter().enumerate() {
                own.rests[stop][slot] = own.best(problem, tour, prices, arcs, stop as u16, time);
            }
        }
        own
    }

    fn best(
        &self,
        problem: &Problem<'_>,
        tour: &Tour,
        prices: &RoutePrices,
        arcs: &[Arc],
        stop: u16,
        time: Minutes,
    ) -> [Rest; 2] {
        let mut best = [NEVER; 2];
        if let Some(cost) = way_home(problem, tour, prices, stop, time) {
            best[0] = Rest { cost, next: NOWHERE };
        }
        for arc in arcs {
            let Some(done) = done(problem, tour, arc, time) else { continue };
            let rest = Rest { cost: arc.cost + self.after(arc.stop, done, stop), next: arc.stop };
            if rest.cost < best[0].cost {
                best = [rest, best[0]];
            } else if rest.cost < best[1].cost {
                best[1] = rest;
            }
        }
        best
    }

    /// The least cost of the rest after a visit done at `time` that came from `before`.
    fn after(&self, stop: u16, time: Minutes, before: u16) -> i64 {
        let [first, second] = self.rests[stop as usize][(time - self.start) as usize >> self.grain];
        if first.next == before { second.cost } else { first.cost }
    }
}

/// When the visit at the end of an arc is done that begins at `time`; none where it can't be.
fn done(problem: &Problem<'_>, tour: &Tour, arc: &Arc, time: Minutes) -> Option<Minutes> {
    let stop = &tour.stops[arc.stop as usize];
    let task = &problem.tasks[stop.task];
    let begin = (time + arc.minutes).max(task.window.0);
    let done = begin + task.duration;
    (begin <= task.window.1 && done + stop.home <= tour.latest).then_some(done)
}

type Stops = SmallVec<[u16; 8]>;

/// A way to have visited some stops.
#[derive(Clone)]
struct Partial {
    /// Visited, ascending.
    set: Stops,
    /// Visited, in order.
    order: Stops,
    cost: i64,
    time: Minutes,
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
    (room, listed, end): (usize, &AtomicUsize, &Stop),
) -> Option<Vec<Column>> {
    if listed.load(Relaxed) > room || end.is_over() {
        return None;
    }
    let tour = &problem.tours[index];
    let arcs = arcs(problem, tour, prices, |_| true);
    let completion = Completion::new(problem, tour, prices, &arcs);
    let run = Run { problem, tour, prices, arcs, completion, most, minutes_count };
    let mut level =
        vec![Partial { set: Stops::new(), order: Stops::new(), cost: prices.used, time: tour.start, travel: 0 }];
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
    completion: Completion,
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
            let cost = partial.cost + arc.cost + self.cuts_met(&partial.set, arc.stop);
            if cost + self.completion.after(arc.stop, time, partial.last().unwrap_or(NOWHERE - 1)) > self.most {
                continue;
            }
            let mut longer = partial.clone();
            longer.set.insert(place, arc.stop);
            longer.order.push(arc.stop);
            (longer.cost, longer.time, longer.travel) = (cost, time, partial.travel + arc.minutes);
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

    /// Whether load and sites are within their limits.
    fn is_within(&self, set: &Stops) -> bool {
        let tasks = || set.iter().map(|&stop| &self.problem.tasks[self.tour.stops[stop as usize].task]);
        let load = || tasks().map(|task| task.load).sum::<i64>();
        let jobs = &self.problem.prices.instance.jobs;
        let sites = || {
            let mut sites: SmallVec<[usize; 8]> = tasks().map(|task| jobs[task.job].site).collect();
            sites.sort_unstable();
            sites.dedup();
            sites.len() as u32
        };
        self.tour.capacity.is_none_or(|capacity| load() <= capacity)
            && self.tour.sites.is_none_or(|most| sites() <= most)
    }

    /// What the cuts cost that one more stop meets a second time.
    fn cuts_met(&self, set: &Stops, stop: u16) -> i64 {
        let counted = &self.prices.counted;
        let odd = set.iter().fold(0, |odd, &stop| odd ^ counted[stop as usize]);
        let mut met = odd & counted[stop as usize];
        let mut cost = 0;
        while met != 0 {
            cost += self.prices.cuts[met.trailing_zeros() as usize];
            met &= met - 1;
        }
        cost
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
