//! Zero-half cuts (Caprara, Fischetti 1996): in whole numbers, half of a sum of rows may be rounded down on both sides.
//!
//! All is over visits and variables, not over routes, so that pricing sees nothing but further rows.

use std::collections::{BTreeMap, BTreeSet};

use super::gf2::{Inequality, TINY, separate};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::problem::{CoveringProblem, PricingNode, PricingProblem};
use crate::bound::columns::model::row_pool::{LazyRow, RowPool, VisitVariable};
use crate::bound::columns::params::CutParams;

/// How much of each variable is in a solution, and then how much of each visit.
struct FractionalPoint<'r> {
    pool: &'r RowPool,
    values: Vec<f64>,
    /// Where the visits of a pricing problem begin.
    first: Vec<usize>,
}

/// The zero-half cuts that a solution breaks: how much of each route, and the variables.
pub fn broken<'c>(
    problem: &CoveringProblem<'_>,
    pool: &RowPool,
    routes: impl Iterator<Item = (&'c RouteColumn, f64)>,
    aux: &[f64],
    params: &CutParams,
) -> Vec<LazyRow> {
    let point = FractionalPoint::new(pool, routes, aux);
    let mut inequalities = point.rows();
    for (index, subproblem) in problem.subproblems.iter().enumerate() {
        point.add_exclusive(problem, index, subproblem, &mut inequalities);
    }
    inequalities.retain(|own| own.slack(&point.values) < params.elimination.max_slack);
    let at_most = |index: usize| point.at_most(index);
    let sums = separate(&point.values, at_most, &inequalities, params.max_summed_rows, &params.elimination);
    choose(&point, &inequalities, sums, params)
}

impl<'r> FractionalPoint<'r> {
    fn new<'c>(pool: &'r RowPool, routes: impl Iterator<Item = (&'c RouteColumn, f64)>, aux: &[f64]) -> Self {
        let mut values = aux.to_vec();
        let mut first = Vec::with_capacity(pool.visits().len());
        for nodes in pool.visits() {
            first.push(values.len());
            values.resize(values.len() + nodes.len(), 0.0);
        }
        for (column, share) in routes.filter(|&(_, share)| share > TINY) {
            column.nodes.iter().for_each(|&node| values[first[column.subproblem] + node as usize] += share);
        }
        Self { pool, values, first }
    }

    fn visit(&self, (subproblem, node): VisitVariable) -> usize {
        self.first[subproblem] + node
    }

    /// The largest value of a variable that has it.
    fn at_most(&self, index: usize) -> Option<i64> {
        let upper = self.pool.aux().get(index)?.upper;
        (self.values[index] > upper as f64 - TINY).then_some(upper)
    }

    /// The rows in force and the lazy ones, as far as they are over visits and whole variables only.
    fn rows(&self) -> Vec<Inequality> {
        let pool = self.pool;
        let mut terms: Vec<Vec<(usize, i64)>> = vec![Vec::new(); pool.rows().len()];
        let minutes = pool.worked_rows().iter().chain(pool.served_rows()).flatten();
        let unpreceded = pool.unpreceded().iter().flatten().map(|(row, _)| row);
        let mut others: BTreeSet<usize> = minutes.chain(unpreceded).copied().collect();
        for (index, aux) in pool.aux().iter().enumerate() {
            for &(row, c) in &aux.terms {
                terms[row].push((index, c));
                if !aux.whole {
                    others.insert(row);
                }
            }
        }
        for (subproblem, nodes) in pool.visits().iter().enumerate() {
            for (node, rows) in nodes.iter().enumerate() {
                rows.iter().for_each(|&(row, c)| terms[row].push((self.visit((subproblem, node)), c)));
            }
        }
        let mut inequalities = Vec::new();
        for (row, terms) in terms.into_iter().enumerate().filter(|(row, _)| !others.contains(row)) {
            let limits = &pool.rows()[row];
            if let Some(lower) = limits.lower.filter(|_| limits.lower != limits.upper) {
                let terms = terms.iter().map(|&(index, c)| (index, -c)).collect();
                inequalities.push(Inequality { terms, limit: -lower });
            }
            inequalities.extend(limits.upper.map(|limit| Inequality { terms, limit }));
        }
        let whole = |lazy_row: &&LazyRow| {
            lazy_row.unpreceded.is_empty() && lazy_row.aux.iter().all(|&(aux, _)| pool.aux()[aux].whole)
        };
        for lazy_row in pool.lazy_rows().iter().filter(whole) {
            let visits = lazy_row.visits.iter().map(|&(at, c)| (self.visit(at), c));
            inequalities.push(Inequality {
                terms: lazy_row.aux.iter().copied().chain(visits).collect(),
                limit: lazy_row.upper,
            });
        }
        inequalities
    }

