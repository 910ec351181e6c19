//! What each node of a tour has to carry of the road, wherever the tour leads.
//!
//! Ways to share a tour's legs out over its nodes; what the nodes of any tour that keeps its hours carry adds up to no more
//! than the tour takes:
//!
//! - *halves*: a node carries half of the leg that leads there and half of the leg that leads on, at least those of the
//!   cheapest two neighbours that fit into the shift on either side of it; the base likewise;
//! - *radial*: a tour takes at least the way to each of its nodes and back, hence at least their mean, weighted by the work
//!   there: a node carries its way times its work over the most work that a tour which goes there has time for (Haimovich, Rinnooy
//!   Kan 1985). Visits that take more than half of that time are never in one tour, so each of them carries its whole way.
//!
//! The halves are found here, the others where the program is built.

use super::candidates::{Candidates, ShiftCandidate, ShiftHours};
use crate::eval::Prices;
use brigade_model::model::{Leg, PlaceId, ShiftId, SiteId};
use brigade_model::units::Minutes;

/// A site in a shift.
#[derive(Clone, Debug)]
pub struct SiteNode {
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

/// The nodes of one shift.
pub struct SiteNodes<'a> {
    prices: &'a Prices<'a>,
    base: PlaceId,
    hours: ShiftHours,
    /// Neighbours on each side of a node that are looked at together.
    nearest: usize,
    /// The nodes, ascending by site.
    pub nodes: Vec<SiteNode>,
}

/// A leg on one side of a node.
#[derive(Clone, Copy)]
struct NeighbourLeg {
    /// Index of the node at its other end; none = the base.
    node: Option<usize>,
    price: i64,
    /// The node's visit begins no earlier, or ends no later.
    time: Minutes,
}

impl<'a> SiteNodes<'a> {
    /// The nodes of a shift.
    pub fn new(prices: &'a Prices<'a>, candidates: &Candidates, shift: ShiftId, nearest: usize) -> Self {
        let instance = prices.instance;
        let mut nodes: Vec<SiteNode> = Vec::new();
        let mut order: Vec<(SiteId, usize, &ShiftCandidate)> = candidates.by_shift[shift]
            .iter()
            .enumerate()
            .map(|(index, own)| (instance.jobs[candidates.groups[own.group].job].site, index, own))
            .collect();
        order.sort_by_key(|&(site, index, _)| (site, index));
        for (site, index, own) in order {
            let work = candidates.work(prices, own);
            if nodes.last().is_none_or(|node| node.site != site) {
                nodes.push(SiteNode {
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
            let node = nodes.last_mut().expect("just added");
            node.visits += candidates.most(prices, own);
            node.earliest = node.earliest.min(own.earliest);
            node.latest = node.latest.max(own.latest);
            node.finish = node.finish.min(own.earliest + work);
            node.work = node.work.min(work);
            node.candidates.push(index);
        }
        let base = instance.crews[instance.shifts[shift].crew].base;
        Self { prices, base, hours: ShiftHours::new(prices, shift), nearest, nodes }
    }

    /// Twice what each node carries at least of a tour's price, a price per leg.
    pub fn halves(&self, price: impl Fn(Leg) -> i64) -> Vec<i64> {
        (0..self.nodes.len()).map(|node| self.cheapest_neighbours(node, &price)).collect()
    }

    /// Twice what the base carries at least of a tour with any node.
    pub fn half_of_base(&self, price: impl Fn(Leg) -> i64) -> i64 {
        let least = |price: &dyn Fn(&SiteNode) -> i64| self.nodes.iter().map(price).min().unwrap_or(0);
        least(&|node| price(self.leg(self.base, node.place))) + least(&|node| price(self.leg(node.place, self.base)))
    }

    fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.prices.instance.travel.leg(from, to)
    }

    /// The lowest price of the two legs at a node, over all pairs of neighbours between which it can be visited in time.
    fn cheapest_neighbours(&self, node: usize, price: &impl Fn(Leg) -> i64) -> i64 {
        let own = &self.nodes[node];
        let (mut before, mut after) = (NearestLegs::new(self.nearest), NearestLegs::new(self.nearest));
        let (first, last) = (self.leg(self.base, own.place), self.leg(own.place, self.base));
        before.add(NeighbourLeg { node: None, price: price(first), time: self.hours.start + first.minutes });
        after.add(NeighbourLeg { node: None, price: price(last), time: self.hours.last - last.minutes });
        for (index, other) in self.nodes.iter().enumerate().filter(|&(index, _)| index != node) {
            let (to, from) = (self.leg(other.place, own.place), self.leg(own.place, other.place));
            let (arrive, leave) = (other.finish + to.minutes, other.latest - from.minutes);
            if arrive <= own.latest {
                before.add(NeighbourLeg { node: Some(index), price: price(to), time: arrive });
            }
            if own.finish <= leave {
                after.add(NeighbourLeg { node: Some(index), price: price(from), time: leave });
            }
        }
        let fits = |(one, other): (NeighbourLeg, NeighbourLeg)| {
            let twice = |node: usize| self.nodes[node].visits > 1;
            one.time.max(own.earliest) + own.work <= other.time
                && (one.node != other.node || one.node.is_none_or(twice))
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
struct NearestLegs {
    most: usize,
    sides: Vec<NeighbourLeg>,
    beyond: i64,
}

impl NearestLegs {
    fn new(most: usize) -> Self {
        Self { most, sides: Vec::with_capacity(most + 1), beyond: FAR }
    }

    fn add(&mut self, side: NeighbourLeg) {
        if self.sides.len() == self.most && side.price >= self.sides[self.most - 1].price {
            self.beyond = self.beyond.min(side.price);
            return;
        }
        let place = self.sides.partition_point(|other| other.price <= side.price);
        self.sides.insert(place, side);
        if self.sides.len() > self.most {
            let dropped = self.sides.pop().expect("one too many");
            self.beyond = self.beyond.min(dropped.price);
        }
    }

    fn cheapest(&self) -> i64 {
        self.sides.first().map_or(FAR, |side| side.price)
    }
}
