//! What each stop of a tour has to carry of the road, wherever the tour leads.
//!
//! Ways to share a tour's legs out over its stops; what the stops of any tour that keeps its hours carry adds up to no more
//! than the tour takes:
//!
//! - *halves*: a stop carries half of the leg that leads there and half of the leg that leads on, at least those of the
//!   cheapest two neighbours that fit into the shift on either side of it; the base likewise;
//! - *radial*: a tour takes at least the way to each of its stops and back, hence at least their mean, weighted by the work
//!   there: a stop carries its way times its work over the most work that a tour which goes there has time for (Haimovich, Rinnooy
//!   Kan 1985). Visits that take more than half of that time are never in one tour, so each of them carries its whole way.
//!
//! The halves are found here, the others where the program is built.

use super::candidates::{Candidate, Candidates, Hours};
use crate::eval::Prices;
use brigade_model::model::{Leg, PlaceId, ShiftId, SiteId};
use brigade_model::units::Minutes;

/// Neighbours on each side of a stop that are looked at together.
const NEAREST: usize = 6;

/// A site in a shift.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The site.
    pub site: SiteId,
    /// Its place.
    pub place: PlaceId,
    /// Most visits there.
    pub visits: u32,
    /// No visit there starts earlier.
    earliest: Minutes,
    /// No visit there starts later.
    latest: Minutes,
    /// None ends earlier.
    finish: Minutes,
    /// The shortest takes so long.
    work: Minutes,
    /// Indices of the shift's candidates there.
    pub candidates: Vec<usize>,
}

/// The stops of one shift.
pub struct Stops<'a> {
    prices: &'a Prices<'a>,
    base: PlaceId,
    hours: Hours,
    /// The stops, ascending by site.
    pub stops: Vec<Stop>,
}

/// A leg on one side of a stop.
#[derive(Clone, Copy)]
struct Side {
    /// Index of the stop at its other end; none = the base.
    stop: Option<usize>,
    price: i64,
    /// The stop's visit begins no earlier, or ends no later.
    time: Minutes,
}

impl<'a> Stops<'a> {
    /// The stops of a shift.
    pub fn new(prices: &'a Prices<'a>, candidates: &Candidates, shift: ShiftId) -> Self {
        let instance = prices.instance;
        let mut stops: Vec<Stop> = Vec::new();
        let mut order: Vec<(SiteId, usize, &Candidate)> = candidates.by_shift[shift]
            .iter()
            .enumerate()
            .map(|(index, own)| (instance.jobs[candidates.groups[own.group].job].site, index, own))
            .collect();
        order.sort_by_key(|&(site, index, _)| (site, index));
        for (site, index, own) in order {
            let work = candidates.work(prices, own);
            if stops.last().is_none_or(|stop| stop.site != site) {
                stops.push(Stop {
                    site,
                    place: instance.sites[site].place,
                    visits: 0,
                    earliest: own.earliest,
                    latest: own.latest,
                    finish: own.earliest + work,
                    work,
                    candidates: Vec::new(),
                });
            }
            let stop = stops.last_mut().expect("just added");
            stop.visits += candidates.most(prices, own);
            stop.earliest = stop.earliest.min(own.earliest);
            stop.latest = stop.latest.max(own.latest);
            stop.finish = stop.finish.min(own.earliest + work);
            stop.work = stop.work.min(work);
            stop.candidates.push(index);
        }
        let base = instance.crews[instance.shifts[shift].crew].base;
        Self { prices, base, hours: Hours::new(prices, shift), stops }
    }

    /// Twice what each stop carries at least of a tour's price, a price per leg.
    pub fn halves(&self, price: impl Fn(Leg) -> i64) -> Vec<i64> {
        (0..self.stops.len()).map(|stop| self.cheapest_neighbours(stop, &price)).collect()
    }

    /// Twice what the base carries at least of a tour with any stop.
    pub fn half_of_base(&self, price: impl Fn(Leg) -> i64) -> i64 {
        let least = |price: &dyn Fn(&Stop) -> i64| self.stops.iter().map(price).min().unwrap_or(0);
        least(&|stop| price(self.leg(self.base, stop.place))) + least(&|stop| price(self.leg(stop.place, self.base)))
    }

    fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.prices.instance.travel.leg(from, to)
    }

    /// The lowest price of the two legs at a stop, over all pairs of neighbours between which it can be visited in time.
    fn cheapest_neighbours(&self, stop: usize, price: &impl Fn(Leg) -> i64) -> i64 {
        let own = &self.stops[stop];
        let (mut before, mut after) = (Nearest::default(), Nearest::default());
        let (first, last) = (self.leg(self.base, own.place), self.leg(own.place, self.base));
        before.add(Side { stop: None, price: price(first), time: self.hours.start + first.minutes });
        after.add(Side { stop: None, price: price(last), time: self.hours.last - last.minutes });
        for (index, other) in self.stops.iter().enumerate().filter(|&(index, _)| index != stop) {
            let (to, from) = (self.leg(other.place, own.place), self.leg(own.place, other.place));
            let (arrive, leave) = (other.finish + to.minutes, other.latest - from.minutes);
            if arrive <= own.latest {
                before.add(Side { stop: Some(index), price: price(to), time: arrive });
            }
            if own.finish <= leave {
                after.add(Side { stop: Some(index), price: price(from), time: leave });
            }
        }
        let fits = |(one, other): (Side, Side)| {
            let twice = |stop: usize| self.stops[stop].visits > 1;
            one.time.max(own.earliest) + own.work <= other.time
                && (one.stop != other.stop || one.stop.is_none_or(twice))
        };
        let pairs = before.sides.iter().flat_map(|&one| after.sides.iter().map(move |&other| (one, other)));
        let known = pairs.filter(|&pair| fits(pair)).map(|(one, other)| one.price + other.price).min();
        // Pairs with a neighbour that is not among the nearest: no cheaper than with the cheapest one opposite.
        let further = [before.beyond + after.cheapest(), before.cheapest() + after.beyond];
        known.into_iter().chain(further).min().filter(|&least| least < FAR).unwrap_or(0)
    }
}

/// More than any two legs cost.
const FAR: i64 = i64::MAX / 8;

/// The cheapest sides, and the lowest price among all others.
struct Nearest {
    sides: Vec<Side>,
    beyond: i64,
}

impl Default for Nearest {
    fn default() -> Self {
        Self { sides: Vec::with_capacity(NEAREST + 1), beyond: FAR }
    }
}

impl Nearest {
    fn add(&mut self, side: Side) {
        if self.sides.len() == NEAREST && side.price >= self.sides[NEAREST - 1].price {
            self.beyond = self.beyond.min(side.price);
            return;
        }
        let place = self.sides.partition_point(|other| other.price <= side.price);
        self.sides.insert(place, side);
        if self.sides.len() > NEAREST {
            let dropped = self.sides.pop().expect("one too many");
            self.beyond = self.beyond.min(dropped.price);
        }
    }

    fn cheapest(&self) -> i64 {
        self.sides.first().map_or(FAR, |side| side.price)
    }
}