    /// Of visits no two of which fit into a route, each shift has one at most.
    fn add_exclusive(
        &self,
        problem: &CoveringProblem<'_>,
        index: usize,
        subproblem: &PricingProblem,
        inequalities: &mut Vec<Inequality>,
    ) {
        let value = |node: usize| self.values[self.visit((index, node))];
        let mut planned: Vec<_> = (0..subproblem.nodes.len()).filter(|&node| value(node) > TINY).collect();
        planned.sort_by(|&one, &other| value(other).total_cmp(&value(one)).then(one.cmp(&other)));
        for &first in &planned {
            let mut chosen = vec![first];
            for node in planned.iter().copied().chain(0..subproblem.nodes.len()) {
                let fits = |&other: &usize| other == node || fit(problem, subproblem, other, node);
                if !chosen.iter().any(fits) {
                    chosen.push(node);
                }
            }
            let terms = chosen.into_iter().map(|node| (self.visit((index, node)), 1)).collect();
            inequalities.push(Inequality { terms, limit: subproblem.shifts.len() as i64 });
        }
    }
}

/// Whether two visits may be in one route, as far as each of their legs is at least the shortest that leads there.
fn fit(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, one: usize, other: usize) -> bool {
    let (one, other) = (&subproblem.nodes[one], &subproblem.nodes[other]);
    let load = problem.tasks[one.task].load + problem.tasks[other.task].load;
    let follows = |first: &PricingNode, second: &PricingNode| {
        let (before, after) = (&problem.tasks[first.task], &problem.tasks[second.task]);
        let begun = (subproblem.start + first.reached.minutes).max(before.window.0);
        let next = (begun + before.duration + second.reached.minutes).max(after.window.0);
        !before.after.contains(&second.task)
            && begun <= before.window.1
            && next <= after.window.1
            && next + after.duration + second.home <= subproblem.latest
    };
    subproblem.capacity.is_none_or(|capacity| load <= capacity) && (follows(one, other) || follows(other, one))
}

/// The cuts of the sums that are broken most, few of each row.
fn choose(
    point: &FractionalPoint<'_>,
    inequalities: &[Inequality],
    sums: Vec<Vec<usize>>,
    params: &CutParams,
) -> Vec<LazyRow> {
    let mut used = vec![0; inequalities.len()];
    let mut known = BTreeSet::new();
    let mut chosen = Vec::new();
    for rows in sums {
        if chosen.len() == params.zero_halves_at_a_time {
            break;
        }
        let cut = halved(point, rows.iter().map(|&row| &inequalities[row]));
        let is_broken = -cut.slack(&point.values) > params.zero_half_violation;
        if is_broken && rows.iter().all(|&row| used[row] < params.max_cuts_per_row) && known.insert(cut.terms.clone()) {
            rows.iter().for_each(|&row| used[row] += 1);
            chosen.push(lazy_row(point, cut));
        }
    }
    chosen
}

/// Half of the sum of some rows, rounded down. Variables at their largest value are rounded up by means of that.
fn halved<'i>(point: &FractionalPoint<'_>, rows: impl Iterator<Item = &'i Inequality>) -> Inequality {
    let mut limit = 0;
    let mut terms: BTreeMap<usize, i64> = BTreeMap::new();
    for row in rows {
        limit += row.limit;
        row.terms.iter().for_each(|&(index, c)| *terms.entry(index).or_insert(0) += c);
    }
    for (&index, c) in terms.iter_mut().filter(|(_, c)| **c % 2 != 0) {
        if let Some(most) = point.at_most(index) {
            *c += 1;
            limit += most;
        }
    }
    let terms = terms.into_iter().map(|(index, c)| (index, c.div_euclid(2))).filter(|term| term.1 != 0);
    Inequality { terms: terms.collect(), limit: limit.div_euclid(2) }
}

fn lazy_row(point: &FractionalPoint<'_>, cut: Inequality) -> LazyRow {
    let variables = point.pool.aux().len();
    let (aux, visits): (Vec<_>, Vec<_>) = cut.terms.into_iter().partition(|&(index, _)| index < variables);
    let at = |index: usize| {
        let subproblem = point.first.partition_point(|&first| first <= index) - 1;
        (subproblem, index - point.first[subproblem])
    };
    let visits = visits.into_iter().map(|(index, c)| (at(index), c)).collect();
    LazyRow { visits, aux, upper: cut.limit, ..LazyRow::default() }
}
