//! Completion bounds: the least reduced cost of the rest of a route, by time or by load, over non-elementary routes
//! without two-cycles (q-routes: Christofides, Mingozzi, Toth 1981).

use super::arcs::{Arc, cost_of_return, earliest_finish, return_cost};
use super::buckets::{bucket_step, time_bucket_step};
use super::route_prices::RoutePrices;
use crate::bound::columns::model::problem::{CoveringProblem, FOREVER, PricingNode, PricingProblem};
use crate::stop::StoppingCriterion;
use brigade_model::model::Leg;
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
    /// Buckets of a node.
    buckets: usize,
    /// By node and bucket: the two best completions with different next nodes.
    best: Vec<[Completion; 2]>,
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
        let (start, latest) = (subproblem.start, subproblem.latest);
        let step = time_bucket_step(problem, subproblem, max_buckets);
        let time = |bucket: usize| start + ((bucket as Minutes) << step);
        let leg = |node: &PricingNode| problem.leg(subproblem, problem.tasks[node.task].place, subproblem.base);
        let legs: Vec<Leg> = subproblem.nodes.iter().map(leg).collect();
        let home = |node: u16, bucket| cost_of_return(subproblem, prices, legs[node as usize], time(bucket));
        let promised = subproblem.nodes.iter().any(|node| problem.tasks[node.task].late_after != FOREVER);
        let late = |own: &Extension, bucket| {
            if promised { own.lateness(problem, subproblem, time(bucket)) } else { 0 }
        };
        let extensions = extensions(arcs, subproblem, |arc| Extension::in_time(problem, subproblem, arc, step));
        Self::new(subproblem, i64::from(start), i64::from(latest), step).filled(&extensions, home, late, until)
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
        let extension = |arc: &Arc| {
            let task = &problem.tasks[subproblem.nodes[arc.node as usize].task];
            let least_late = problem.lateness(task, earliest_finish(subproblem, task) - task.duration);
            (task.load <= capacity).then(|| Extension {
                cost: arc.cost + least_late,
                node: arc.node,
                ahead: (task.load >> step) as u32,
                first: 0,
                last: ((capacity - task.load) >> step) as u32,
                minutes: arc.minutes,
            })
        };
        let extensions = extensions(arcs, subproblem, extension);
        Self::new(subproblem, 0, capacity, step).filled(&extensions, home, |_, _| 0, until)
    }

    fn new(subproblem: &PricingProblem, start: i64, end: i64, step: u32) -> Self {
        let buckets = buckets(start, end, step);
        Self { start, step, buckets, best: vec![[NEVER; 2]; buckets * subproblem.nodes.len()] }
    }

    /// Fills the table from the last bucket to the first; every extension reaches a later bucket, at a price for its hour.
    /// `None` where `until` is over first.
    fn filled(
        mut self,
        extensions: &[Vec<Extension>],
        home: impl Fn(u16, usize) -> Option<i64>,
        late: impl Fn(&Extension, usize) -> i64,
        until: &StoppingCriterion,
    ) -> Option<Self> {
        for bucket in (0..self.buckets).rev() {
            for (node, extensions) in extensions.iter().enumerate() {
                let home = home(node as u16, bucket);
                let mut best = [home.map_or(NEVER, |cost| Completion { cost, next: HOME }), NEVER];
                for own in extensions.iter().take_while(|own| bucket <= own.last as usize) {
                    let reached = (bucket + own.ahead as usize).max(own.first as usize);
                    let cost = own.cost + late(own, bucket) + self.rest(own.node, reached, node as u16);
                    let next = Completion { cost, next: own.node };
                    if next.cost < best[0].cost {
                        best = [next, best[0]];
                    } else if next.cost < best[1].cost {
                        best[1] = next;
                    }
                }
                self.best[node * self.buckets + bucket] = best;
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
        self.rest(node, (amount - self.start) as usize >> self.step, before)
    }

    /// The same by bucket.
    #[inline]
    fn rest(&self, node: u16, bucket: usize, before: u16) -> i64 {
        let [first, second] = self.best[node as usize * self.buckets + bucket];
        if first.next == before { second.cost } else { first.cost }
    }
}

/// An arc in buckets of a resource.
struct Extension {
    cost: i64,
    node: u16,
    /// Buckets from the end of the visit before to the end of this one, without waiting.
    ahead: u32,
    /// The bucket in which the visit ends at the earliest.
    first: u32,
    /// The last bucket from which the arc is feasible.
    last: u32,
    minutes: Minutes,
}

impl Extension {
    /// In buckets of time; `None` where it is infeasible from any.
    fn in_time(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, arc: &Arc, step: u32) -> Option<Self> {
        let node = &subproblem.nodes[arc.node as usize];
        let task = &problem.tasks[node.task];
        let latest = task.window.1.min(subproblem.latest - node.to_base - task.duration);
        let bucket = |time: Minutes| ((time - subproblem.start) >> step) as u32;
        let feasible = task.window.0 <= latest && latest - arc.minutes >= subproblem.start;
        feasible.then(|| Self {
            cost: arc.cost,
            node: arc.node,
            ahead: ((arc.minutes + task.duration) >> step) as u32,
            first: bucket(task.window.0.max(subproblem.start) + task.duration),
            last: bucket((latest - arc.minutes).min(subproblem.latest)),
            minutes: arc.minutes,
        })
    }

    /// What the hour of the visit costs where the visit before ends at `time`.
    fn lateness(&self, problem: &CoveringProblem<'_>, subproblem: &PricingProblem, time: Minutes) -> i64 {
        let task = &problem.tasks[subproblem.nodes[self.node as usize].task];
        problem.lateness(task, (time + self.minutes).max(task.window.0))
    }
}

/// The arcs out of every node in buckets; those feasible for longest come first.
fn extensions(
    arcs: &[Vec<Arc>],
    subproblem: &PricingProblem,
    extension: impl Fn(&Arc) -> Option<Extension>,
) -> Vec<Vec<Extension>> {
    let of_node = |arcs: &Vec<Arc>| {
        let mut extensions: Vec<_> = arcs.iter().filter_map(&extension).collect();
        extensions.sort_unstable_by_key(|own| std::cmp::Reverse(own.last));
        extensions
    };
    arcs[..subproblem.nodes.len()].iter().map(of_node).collect()
}
