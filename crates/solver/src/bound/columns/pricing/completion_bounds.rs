//! Completion bounds: the least reduced cost of the rest of a route, by time or by load, over non-elementary routes
//! without two-cycles (q-routes: Christofides, Mingozzi, Toth 1981).

use super::arcs::{Arc, earliest_finish, finish_time, return_cost};
use super::buckets::{bucket_step, time_bucket_step};
use super::route_prices::RoutePrices;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};
use crate::stop::StoppingCriterion;
use brigade_model::units::Minutes;

/// The completion bounds of a pricing problem.
pub(super) struct CompletionBounds {
    by_time: CompletionTable,
    by_load: Option<CompletionTable>,
}

impl CompletionBounds {
    /// The completion bounds over some arcs; none where `until` is over first.
    pub fn new(
        problem: &CoveringProblem<'_>,
        subproblem: &PricingProblem,
        prices: &RoutePrices,
        arcs: &[Vec<Arc>],
        max_buckets: usize,
        until: &StoppingCriterion,
    ) -> Option<Self> {
        let by_time = CompletionTable::by_time(problem, subproblem, prices, arcs, max_buckets, until)?;
        let by_load = CompletionTable::by_load(problem, subproblem, prices, arcs, max_buckets, until);
        (!until.is_over()).then_some(Self { by_time, by_load })
    }

    /// The least reduced cost of the rest after a visit that finishes at `time` with `load`, reached from node
    /// `before`.
    #[inline]
    pub fn after(&self, node: u16, time: Minutes, load: i64, before: u16) -> i64 {
        let by_time = self.by_time.after(node, i64::from(time), before);
        self.by_load.as_ref().map_or(by_time, |own| by_time.max(own.after(node, load, before)))
    }

    /// The number of bounds by time, which measures in labels what they cost to compute.
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

/// Completion bounds by node and by the resource consumed at the end of its visit, in buckets. A bucket's bound is that
/// of its least amount.
struct CompletionTable {
    /// The resource consumed before the first visit.
    start: i64,
    /// Width of a bucket, as the exponent of a power of two.
    step: u32,
    /// By node and bucket: the two best completions with different next nodes.
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
    /// By the finish of a visit.
    fn by_time(
        problem: &CoveringProblem<'_>,
        subproblem: &PricingProblem,
        prices: &RoutePrices,
        arcs: &[Vec<Arc>],
        max_buckets: usize,
        until: &StoppingCriterion,
    ) -> Option<Self> {
        let empty = Self::new(
            subproblem,
            i64::from(subproblem.start),
            i64::from(subproblem.latest),
            time_bucket_step(problem, subproblem, max_buckets),
        );
        let home = |node: u16, time: i64| return_cost(problem, subproblem, prices, node, time as Minutes);
        let finish = |arc: &Arc, time| {
            let task = &problem.tasks[subproblem.nodes[arc.node as usize].task];
            let finish = finish_time(problem, subproblem, arc, time as Minutes)?;
            Some((i64::from(finish), problem.lateness(task, finish - task.duration)))
        };
        empty.filled(arcs, home, finish, until)
    }

    /// By the load after a visit. `None` where there is no capacity, or a visit without load, or `until` is over.
    fn by_load(
        problem: &CoveringProblem<'_>,
        subproblem: &PricingProblem,
        prices: &RoutePrices,
        arcs: &[Vec<Arc>],
        max_buckets: usize,
        until: &StoppingCriterion,
    ) -> Option<Self> {
        let capacity = subproblem.capacity?;
        let load = |node: u16| problem.tasks[subproblem.nodes[node as usize].task].load;
        let least = (0..subproblem.nodes.len() as u16).map(load).min().filter(|&least| least > 0)?;
        let step = bucket_step(usize::try_from(capacity).ok()?, max_buckets).min(least.ilog2());
        let home = |node: u16, _| {
            let task = &problem.tasks[subproblem.nodes[node as usize].task];
            return_cost(problem, subproblem, prices, node, earliest_finish(subproblem, task))
        };
        let least_late = |node: u16| {
            let task = &problem.tasks[subproblem.nodes[node as usize].task];
            problem.lateness(task, earliest_finish(subproblem, task) - task.duration)
        };
        let extended = |arc: &Arc, carried: i64| {
            let after = carried + load(arc.node);
            (after <= capacity).then(|| (after, least_late(arc.node)))
        };
        Self::new(subproblem, 0, capacity, step).filled(arcs, home, extended, until)
    }

    fn new(subproblem: &PricingProblem, start: i64, end: i64, step: u32) -> Self {
        Self { start, step, best: vec![vec![[NEVER; 2]; buckets(start, end, step)]; subproblem.nodes.len()] }
    }

    /// Fills the table from the last bucket to the first; every extension reaches a later bucket, at a price for its hour. `None` where `until` is over
    /// first.
    fn filled(
        mut self,
        arcs: &[Vec<Arc>],
        home: impl Fn(u16, i64) -> Option<i64>,
        extended: impl Fn(&Arc, i64) -> Option<(i64, i64)>,
        until: &StoppingCriterion,
    ) -> Option<Self> {
        let (nodes, buckets) = (self.best.len(), self.best.first().map_or(0, Vec::len));
        for index in (0..buckets).rev() {
            let amount = self.start + ((index as i64) << self.step);
            for (node, arcs) in arcs[..nodes].iter().enumerate() {
                let mut best = [home(node as u16, amount).map_or(NEVER, |cost| Completion { cost, next: HOME }), NEVER];
                for arc in arcs {
                    let Some((after, late)) = extended(arc, amount) else { continue };
                    let rest = self.after(arc.node, after, node as u16);
                    let next = Completion { cost: arc.cost + late + rest, next: arc.node };
                    if next.cost < best[0].cost {
                        best = [next, best[0]];
                    } else if next.cost < best[1].cost {
                        best[1] = next;
                    }
                }
                self.best[node][index] = best;
            }
            if until.is_over() {
                return None;
            }
        }
        Some(self)
    }

    /// The least reduced cost of the rest after a visit at an amount of the resource, reached from node `before`.
    #[inline]
    fn after(&self, node: u16, amount: i64, before: u16) -> i64 {
        let [first, second] = self.best[node as usize][(amount - self.start) as usize >> self.step];
        if first.next == before { second.cost } else { first.cost }
    }
}
