//! Lower bounds on a route's travel, shared out over its nodes independently of their order.
//!
//! For any route within the shift's hours, the shares of its nodes add up to at most its travel:
//!
//! - *half legs*: each node is charged half of the leg that enters it and half of the leg that leaves it, at least
//!   those of the cheapest pair of neighbours with compatible times; likewise the base;
//! - *radial*: a route is at least as long as the trip to each of its nodes and back, hence as their mean weighted by
//!   service time. Each node is charged its round trip times its service time over the service time that a route to it
//!   has room for (Haimovich, Rinnooy Kan 1985). Visits that take more than half of that are never in one route: each
//!   is charged its whole round trip.
//!
//! Half legs are computed here, radial shares in the compact model.

use super::candidates::{Candidates, ShiftCandidate, ShiftHours};
use crate::eval::Prices;
use brigade_model::model::{Leg, PlaceId, ShiftId, SiteId, TravelMatrix};
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
    /// Earliest start of any visit there.
    earliest: Minutes,
    /// Latest start of any visit there.
    latest: Minutes,
    /// Earliest finish of any visit there.
    finish: Minutes,
    /// Shortest service time there, minutes.
    work: Minutes,
    /// Indices of the shift's candidates there.
    pub candidates: Vec<usize>,
}

/// The nodes of one shift.
pub struct SiteNodes<'a> {
    travel: &'a TravelMatrix,
    base: PlaceId,
    hours: ShiftHours,
    /// Nearest predecessors and successors of a node whose pairs are checked.
    nearest: usize,
    /// The nodes, ascending by site.
    pub nodes: Vec<SiteNode>,
}

/// A leg on one side of a node.
#[derive(Clone, Copy)]
struct NeighbourLeg {
    /// The node at the other end; `None` is the base.
    node: Option<usize>,
    price: i64,
    /// Earliest arrival at the node, or latest departure from it.
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
        let crew = instance.shifts[shift].crew;
        let (travel, base) = (instance.travel_of(crew), instance.crews[crew].base);
        Self { travel, base, hours: ShiftHours::new(prices, shift), nearest, nodes }
    }

    /// Twice the half-leg share of each node, with a price per leg.
    pub fn half_legs(&self, price: impl Fn(Leg) -> i64) -> Vec<i64> {
        (0..self.nodes.len()).map(|node| self.cheapest_neighbours(node, &price)).collect()
    }

    /// Twice the half-leg share of the base, for a route with any node.
    pub fn half_legs_of_base(&self, price: impl Fn(Leg) -> i64) -> i64 {
        let least = |price: &dyn Fn(&SiteNode) -> i64| self.nodes.iter().map(price).min().unwrap_or(0);
        least(&|node| price(self.leg(self.base, node.place))) + least(&|node| price(self.leg(node.place, self.base)))
    }

    fn leg(&self, from: PlaceId, to: PlaceId) -> Leg {
        self.travel.leg(from, to)
    }

    /// The lowest price of the two legs at a node, over all pairs of neighbours with compatible times.
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
        // Pairs with a neighbour beyond the nearest: at least its price and that of the cheapest one on the other side.
        let further = [before.beyond + after.cheapest(), before.cheapest() + after.beyond];
        known.into_iter().chain(further).min().filter(|&least| least < FAR).unwrap_or(0)
    }
}

/// More than the price of any two legs.
const FAR: i64 = i64::MAX / 8;

/// The cheapest legs on one side of a node, and the lowest price of the others.
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
