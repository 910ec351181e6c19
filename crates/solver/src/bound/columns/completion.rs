//! What the rest of a route costs at least, by what is used up of the day or of the load: routes that may come back to a
//! stop, but never at once (two-cycle elimination: Christofides, Mingozzi, Toth 1981).

use super::arcs::{Arc, done, soonest, way_home};
use super::duals::RoutePrices;
use super::outlook::{grain_of, grain_of_visits};
use super::problem::{Problem, Tour};
use brigade_model::units::Minutes;

/// What the rest of a route costs at least, by all that is known of it.
pub(super) struct Completions {
    by_time: Completion,
    by_load: Option<Completion>,
}

impl Completions {
    /// The rests of a tour's routes over some arcs.
    pub fn new(problem: &Problem<'_>, tour: &Tour, prices: &RoutePrices, arcs: &[Vec<Arc>]) -> Self {
        Self {
            by_time: Completion::by_time(problem, tour, prices, arcs),
            by_load: Completion::by_load(problem, tour, prices, arcs),
        }
    }

    /// The least cost of the rest after a visit done at some time, with what is then carried, that came from `before`.
    #[inline]
    pub fn after(&self, stop: u16, time: Minutes, load: i64, before: u16) -> i64 {
        let by_time = self.by_time.after(stop, i64::from(time), before);
        self.by_load.as_ref().map_or(by_time, |own| by_time.max(own.after(stop, load, before)))
    }

    /// How many rests there are by time: what they cost to compute, in labels.
    pub fn size(problem: &Problem<'_>, tour: &Tour) -> usize {
        tour.stops.len() * grains(i64::from(tour.start), i64::from(tour.latest), grain_of_visits(problem, tour))
    }
}

fn grains(start: i64, end: i64, grain: u32) -> usize {
    ((end - start).max(0) as usize >> grain) + 1
}

/// The least costs of rests, by stop and by the amount that is used up when its visit is done. Amounts are counted in
/// grains, from the least of each.
struct Completion {
    /// The amount that is used up before any visit.
    start: i64,
    /// A grain is two to the power of so many units.
    grain: u32,
    /// By stop and grain: the two best rests that go on in different ways.
    rests: Vec<Vec<[Rest; 2]>>,
}

#[derive(Clone, Copy)]
struct Rest {
    cost: i64,
    next: u16,
}

/// No stop.
pub(super) const NOWHERE: u16 = u16::MAX;
const HOME: u16 = NOWHERE - 1;
const NEVER: Rest = Rest { cost: i64::MAX / 4, next: NOWHERE };

impl Completion {
    /// By the time at which a visit is done.
    fn by_time(problem: &Problem<'_>, tour: &Tour, prices: &RoutePrices, arcs: &[Vec<Arc>]) -> Self {
        let empty = Self::new(tour, i64::from(tour.start), i64::from(tour.latest), grain_of_visits(problem, tour));
        let home = |stop: u16, time: i64| way_home(problem, tour, prices, stop, time as Minutes);
        empty.filled(arcs, home, |arc, time| done(problem, tour, arc, time as Minutes).map(i64::from))
    }

    /// By what is carried after a visit. `None` where the load is not limited, or some visit adds nothing to it.
    fn by_load(problem: &Problem<'_>, tour: &Tour, prices: &RoutePrices, arcs: &[Vec<Arc>]) -> Option<Self> {
        let capacity = tour.capacity?;
        let load = |stop: u16| problem.tasks[tour.stops[stop as usize].task].load;
        let least = (0..tour.stops.len() as u16).map(load).min().filter(|&least| least > 0)?;
        let grain = grain_of(usize::try_from(capacity).ok()?).min(least.ilog2());
        let home = |stop: u16, _| {
            let task = &problem.tasks[tour.stops[stop as usize].task];
            way_home(problem, tour, prices, stop, soonest(tour, task))
        };
        let next = |arc: &Arc, carried: i64| Some(carried + load(arc.stop)).filter(|&after| after <= capacity);
        Some(Self::new(tour, 0, capacity, grain).filled(arcs, home, next))
    }

    fn new(tour: &Tour, start: i64, end: i64, grain: u32) -> Self {
        Self { start, grain, rests: vec![vec![[NEVER; 2]; grains(start, end, grain)]; tour.stops.len()] }
    }

    /// Computes the rests from the last grain to the first; every visit takes a grain at least.
    fn filled(
        mut self,
        arcs: &[Vec<Arc>],
        home: impl Fn(u16, i64) -> Option<i64>,
        next: impl Fn(&Arc, i64) -> Option<i64>,
    ) -> Self {
        let (stops, grains) = (self.rests.len(), self.rests.first().map_or(0, Vec::len));
        for index in (0..grains).rev() {
            let amount = self.start + ((index as i64) << self.grain);
            for (stop, arcs) in arcs[..stops].iter().enumerate() {
                let mut best = [home(stop as u16, amount).map_or(NEVER, |cost| Rest { cost, next: HOME }), NEVER];
                for arc in arcs {
                    let Some(after) = next(arc, amount) else { continue };
                    let rest = Rest { cost: arc.cost + self.after(arc.stop, after, stop as u16), next: arc.stop };
                    if rest.cost < best[0].cost {
                        best = [rest, best[0]];
                    } else if rest.cost < best[1].cost {
                        best[1] = rest;
                    }
                }
                self.rests[stop][index] = best;
            }
        }
        self
    }

    /// The least cost of the rest after a visit that leaves an amount used up and came from `before`.
    #[inline]
    fn after(&self, stop: u16, amount: i64, before: u16) -> i64 {
        let [first, second] = self.rests[stop as usize][(amount - self.start) as usize >> self.grain];
        if first.next == before { second.cost } else { first.cost }
    }
}
