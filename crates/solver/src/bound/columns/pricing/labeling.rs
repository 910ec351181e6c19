//! Labelling for the ng-route relaxation of the elementary shortest path problem with resource constraints (Baldacci,
//! Mingozzi, Roberti 2011).
//!
//! A label is a partial route: its last node, reduced cost, resources and ng-memory. Labels are settled in the order of
//! time. Every visit takes at least a minute, so all labels that could dominate a label are settled before it.

use super::arcs::{Arc, arcs, finish_time, return_cost, sparsify};
use super::buckets::time_bucket_step;
use super::completion_bounds::{CompletionBounds, NOWHERE};
use super::knapsack_bound::KnapsackBound;
use super::route_prices::{CutState, RoutePrices};
use crate::bound::columns::model::ng_sets::NgSets;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};
use crate::bound::columns::params::PricingParams;
use crate::stop::StoppingCriterion;
use brigade_model::units::Minutes;

/// How exact pricing is: the graph, and the resources that dominance compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PricingEffort {
    /// Heuristic: cost and time only, over the cheapest arcs.
    Sparse,
    /// Heuristic: cost and time only, over all arcs.
    Quick,
    /// Exact: all resources; finds the ng-route of least reduced cost.
    Exact,
}

/// The routes found for one pricing problem.
#[derive(Clone, Debug, Default)]
pub struct PricedRoutes {
    /// The least reduced cost, or `below` where no route has less. Of exact pricing it is a lower bound on every legal
    /// route's.
    pub least_reduced_cost: i64,
    /// Routes with a reduced cost below the threshold, as nodes in order; the cheapest first.
    pub routes: Vec<Vec<u16>>,
    /// Labels made.
    pub work: u64,
    /// Whether the limit of labels or time was reached; nothing is proven then.
    pub cut_short: bool,
}

const START: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Label {
    cost: i64,
    /// Finish of the visit.
    time: Minutes,
    node: u16,
    sites: u16,
    /// ng-memory: tasks that may not follow, by position in the ng-set of this node's task.
    memory: u32,
    parent: u32,
    load: i64,
    /// Bits of the sites already counted, of those with several nodes.
    seen: u64,
    /// State of the cuts and of the unpreceded visits.
    cut_state: CutState,
}

/// The labelling of one pricing problem.
struct Labeling<'p> {
    problem: &'p CoveringProblem<'p>,
    subproblem: &'p PricingProblem,
    prices: &'p RoutePrices,
    request: PricingRequest<'p>,
    arcs: Vec<Vec<Arc>>,
    knapsack: Option<KnapsackBound>,
    /// Coarse ones where only the cheapest route is of use; fine ones once labelling has made many labels.
    completions: Option<CompletionBounds>,
    /// By node: the bit of its site, if that has several nodes.
    site_bit: Vec<u64>,
    /// Width of a time bucket, as the exponent of a power of two.
    bucket_step: u32,
}

/// A request for pricing.
#[derive(Clone, Copy)]
pub struct PricingRequest<'p> {
    /// How exact it is.
    pub effort: PricingEffort,
    /// Most routes returned.
    pub max_routes: usize,
    /// Only routes with a reduced cost below this, which is at most 0.
    pub below: i64,
    /// Whether only the cheapest route is of use.
    pub only_cheapest: bool,
    /// What labels remember.
    pub ng_sets: &'p NgSets,
    /// Parameters.
    pub params: &'p PricingParams,
}

/// Routes of a pricing problem with the least reduced costs. Completion bounds are computed once there are more labels
/// than bounds.
pub fn cheapest_routes(
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    prices: &RoutePrices,
    request: PricingRequest<'_>,
    until: &StoppingCriterion,
) -> PricedRoutes {
    let max_labels_without_bounds = CompletionBounds::size(problem, subproblem, request.params.max_buckets);
    cheapest_after(max_labels_without_bounds, problem, subproblem, prices, request, until)
}

