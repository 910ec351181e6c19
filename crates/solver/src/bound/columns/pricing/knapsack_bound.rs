//! A completion bound by 0/1 knapsack: the largest gain of the rest of a route in the minutes left, where each visit
//! takes its service time and its least inbound leg. It prunes labels and nodes that lead to no route of small enough
//! reduced cost.

use super::arcs::Arc;
use super::buckets::bucket_step;
use super::route_prices::RoutePrices;
use crate::bound::columns::model::problem::{CoveringProblem, PricingNode, PricingProblem, Task};
use brigade_model::units::Minutes;

/// The knapsack bound of one pricing problem.
pub struct KnapsackBound {
    /// The largest gain of further visits, by bucket of the minutes left before the return.
    gains: Vec<i64>,
    /// Width of a bucket of minutes, as the exponent of a power of two.
    bucket_step: u32,
    /// Latest start of the return to the base.
    latest: Minutes,
    /// Least cost of the return.
    home: i64,
    /// Fixed cost of a route.
    used: i64,
    /// Start of the shift.
    start: Minutes,
    /// Routes with this reduced cost or more are of no use.
    below: i64,
    /// By node: the fewest minutes of its visit and a leg to it, and the largest gain.
    items: Vec<(Minutes, i64)>,
    /// By node: whether a route of small enough reduced cost can contain it.
    pub promising: Vec<bool>,
}

impl KnapsackBound {
    /// The bound for routes with a reduced cost `below` a threshold. `None` where travel has a negative price, so that
    /// the shortest leg is not the cheapest.
    pub fn new(
        problem: &CoveringProblem<'_>,
        subproblem: &PricingProblem,
        prices: &RoutePrices,
        below: i64,
        max_buckets: usize,
    ) -> Option<Self> {
        if prices.metre < 0 || prices.minute < 0 || prices.overtime < 0 {
            return None;
        }
        let road = |metres: i32, minutes: i32| prices.metre * i64::from(metres) + prices.minute * i64::from(minutes);
        let home = |node: &PricingNode| {
            let leg = problem.leg(subproblem, problem.tasks[node.task].place, subproblem.base);
            road(leg.metres, leg.minutes)
        };
        let soonest = subproblem.nodes.iter().map(|node| node.to_base).min()?;
        let latest = subproblem.latest - soonest;
        let room = usize::try_from(latest - subproblem.start).ok()?;
        let bucket_step = bucket_step(room, max_buckets);
        let item = |(node, &price): (&PricingNode, &i64)| {
            let minutes = problem.tasks[node.task].duration + node.least_inbound.minutes;
            (minutes, -price - road(node.least_inbound.metres, node.least_inbound.minutes))
        };
        let items: Vec<_> = subproblem.nodes.iter().zip(&prices.visits).map(item).collect();
        let room = room >> bucket_step;
        let mut gains = vec![0; room + 1];
        for &(minutes, gain) in items.iter().filter(|item| item.1 > 0) {
            // Rounding each visit down keeps the bound valid.
            let buckets = minutes as usize >> bucket_step;
            for left in (buckets..=room).rev() {
                gains[left] = gains[left].max(gains[left - buckets] + gain);
            }
        }
        let home = subproblem.nodes.iter().map(home).min()?;
        let (used, start) = (prices.used, subproblem.start);
        let mut own = Self { gains, bucket_step, latest, home, used, start, below, items, promising: Vec::new() };
        let least = |&(minutes, gain): &(Minutes, i64)| own.least_completed(used - gain, start + minutes);
        own.promising = own.items.iter().map(|item| least(item) < below).collect();
        Some(own)
    }

    /// Least reduced cost of any route that is not empty.
    pub fn least(&self) -> i64 {
        self.least_completed(self.used, self.start)
    }

    /// Whether a route of small enough reduced cost can contain an arc out of a node: the time that it and the visits at both its
    /// ends take is not left to others.
    #[inline]
    pub(super) fn keeps(&self, from: usize, arc: &Arc, next: &Task) -> bool {
        let Some(&(minutes, gain)) = self.items.get(from) else { return true };
        let finish = self.start + minutes + arc.minutes + next.duration;
        finish <= self.latest && self.least_completed(self.used - gain + arc.cost, finish) < self.below
    }

    /// Least reduced cost of any route that extends a partial route of this `cost` and finish `time`.
    #[inline]
    pub fn least_completed(&self, cost: i64, time: Minutes) -> i64 {
        cost + self.home - usize::try_from(self.latest - time).map_or(0, |left| self.gains[left >> self.bucket_step])
    }
}
