//! Route enumeration: all elementary routes of a pricing problem with a reduced cost within the gap (Baldacci,
//! Christofides, Mingozzi 2008).

use std::cmp::Ordering;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use smallvec::SmallVec;

use super::arcs::{Arc, arcs, finish_time, return_cost};
use super::completion_bounds::{CompletionBounds, NOWHERE};
use super::route_prices::{CutState, RoutePrices};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::problem::{CoveringProblem, PricingProblem};
use crate::bound::columns::params::{EnumerationParams, PricingParams};
use crate::stop::StoppingCriterion;
use brigade_model::model::SiteId;
use brigade_model::units::Minutes;

type NodeSequence = SmallVec<[u16; 8]>;

/// A partial route.
#[derive(Clone)]
struct Partial {
    /// Its nodes, ascending.
    set: NodeSequence,
    /// Its nodes, in order.
    order: NodeSequence,
    cost: i64,
    cut_state: CutState,
    time: Minutes,
    load: i64,
    travel: Minutes,
}

impl Partial {
    fn last(&self) -> Option<u16> {
        self.order.last().copied()
    }

    fn place(&self, other: &Self) -> Ordering {
        self.set.cmp(&other.set).then(self.last().cmp(&other.last()))
    }
}

/// All elementary routes of a pricing problem with a reduced cost of at most `most`: the cheapest order of each set of
/// visits or, where `minutes_count` towards weekly hours, all orders that are not dominated in cost and travel time.
/// `None` where this brings the number `listed` above `room`, or the time is over.
pub fn routes_below(
    problem: &CoveringProblem<'_>,
    index: usize,
    prices: &RoutePrices,
    most: i64,
    minutes_count: bool,
    (room, listed, end): (usize, &AtomicUsize, &StoppingCriterion),
    (pricing, params): (&PricingParams, &EnumerationParams),
) -> Option<Vec<RouteColumn>> {
    if listed.load(Relaxed) > room || end.is_over() {
        return None;
    }
    let subproblem = &problem.subproblems[index];
    let arcs = arcs(problem, subproblem, prices, false, |_| true, |_, _| true);
    let completions = CompletionBounds::new(problem, subproblem, prices, &arcs, pricing.max_buckets, end)?;
    let enumeration = Enumeration { problem, subproblem, prices, arcs, completions, most, minutes_count };
    let mut level = vec![Partial {
        set: NodeSequence::new(),
        order: NodeSequence::new(),
        cost: prices.used,
        cut_state: prices.initial_state,
        time: subproblem.start,
        load: 0,
        travel: 0,
    }];
    let mut found: Vec<RouteColumn> = Vec::new();
    while !level.is_empty() {
        let mut next = Vec::new();
        for partial in &level {
            enumeration.extend(partial, &mut next);
            if next.len() > params.max_extended * room || end.is_over() {
                return None;
            }
        }
        level = enumeration.undominated(next);
        let closed = enumeration.closed(index, &level);
        // Whether the total exceeds the limit does not depend on the order in which threads count.
        if listed.fetch_add(closed.len(), Relaxed) + closed.len() > room || level.len() > params.max_undominated * room
        {
            return None;
        }
        found.extend(closed);
    }
    Some(found)
}

struct Enumeration<'p> {
    problem: &'p CoveringProblem<'p>,
    subproblem: &'p PricingProblem,
    prices: &'p RoutePrices,
    arcs: Vec<Vec<Arc>>,
    completions: CompletionBounds,
    most: i64,
    minutes_count: bool,
}