/// The same, with completion bounds from `max_labels_without_bounds` labels on.
fn cheapest_after(
    max_labels_without_bounds: usize,
    problem: &CoveringProblem<'_>,
    subproblem: &PricingProblem,
    prices: &RoutePrices,
    request: PricingRequest<'_>,
    until: &StoppingCriterion,
) -> PricedRoutes {
    let params = request.params;
    let knapsack = KnapsackBound::new(problem, subproblem, prices, request.below, params.max_buckets);
    let promising = |node: usize| knapsack.as_ref().is_none_or(|bound| bound.promising[node]);
    if (0..subproblem.nodes.len()).all(|node| !promising(node)) {
        return PricedRoutes { least_reduced_cost: request.below, ..PricedRoutes::default() };
    }
    let cutting = knapsack.as_ref().filter(|_| request.only_cheapest);
    let keeps = |from: usize, arc: &Arc| {
        let next = &problem.tasks[subproblem.nodes[arc.node as usize].task];
        cutting.is_none_or(|knapsack| knapsack.keeps(from, arc, next))
    };
    let near = request.only_cheapest && request.effort == PricingEffort::Sparse;
    let mut arcs = arcs(problem, subproblem, prices, near, promising, keeps);
    if request.effort == PricingEffort::Sparse {
        sparsify(&mut arcs, if request.only_cheapest { params.max_ascent_arcs } else { params.max_sparse_arcs });
    }
    let site_bit = site_bits(problem, subproblem);
    let bucket_step = time_bucket_step(problem, subproblem, params.max_buckets);
    let mut run =
        Labeling { problem, subproblem, prices, request, arcs, knapsack, completions: None, site_bit, bucket_step };
    if request.only_cheapest && request.effort == PricingEffort::Exact {
        run.completions = CompletionBounds::new(problem, subproblem, prices, &run.arcs, params.coarse_buckets, until);
    }
    let found = run.extend_all(max_labels_without_bounds.min(params.max_labels), until);
    if !found.cut_short || until.is_over() {
        return found;
    }
    run.completions = CompletionBounds::new(problem, subproblem, prices, &run.arcs, params.max_buckets, until);
    if run.completions.is_none() {
        return found;
    }
    let all = run.extend_all(params.max_labels, until);
    PricedRoutes { work: all.work + found.work, ..all }
}

/// Where the number of sites is limited, a bit for each site with several nodes, up to 64 of them.
fn site_bits(problem: &CoveringProblem<'_>, subproblem: &PricingProblem) -> Vec<u64> {
    if subproblem.sites.is_none() {
        return vec![0; subproblem.nodes.len()];
    }
    let jobs = &problem.prices.instance.jobs;
    let sites: Vec<_> = subproblem.nodes.iter().map(|node| jobs[problem.tasks[node.task].job].site).collect();
    let mut shared: Vec<_> =
        sites.iter().filter(|&site| sites.iter().filter(|other| *other == site).count() > 1).collect();
    shared.sort_unstable();
    shared.dedup();
    let bit =
        |site| shared.iter().position(|&other| other == site).map_or(0, |at| if at < 64 { 1 << at } else { u64::MAX });
    sites.iter().map(bit).collect()
}

/// The settled labels of one node, none of which dominates another.
#[derive(Default)]
struct Settled {
    labels: Vec<Label>,
    least: Option<i64>,
}

