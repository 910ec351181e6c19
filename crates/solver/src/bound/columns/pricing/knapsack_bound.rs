//! A completion bound by knapsack: what the rest of a route can still gain at most by the minutes that are left, each visit
//! once and reached by its shortest leg. Labels and nodes that cannot lead to any route worth finding need not be followed.

use super::buckets::bucket_step;
use super::route_prices::RoutePrices;
use crate::bound::columns::model::problem::{CoveringProblem, PricingNode, PricingProblem};
use brigade_model::units::Minutes;

/// The completion bound of one pricing problem under some prices.
pub struct KnapsackBound {
    /// By minutes left before the way home begins, in buckets: the most that further visits can gain.
    gains: Vec<i64>,
    /// A bucket is two to the power of so many minutes.
    bucket_step: u32,
    /// When the way home begins at the latest.
    latest: Minutes,
    /// What the way home costs at least.
    home: i64,
    /// Whether a visit of each node can be part of a route of a reduced cost low enough.
    pub promising: Vec<bool>,
}

impl KnapsackBound {
    /// The gains by 0/1 knapsack over minutes. `None` where a leg may earn something, so that the shortest is not the cheapest.
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
            let leg = problem.leg(problem.tasks[node.task].place, subproblem.base);
            road(leg.metres, leg.minutes)
        };
        let soonest = subproblem.nodes.iter().map(|node| node.home).min()?;
        let latest = subproblem.latest - soonest;
        let room = usize::try_from(latest - subproblem.start).ok()?;
        let bucket_step = bucket_step(room, max_buckets);
        let item = |(node, &price): (&PricingNode, &i64)| {
            let minutes = problem.tasks[node.task].duration + node.reached.minutes;
            (minutes, -price - road(node.reached.metres, node.reached.minutes))
        };
        let items: Vec<_> = subproblem.nodes.iter().zip(&prices.visits).map(item).collect();
        let room = room >> bucket_step;
        let mut gains = vec![0; room + 1];
        for &(minutes, gain) in items.iter().filter(|item| item.1 > 0) {
            // What is rounded down never takes more room together than it does in truth.
            let buckets = minutes as usize >> bucket_step;
            for left in (buckets..=room).rev() {
                gains[left] = gains[left].max(gains[left - buckets] + gain);
            }
        }
        let home = subproblem.nodes.iter().map(home).min()?;
        let mut own = Self { gains, bucket_step, latest, home, promising: Vec::new() };
        own.promising = items
            .iter()
            .map(|&(minutes, gain)| own.least(prices.used - gain, subproblem.start + minutes) < below)
            .collect();
        Some(own)
    }

    /// No route costs less that goes on from a visit done at some time at some cost.
    #[inline]
    pub fn least(&self, cost: i64, time: Minutes) -> i64 {
        cost + self.home - usize::try_from(self.latest - time).map_or(0, |left| self.gains[left >> self.bucket_step])
    }
}