impl Enumeration<'_> {
    fn extend(&self, partial: &Partial, next: &mut Vec<Partial>) {
        let row = partial.last().map_or(self.subproblem.nodes.len(), usize::from);
        for arc in &self.arcs[row] {
            let Err(place) = partial.set.binary_search(&arc.node) else { continue };
            if !self.may_follow(partial, arc.node) {
                continue;
            }
            let Some(time) = finish_time(self.problem, self.subproblem, arc, partial.time) else { continue };
            let task = &self.problem.tasks[self.subproblem.nodes[arc.node as usize].task];
            let late = self.problem.lateness(task, time - task.duration);
            let cost = partial.cost + arc.cost + late + self.prices.penalty(partial.cut_state, arc.node);
            let load = partial.load + task.load;
            let before = partial.last().unwrap_or(NOWHERE);
            if self.subproblem.capacity.is_some_and(|capacity| load > capacity)
                || cost + self.completions.after(arc.node, time, load, before) > self.most
            {
                continue;
            }
            let mut longer = partial.clone();
            longer.set.insert(place, arc.node);
            longer.order.push(arc.node);
            longer.cut_state = self.prices.state_after(partial.cut_state, arc.node);
            (longer.cost, longer.time, longer.load, longer.travel) = (cost, time, load, partial.travel + arc.minutes);
            if self.is_within(&longer.set) {
                next.push(longer);
            }
        }
    }

    /// Whether the tasks already visited allow the node next.
    fn may_follow(&self, partial: &Partial, node: u16) -> bool {
        let task = |node: u16| self.subproblem.nodes[node as usize].task;
        partial.set.iter().all(|&earlier| self.problem.tasks[task(earlier)].may_precede(task(node)))
    }

    /// Whether the number of sites is within its limit.
    fn is_within(&self, set: &NodeSequence) -> bool {
        let Some(most) = self.subproblem.sites else { return true };
        let jobs = &self.problem.prices.instance.jobs;
        let site = |&node: &u16| jobs[self.problem.tasks[self.subproblem.nodes[node as usize].task].job].site;
        let mut sites: SmallVec<[SiteId; 8]> = set.iter().map(site).collect();
        sites.sort_unstable();
        sites.dedup();
        sites.len() as u32 <= most
    }

    /// Reduced cost without the multiplier of weekly minutes; comparable between orders of the same set of visits.
    fn own_cost(&self, cost: i64, travel: Minutes) -> i64 {
        cost - (self.prices.minute - self.subproblem.terms.minute.0) * i64::from(travel)
    }

    /// Dominance among partial routes with the same set of nodes and the same last one.
    fn undominated(&self, mut partials: Vec<Partial>) -> Vec<Partial> {
        partials.sort_by(|one, other| {
            let key = |partial: &Partial| (self.own_cost(partial.cost, partial.travel), partial.time, partial.travel);
            one.place(other).then(key(one).cmp(&key(other)))
        });
        let mut kept: Vec<Partial> = Vec::new();
        let mut first = 0;
        for partial in partials {
            if kept.last().is_none_or(|last| last.place(&partial) != Ordering::Equal) {
                first = kept.len();
            }
            let beats =
                |other: &Partial| other.time <= partial.time && (!self.minutes_count || other.travel <= partial.travel);
            if !kept[first..].iter().any(beats) {
                kept.push(partial);
            }
        }
        kept
    }

    /// Closes the partial routes at the base: the cheapest route of each set of visits.
    fn closed(&self, index: usize, level: &[Partial]) -> Vec<RouteColumn> {
        let home = |partial: &Partial| {
            let node = partial.last()?;
            let cost = partial.cost + return_cost(self.problem, self.subproblem, self.prices, node, partial.time)?;
            let place = self.problem.tasks[self.subproblem.nodes[node as usize].task].place;
            let travel = partial.travel + self.problem.leg(self.subproblem, place, self.subproblem.base).minutes;
            (cost <= self.most).then_some((self.own_cost(cost, travel), travel))
        };
        let mut ends: Vec<_> = level.iter().filter_map(|partial| Some((partial, home(partial)?))).collect();
        ends.sort_by(|one, other| one.0.set.cmp(&other.0.set).then(one.1.cmp(&other.1)));
        let mut kept: Vec<(&Partial, Minutes)> = Vec::new();
        for (partial, (_, travel)) in ends {
            let same = kept.last().filter(|last| last.0.set == partial.set);
            if same.is_none_or(|last| self.minutes_count && travel < last.1) {
                kept.push((partial, travel));
            }
        }
        kept.into_iter()
            .filter_map(|(partial, _)| RouteColumn::new(self.problem, index, partial.order.to_vec()))
            .collect()
    }
}