impl Labeling<'_> {
    fn extend_all(&self, max_labels: usize, until: &StoppingCriterion) -> PricedRoutes {
        let PricingRequest { max_routes, mut below, only_cheapest, .. } = self.request;
        let count = (self.subproblem.latest - self.subproblem.start).max(0) as usize >> self.bucket_step;
        let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); count + 1];
        let mut labels: Vec<Label> = Vec::new();
        let mut settled: Vec<Settled> = (0..self.subproblem.nodes.len()).map(|_| Settled::default()).collect();
        let mut best: Vec<Option<(i64, u32)>> = vec![None; self.subproblem.nodes.len()];
        self.extend(None, below, &settled, &mut labels, &mut buckets);
        for bucket in 0..buckets.len() {
            let mut due = std::mem::take(&mut buckets[bucket]);
            due.sort_unstable_by_key(|&label| (labels[label as usize].time, labels[label as usize].cost, label));
            for index in due {
                let label = labels[index as usize];
                let node = label.node as usize;
                if self.is_pruned_by_knapsack(&label, below) || self.is_dominated(&label, &settled[node]) {
                    continue;
                }
                settled[node].least = Some(settled[node].least.map_or(label.cost, |least| least.min(label.cost)));
                if self.request.effort == PricingEffort::Exact {
                    settled[node].labels.push(label);
                }
                if let Some(cost) = self.closed(&label)
                    && best[node].is_none_or(|(least, _)| cost < least)
                {
                    best[node] = Some((cost, index));
                    below = if only_cheapest { below.min(cost) } else { below };
                }
                self.extend(Some((index, label)), below, &settled, &mut labels, &mut buckets);
            }
            if labels.len() > max_labels || until.is_over() {
                return PricedRoutes { work: labels.len() as u64, cut_short: true, ..PricedRoutes::default() };
            }
        }
        let mut ends: Vec<_> = best.into_iter().flatten().filter(|&(cost, _)| cost < self.request.below).collect();
        ends.sort_unstable();
        PricedRoutes {
            least_reduced_cost: ends.first().map_or(below, |&(cost, _)| cost),
            routes: ends.iter().take(max_routes).map(|&(_, label)| route(&labels, label)).collect(),
            work: labels.len() as u64,
            cut_short: false,
        }
    }

    fn closed(&self, label: &Label) -> Option<i64> {
        return_cost(self.problem, self.subproblem, self.prices, label.node, label.time).map(|cost| label.cost + cost)
    }

    fn extend(
        &self,
        from: Option<(u32, Label)>,
        below: i64,
        settled: &[Settled],
        labels: &mut Vec<Label>,
        buckets: &mut [Vec<u32>],
    ) {
        let row = from.map_or(self.subproblem.nodes.len(), |(_, label)| label.node as usize);
        for arc in &self.arcs[row] {
            if let Some(next) = self.step(from, arc)
                && !self.is_pruned_by_knapsack(&next, below)
                && !self.is_pruned_by_completion(&next, from.map_or(NOWHERE, |(_, label)| label.node), below)
                && !self.is_dominated(&next, &settled[next.node as usize])
            {
                buckets[(next.time - self.subproblem.start) as usize >> self.bucket_step].push(labels.len() as u32);
                labels.push(next);
            }
        }
    }

    /// Whether the knapsack bound prunes a label.
    fn is_pruned_by_knapsack(&self, label: &Label, below: i64) -> bool {
        self.knapsack.as_ref().is_some_and(|bound| bound.least_completed(label.cost, label.time) >= below)
    }

    /// Whether the completion bounds prune a label reached from node `before`.
    fn is_pruned_by_completion(&self, label: &Label, before: u16, below: i64) -> bool {
        let rest = |own: &CompletionBounds| own.after(label.node, label.time, label.load, before);
        self.completions.as_ref().is_some_and(|own| label.cost + rest(own) >= below)
    }

    /// Extends a label along an arc; `None` where that is infeasible.
    fn step(&self, from: Option<(u32, Label)>, arc: &Arc) -> Option<Label> {
        let node = &self.subproblem.nodes[arc.node as usize];
        let task = &self.problem.tasks[node.task];
        let leave = from.map_or(self.subproblem.start, |(_, label)| label.time);
        let time = finish_time(self.problem, self.subproblem, arc, leave)?;
        let mut next = Label {
            cost: self.prices.used + arc.cost + self.prices.penalty(self.prices.initial_state, arc.node),
            time,
            node: arc.node,
            sites: 0,
            memory: 0,
            parent: START,
            load: task.load,
            seen: 0,
            cut_state: self.prices.state_after(self.prices.initial_state, arc.node),
        };
        if let Some((index, label)) = from {
            self.inherit(&mut next, index, &label, arc, node.task)?;
        }
        self.count_site(&mut next, from.map(|(_, label)| label.node))?;
        if self.subproblem.capacity.is_some_and(|capacity| next.load > capacity) {
            return None;
        }
        next.memory = self.request.ng_sets.remembered(next.memory, node.task, task);
        next.cost += self.problem.lateness(task, time - task.duration);
        Some(next)
    }

    fn inherit(&self, next: &mut Label, index: u32, label: &Label, arc: &Arc, task: usize) -> Option<()> {
        let near = self.request.ng_sets;
        let here = self.subproblem.nodes[label.node as usize].task;
        let position = near.position(here, task);
        if position != NgSets::NONE && label.memory >> position & 1 != 0 {
            return None;
        }
        next.cost = label.cost + arc.cost + self.prices.penalty(label.cut_state, arc.node);
        next.cut_state = self.prices.state_after(label.cut_state, arc.node);
        next.memory = near.carried(label.memory, here, task);
        next.parent = index;
        next.load += label.load;
        (next.sites, next.seen) = (label.sites, label.seen);
        Some(())
    }

    fn count_site(&self, next: &mut Label, previous: Option<u16>) -> Option<()> {
        let Some(most) = self.subproblem.sites else { return Some(()) };
        let bit = self.site_bit[next.node as usize];
        if bit == u64::MAX || previous.is_some() && next.seen & bit != 0 {
            return Some(());
        }
        next.seen |= bit;
        next.sites += 1;
        (u32::from(next.sites) <= most).then_some(())
    }

    /// Whether a settled label dominates one; settled labels are never later.
    fn is_dominated(&self, label: &Label, settled: &Settled) -> bool {
        let Some(least) = settled.least else { return false };
        if label.cost < least {
            return false;
        }
        self.request.effort != PricingEffort::Exact || settled.labels.iter().any(|other| self.dominates(other, label))
    }

    fn dominates(&self, one: &Label, other: &Label) -> bool {
        one.cost <= other.cost
            && one.memory & !other.memory == 0
            && (self.subproblem.capacity.is_none() || one.load <= other.load)
            && (self.subproblem.sites.is_none()
                || u32::from(one.sites) + (other.seen & !one.seen).count_ones() <= u32::from(other.sites))
            && one.cost + self.prices.cost_of(one.cut_state & !other.cut_state) <= other.cost
    }
}

