//! One route of one shift as a column of the master.

use std::collections::BTreeMap;

use super::cut::SubsetRowCut;
use super::problem::CoveringProblem;
use super::row_pool::{RowId, RowPool, UnprecededVisit};
use brigade_model::units::Minutes;

/// A route of a pricing problem with its cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteColumn {
    /// Index of the pricing problem.
    pub subproblem: usize,
    /// Its nodes in order.
    pub nodes: Vec<u16>,
    /// Route cost: travel, overtime, lateness, use of the shift and visit costs; `Money` units.
    pub cost: i64,
    /// Service time, minutes.
    pub service: Minutes,
    /// Travel time, minutes.
    pub travel: Minutes,
}

impl RouteColumn {
    /// A route of a pricing problem, every visit as early as possible. `None` where a time window or the latest return
    /// is missed.
    pub fn new(problem: &CoveringProblem<'_>, index: usize, nodes: Vec<u16>) -> Option<Self> {
        let subproblem = &problem.subproblems[index];
        let tasks = nodes.iter().map(|&node| &problem.tasks[subproblem.nodes[node as usize].task]);
        let (service, travel) = (tasks.map(|task| task.duration).sum(), 0);
        let mut route = Self { subproblem: index, nodes, cost: 0, service, travel };
        let timed = route.timed(problem, |_| Minutes::MIN, |_, _| {})?;
        (route.cost, route.travel) = timed;
        Some(route)
    }

    /// Its cost where the visit of one of its tasks starts no earlier than a time, working clock, and that start. `None`
    /// where that is too late.
    pub fn waiting(&self, problem: &CoveringProblem<'_>, task: usize, start: Minutes) -> Option<(i64, Minutes)> {
        let mut started = None;
        let earliest = |own: usize| if own == task { start } else { Minutes::MIN };
        let (cost, _) = self.timed(problem, earliest, |own, start| {
            if own == task {
                started = Some(start);
            }
        })?;
        Some((cost, started?))
    }

    /// Its cost and travel time, every visit as early as possible from its own earliest start on; `started` is told of each
    /// start.
    fn timed(
        &self,
        problem: &CoveringProblem<'_>,
        earliest: impl Fn(usize) -> Minutes,
        mut started: impl FnMut(usize, Minutes),
    ) -> Option<(i64, Minutes)> {
        let subproblem = &problem.subproblems[self.subproblem];
        let terms = &subproblem.terms;
        let (mut place, mut time) = (subproblem.base, subproblem.start);
        let (mut cost, mut travel) = (terms.used.0, 0);
        let places = self.nodes.iter().map(|&node| Some(&subproblem.nodes[node as usize])).chain([None]);
        for node in places {
            let task = node.map(|node| &problem.tasks[node.task]);
            let leg = problem.leg(subproblem, place, task.map_or(subproblem.base, |task| task.place));
            cost += terms.metre.0 * i64::from(leg.metres) + terms.minute.0 * i64::from(leg.minutes);
            travel += leg.minutes;
            time += leg.minutes;
            if let (Some(node), Some(task)) = (node, task) {
                time = time.max(task.window.0).max(earliest(node.task));
                if time > task.window.1 {
                    return None;
                }
                started(node.task, time);
                cost += problem.lateness(task, time);
                time += task.duration;
                cost += node.cost;
                place = task.place;
            }
        }
        cost += terms.overtime_minute.0 * i64::from((time - subproblem.end).max(0));
        (time <= subproblem.latest).then_some((cost, travel))
    }

    /// Its coefficients by row; rows without it are not listed.
    pub fn rows(&self, pool: &RowPool) -> BTreeMap<RowId, i64> {
        let mut rows = BTreeMap::new();
        for &node in &self.nodes {
            for &(row, coefficient) in &pool.visits()[self.subproblem][node as usize] {
                *rows.entry(row).or_insert(0) += coefficient;
            }
        }
        for (row, _) in pool.unpreceded()[self.subproblem].iter().filter(|(_, unpreceded)| self.has(unpreceded)) {
            *rows.entry(*row).or_insert(0) += 1;
        }
        if let Some(row) = pool.work_rows()[self.subproblem] {
            *rows.entry(row).or_insert(0) += i64::from(self.service + self.travel);
        }
        if let Some(row) = pool.service_rows()[self.subproblem] {
            *rows.entry(row).or_insert(0) += i64::from(self.service);
        }
        rows
    }

    /// Its tasks in order.
    pub fn tasks(&self, problem: &CoveringProblem<'_>) -> impl Iterator<Item = usize> {
        let nodes = &problem.subproblems[self.subproblem].nodes;
        self.nodes.iter().map(|&node| nodes[node as usize].task)
    }

    /// Whether it contains the unpreceded visit: of the two nodes, the visit's comes first, and it is of the same
    /// pricing problem.
    pub fn has(&self, unpreceded: &UnprecededVisit) -> bool {
        let first = self.nodes.iter().find(|&&node| node == unpreceded.node || node == unpreceded.without);
        self.subproblem == unpreceded.subproblem && first == Some(&unpreceded.node)
    }

    /// Its coefficient in a subset-row cut: half of its coefficients in the base rows, rounded down.
    pub fn coefficient(&self, problem: &CoveringProblem<'_>, cut: &SubsetRowCut) -> i64 {
        let subproblem = &problem.subproblems[self.subproblem];
        let counted = self.tasks(problem).filter(|&task| cut.counts(problem, subproblem, task)).count();
        (counted as i64 + i64::from(cut.counts_convexity(self.subproblem))) / 2
    }

    /// Whether it is elementary: no task twice.
    pub fn is_elementary(&self) -> bool {
        let mut nodes = self.nodes.clone();
        nodes.sort_unstable();
        nodes.windows(2).all(|pair| pair[0] != pair[1])
    }
}
