//! Completion bounds: what the rest of a route costs at least, by what is used up of the day or of the load, over routes that
//! may come back to a node, but never at once (two-cycle elimination: Christofides, Mingozzi, Toth 1981).

use super::arcs::{Arc, done, soonest, way_home};
use super::buckets::{bucket_step, time_bucket_step};
use super::route_prices::RoutePrices;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};
use brigade_model::units::Minutes;

/// The completion bounds of a pricing problem.
pub(super) struct CompletionBounds {
    by_time: CompletionTable,
    by_load: Option<CompletionTable>,
}

impl CompletionBounds {
    /// The completion bounds of routes over some arcs.
    pub fn new(
        problem: &CoveringProblem<'_>,
        subproblem: &PricingProblem,
        prices: &RoutePrices,
        arcs: &[Vec<Arc>],
        max_buckets: usize,
    ) -> Self {
        Self {
            by_time: CompletionTable::by_time(problem, subproblem, prices, arcs, max_buckets),
            by_load: CompletionTable::by_load(problem, subproblem, prices, arcs, max_buckets),
        }
    }

    /// The least cost of the rest after a visit done at some time, with what is then carried, that came from `before`.
    #[inline]
    pub fn after(&self, node: u16, time: Minutes, load: i64, before: u16) -> i64 {
        let by_time = self.by_time.after(node, i64::from(time), before);
        self.by_load.as_ref().map_or(by_time, |own| by_time.max(own.after(node, load, before)))
    }

    /// How many bounds there are by time: what they cost to compute, in labels.
    pub fn size(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, max_buckets: usize) -> usize {
        subproblem.nodes.len()
            * buckets(
                i64::from(subproblem.start),
                i64::from(subproblem.latest),
                time_bucket_step(problem, subproblem, max_buckets),
            )
    }
}

fn buckets(start: i64, end: i64, step: u32) -> usize {
    ((end - start).max(0) as usize >> step) + 1
}

/// Completion bounds by node and by the amount that is used up when its visit is done. Amounts are counted in buckets, from
/// the least of each.
struct CompletionTable {
    /// The amount that is used up before any visit.
    start: i64,
    /// A bucket is two to the power of so many units.
    step: u32,
    /// By node and bucket: the two best completions that go on in different ways.
    best: Vec<Vec<[Completion; 2]>>,
}

#[derive(Clone, Copy)]
struct Completion {
    cost: i64,
    next: u16,
}

/// No node.
pub(super) const NOWHERE: u16 = u16::MAX;
const HOME: u16 = NOWHERE - 1;
const NEVER: Completion = Completion { cost: i64::MAX / 4, next: NOWHERE };

impl CompletionTable {
    /// By the time at which a visit is done.
    fn by_time(
        problem: &CoveringProblem<'_>,
        subproblem: &PricingProblem,
        prices: &RoutePrices,
        arcs: &[Vec<Arc>],
        max_buckets: usize,
    ) -> Self {
        let empty = Self::new(
            subproblem,
            i64::from(subproblem.start),
            i64::from(subproblem.latest),
            time_bucket_step(problem, subproblem, max_buckets),
        );
        let home = |node: u16, time: i64| way_home(problem, subproblem, prices, node, time as Minutes);
        empty.filled(arcs, home, |arc, time| done(problem, subproblem, arc, time as Minutes).map(i64::from))
    }

    /// By what is carried after a visit. `None` where the load is not limited, or some visit adds nothing to it.
    fn by_load(
        problem: &CoveringProblem<'_>,
        subproblem: &PricingProblem,
        prices: &RoutePrices,
        arcs: &[Vec<Arc>],
        max_buckets: usize,
    ) -> Option<Self> {
        let capacity = subproblem.capacity?;
        let load = |node: u16| problem.tasks[subproblem.nodes[node as usize].task].load;
        let least = (0..subproblem.nodes.len() as u16).map(load).min().filter(|&least| least > 0)?;
        let step = bucket_step(usize::try_from(capacity).ok()?, max_buckets).min(least.ilog2());
        let home = |node: u16, _| {
            let task = &problem.tasks[subproblem.nodes[node as usize].task];
            way_home(problem, subproblem, prices, node, soonest(subproblem, task))
        };
        let extended = |arc: &Arc, carried: i64| Some(carried + load(arc.node)).filter(|&after| after <= capacity);
        Some(Self::new(subproblem, 0, capacity, step).filled(arcs, home, extended))
    }

    fn new(subproblem: &PricingProblem, start: i64, end: i64, step: u32) -> Self {
        Self { start, step, best: vec![vec![[NEVER; 2]; buckets(start, end, step)]; subproblem.nodes.len()] }
    }

    /// Computes the bounds from the last bucket to the first; every visit takes a bucket at least.
    fn filled(
        mut self,
        arcs: &[Vec<Arc>],
        home: impl Fn(u16, i64) -> Option<i64>,
        extended: impl Fn(&Arc, i64) -> Option<i64>,
    ) -> Self {
        let (nodes, buckets) = (self.best.len(), self.best.first().map_or(0, Vec::len));
        for index in (0..buckets).rev() {
            let amount = self.start + ((index as i64) << self.step);
            for (node, arcs) in arcs[..nodes].iter().enumerate() {
                let mut best = [home(node as u16, amount).map_or(NEVER, |cost| Completion { cost, next: HOME }), NEVER];
                for arc in arcs {
                    let Some(after) = extended(arc, amount) else { continue };
                    let next = Completion { cost: arc.cost + self.after(arc.node, after, node as u16), next: arc.node };
                    if next.cost < best[0].cost {
                        best = [next, best[0]];
                    } else if next.cost < best[1].cost {
                        best[1] = next;
                    }
                }
                self.best[node][index] = best;
            }
        }
        self
    }

    /// The least cost of the rest after a visit that leaves an amount used up and came from `before`.
    #[inline]
    fn after(&self, node: u16, amount: i64, before: u16) -> i64 {
        let [first, second] = self.best[node as usize][(amount - self.start) as usize >> self.step];
        if first.next == before { second.cost } else { first.cost }
    }
}