fn route(labels: &[Label], mut index: u32) -> Vec<u16> {
    let mut nodes = Vec::new();
    while index != START {
        nodes.push(labels[index as usize].node);
        index = labels[index as usize].parent;
    }
    nodes.reverse();
    nodes
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::bound::columns::model::build::covering_problem;
    use crate::bound::columns::model::column::RouteColumn;
    use crate::bound::columns::model::cut::{CutUnit, SubsetRowCut};
    use crate::bound::columns::model::duals::Duals;
    use crate::bound::columns::model::every_route::every_route;
    use crate::bound::columns::model::row_pool::{PoolRow, RowPool};
    use crate::eval::Prices;
    use brigade_generate::{GeneratorOptions, Profile, generate};
    use brigade_model::rules::RULES;

    #[test]
    fn labels_find_the_cheapest_of_all_routes() {
        let params = PricingParams::default();
        let (mut equal, mut tried, mut useful) = (0, 0, 0);
        for seed in 0..6 {
            let profile = if seed % 2 == 0 { Profile::Construction } else { Profile::Service };
            let firm =
                generate(&GeneratorOptions { crews: 3, sites: 12, seed, profile }).expect("options within range");
            let prices = Prices::new(&firm.instance, RULES);
            let mut chance = Xoshiro256PlusPlus::seed_from_u64(seed);
            for near in [32, 2] {
                let mut problem = covering_problem(&prices, near).expect("columns can say it");
                for subproblem in &mut problem.subproblems {
                    while subproblem.nodes.len() > 8 {
                        let node = chance.random_range(0..subproblem.nodes.len());
                        subproblem.nodes.remove(node);
                    }
                    subproblem.capacity = (seed % 3 == 1).then_some(7);
                }
                problem.tasks.iter_mut().for_each(|task| task.load = chance.random_range(1..4));
                let promised = problem.tasks.iter_mut().filter(|_| seed % 3 != 0).step_by(2);
                promised.enumerate().for_each(|(index, task)| task.late_after = 500 + 40 * (index % 9) as Minutes);
                let mut pool = RowPool::new(&problem);
                pool.activate(|_| true);
                let mut draw = || chance.random_range(-100_000_000_000..300_000_000_000i64);
                let duals = Duals { rows: pool.rows().iter().map(|_| draw()).collect(), cuts: vec![-40_000_000_000] };
                let sign = |(dual, row): (i64, &PoolRow)| {
                    if row.lower.is_none() { -dual.abs() / 500 } else { dual }
                };
                let rows = duals.rows.iter().copied().zip(pool.rows()).map(sign).collect();
                let units = [0, 1, 2].map(|task| CutUnit::Task((task, None)));
                let cuts = [SubsetRowCut::new(
                    &problem,
                    units.into_iter().chain([CutUnit::Convexity(0), CutUnit::Convexity(2)]).collect(),
                )];
                let duals = Duals { rows, ..duals };
                for (index, subproblem) in problem.subproblems.iter().enumerate() {
                    let prices = RoutePrices::new(&problem, &pool, &cuts, &duals, index, params.max_priced_cuts);
                    let until = StoppingCriterion::new(std::time::Instant::now(), None, None);
                    let routes = every_route(&problem, index).map(|column| prices.reduced_cost(&problem, &column));
                    let least = routes.min().unwrap_or(0).min(0);
                    for max_labels_without_bounds in [usize::MAX, 0] {
                        let only_cheapest = seed % 2 == 0;
                        let request = PricingRequest {
                            effort: PricingEffort::Exact,
                            max_routes: 1,
                            below: 0,
                            only_cheapest,
                            ng_sets: &problem.ng_sets,
                            params: &params,
                        };
                        let found =
                            cheapest_after(max_labels_without_bounds, &problem, subproblem, &prices, request, &until);
                        assert!(
                            found.least_reduced_cost <= least,
                            "seed {seed}, subproblem {index}: {} above {least}",
                            found.least_reduced_cost
                        );
                        assert!(near == 2 || found.least_reduced_cost == least, "seed {seed}, subproblem {index}");
                        if let Some(nodes) = found.routes.first() {
                            let column =
                                RouteColumn::new(&problem, index, nodes.clone()).expect("times that can be kept");
                            assert_eq!(prices.reduced_cost(&problem, &column), found.least_reduced_cost);
                            useful += 1;
                        }
                        tried += 1;
                        equal += usize::from(found.least_reduced_cost == least);
                    }
                }
            }
        }
        assert!(10 * equal > 8 * tried && 3 * useful > tried, "{equal} equal and {useful} useful of {tried}");
    }
}
