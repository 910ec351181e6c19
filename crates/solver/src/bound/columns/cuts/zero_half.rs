//! Separation of zero-half cuts (Caprara, Fischetti 1996): half of a sum of rows, rounded down on both sides.
//!
//! They are robust cuts, over visits and auxiliary variables rather than routes, so that pricing does not change.

use std::collections::{BTreeMap, BTreeSet};

use super::gf2::{EPSILON, Inequality, separate_sums};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::problem::{CoveringProblem, PricingNode, PricingProblem};
use crate::bound::columns::model::row_pool::{LazyRow, RowPool, VisitVariable};
use crate::bound::columns::params::CutParams;
use brigade_model::model::PlaceId;
use brigade_model::units::Minutes;

/// A fractional solution: the values of the auxiliary variables, then those of the visits.
struct FractionalPoint<'r> {
    pool: &'r RowPool,
    values: Vec<f64>,
    /// Index of the first visit of each pricing problem.
    first: Vec<usize>,
}

/// The violated zero-half cuts of a solution, given the value of each route and auxiliary variable.
pub fn separate<'c>(
    problem: &CoveringProblem<'_>,
    pool: &RowPool,
    routes: impl Iterator<Item = (&'c RouteColumn, f64)>,
    aux: &[f64],
    params: &CutParams,
) -> Vec<LazyRow> {
    let point = FractionalPoint::new(pool, routes, aux);
    let mut inequalities = point.rows();
    for (index, subproblem) in problem.subproblems.iter().enumerate() {
        point.add_cliques(problem, index, subproblem, &mut inequalities);
    }
    inequalities.retain(|own| own.slack(&point.values) < params.elimination.max_slack);
    let at_most = |index: usize| point.at_most(index);
    let sums = separate_sums(&point.values, at_most, &inequalities, params.max_summed_rows, &params.elimination);
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
        for (column, share) in routes.filter(|&(_, share)| share > EPSILON) {
            column.nodes.iter().for_each(|&node| values[first[column.subproblem] + node as usize] += share);
        }
        Self { pool, values, first }
    }

    fn visit(&self, (subproblem, node): VisitVariable) -> usize {
        self.first[subproblem] + node
    }

    /// The upper bound of a variable that is at it.
    fn at_most(&self, index: usize) -> Option<i64> {
        let upper = self.pool.aux().get(index)?.upper;
        (self.values[index] > upper as f64 - EPSILON).then_some(upper)
    }

    /// The rows, active and lazy, that are over visits and integer variables only.
    fn rows(&self) -> Vec<Inequality> {
        let pool = self.pool;
        let mut terms: Vec<Vec<(usize, i64)>> = vec![Vec::new(); pool.rows().len()];
        let minutes = pool.work_rows().iter().chain(pool.service_rows()).flatten();
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

    /// Clique inequalities: of visits that pairwise exclude each other in a route, each shift has at most one.
    fn add_cliques(
        &self,
        problem: &CoveringProblem<'_>,
        index: usize,
        subproblem: &PricingProblem,
        inequalities: &mut Vec<Inequality>,
    ) {
        let through = shortest_detour(problem, subproblem);
        let value = |node: usize| self.values[self.visit((index, node))];
        let mut planned: Vec<_> = (0..subproblem.nodes.len()).filter(|&node| value(node) > EPSILON).collect();
        planned.sort_by(|&one, &other| value(other).total_cmp(&value(one)).then(one.cmp(&other)));
        for &first in &planned {
            let mut chosen = vec![first];
            for node in planned.iter().copied().chain(0..subproblem.nodes.len()) {
                let fits = |&other: &usize| other == node || fit(problem, subproblem, through, other, node);
                if !chosen.iter().any(fits) {
                    chosen.push(node);
                }
            }
            let terms = chosen.into_iter().map(|node| (self.visit((index, node)), 1)).collect();
            inequalities.push(Inequality { terms, limit: subproblem.shifts.len() as i64 });
        }
    }
}

/// The minutes that any visit takes at least, with the leg there.
fn shortest_detour(problem: &CoveringProblem<'_>, subproblem: &PricingProblem) -> Minutes {
    let minutes = |node: &PricingNode| node.least_inbound.minutes + problem.tasks[node.task].duration;
    subproblem.nodes.iter().map(minutes).min().unwrap_or(0)
}

/// Whether two visits may be in one route. Each is reached by the leg from the place before, or through other visits, which
/// take `through` minutes at least, with a leg at its least.
fn fit(problem: &CoveringProblem<'_>, subproblem: &PricingProblem, through: Minutes, one: usize, other: usize) -> bool {
    let (one, other) = (&subproblem.nodes[one], &subproblem.nodes[other]);
    let load = problem.tasks[one.task].load + problem.tasks[other.task].load;
    let way = |from: PlaceId, to: &PricingNode| {
        let direct = problem.leg(subproblem, from, problem.tasks[to.task].place).minutes;
        direct.min(through + to.least_inbound.minutes)
    };
    let follows = |first: &PricingNode, second: &PricingNode| {
        let (before, after) = (&problem.tasks[first.task], &problem.tasks[second.task]);
        let started = (subproblem.start + way(subproblem.base, first)).max(before.window.0);
        let next = (started + before.duration + way(before.place, second)).max(after.window.0);
        before.may_precede(second.task)
            && started <= before.window.1
            && next <= after.window.1
            && next + after.duration + second.to_base <= subproblem.latest
    };
    subproblem.capacity.is_none_or(|capacity| load <= capacity) && (follows(one, other) || follows(other, one))
}

/// The cuts of the most violated sums, few of them with the same row.
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
        let is_violated = -cut.slack(&point.values) > params.zero_half_violation;
        if is_violated && rows.iter().all(|&row| used[row] < params.max_cuts_per_row) && known.insert(cut.terms.clone())
        {
            rows.iter().for_each(|&row| used[row] += 1);
            chosen.push(lazy_row(point, cut));
        }
    }
    chosen
}

/// Half of the sum of some rows, rounded down; odd variables at their upper bound are complemented first.
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
