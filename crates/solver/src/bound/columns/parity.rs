//! Zero-half cuts (Caprara, Fischetti 1996): in whole numbers, half of a sum of rows may be rounded down on both sides.
//!
//! All is over visits and variables, not over routes, so that pricing sees nothing but further rows.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Column;
use super::halving::{Inequality, MOST_SLACK, TINY, sums};
use super::problem::{Problem, Stop, Tour};
use super::relaxation::{At, Link, Relaxation};

/// Broken by less than this, a cut is not worth its row.
const VIOLATION: f64 = 0.05;
/// Most rows in a sum.
const MOST_ROWS: u32 = 25;
/// Most cuts added at a time, and most of them that share a row.
const AT_A_TIME: usize = 80;
const PER_ROW: usize = 8;

/// How much of each variable is in a solution, and then how much of each visit.
struct Point<'r> {
    relaxation: &'r Relaxation,
    values: Vec<f64>,
    /// Where the visits of a tour begin.
    first: Vec<usize>,
}

/// The zero-half cuts that a solution breaks: how much of each route, and the variables.
pub fn broken<'c>(
    problem: &Problem<'_>,
    relaxation: &Relaxation,
    routes: impl Iterator<Item = (&'c Column, f64)>,
    aux: &[f64],
) -> Vec<Link> {
    let point = Point::new(relaxation, routes, aux);
    let mut inequalities = point.rows();
    for (index, tour) in problem.tours.iter().enumerate() {
        point.add_exclusive(problem, index, tour, &mut inequalities);
    }
    inequalities.retain(|own| own.slack(&point.values) < MOST_SLACK);
    let sums = sums(&point.values, |index| point.at_most(index), &inequalities, MOST_ROWS);
    choose(&point, &inequalities, sums)
}

impl<'r> Point<'r> {
    fn new<'c>(relaxation: &'r Relaxation, routes: impl Iterator<Item = (&'c Column, f64)>, aux: &[f64]) -> Self {
        let mut values = aux.to_vec();
        let mut first = Vec::with_capacity(relaxation.visits.len());
        for stops in &relaxation.visits {
            first.push(values.len());
            values.resize(values.len() + stops.len(), 0.0);
        }
        for (column, share) in routes.filter(|&(_, share)| share > TINY) {
            column.stops.iter().for_each(|&stop| values[first[column.tour] + stop as usize] += share);
        }
        Self { relaxation, values, first }
    }

    fn visit(&self, (tour, stop): At) -> usize {
        self.first[tour] + stop
    }

    /// The largest value of a variable that has it.
    fn at_most(&self, index: usize) -> Option<i64> {
        let upper = self.relaxation.aux.get(index)?.upper;
        (self.values[index] > upper as f64 - TINY).then_some(upper)
    }

    /// The rows in force and those that wait, as far as they are over visits and whole variables only.
    fn rows(&self) -> Vec<Inequality> {
        let relaxation = self.relaxation;
        let mut terms: Vec<Vec<(usize, i64)>> = vec![Vec::new(); relaxation.rows.len()];
        let minutes = relaxation.worked.iter().chain(&relaxation.served).flatten();
        let lone = relaxation.lone.iter().flatten().map(|(row, _)| row);
        let mut others: BTreeSet<usize> = minutes.chain(lone).copied().collect();
        for (index, aux) in relaxation.aux.iter().enumerate() {
            for &(row, c) in &aux.terms {
                terms[row].push((index, c));
                if !aux.whole {
                    others.insert(row);
                }
            }
        }
        for (tour, stops) in relaxation.visits.iter().enumerate() {
            for (stop, rows) in stops.iter().enumerate() {
                rows.iter().for_each(|&(row, c)| terms[row].push((self.visit((tour, stop)), c)));
            }
        }
        let mut inequalities = Vec::new();
        for (row, terms) in terms.into_iter().enumerate().filter(|(row, _)| !others.contains(row)) {
            let limits = &relaxation.rows[row];
            if let Some(lower) = limits.lower.filter(|_| limits.lower != limits.upper) {
                let terms = terms.iter().map(|&(index, c)| (index, -c)).collect();
                inequalities.push(Inequality { terms, limit: -lower });
            }
            inequalities.extend(limits.upper.map(|limit| Inequality { terms, limit }));
        }
        let whole = |link: &&Link| link.lone.is_empty() && link.aux.iter().all(|&(aux, _)| relaxation.aux[aux].whole);
        for link in relaxation.links.iter().filter(whole) {
            let visits = link.visits.iter().map(|&(at, c)| (self.visit(at), c));
            inequalities
                .push(Inequality { terms: link.aux.iter().copied().chain(visits).collect(), limit: link.upper });
        }
        inequalities
    }

    /// Of visits no two of which fit into a tour, each of its shifts has one at most.
    fn add_exclusive(&self, problem: &Problem<'_>, index: usize, tour: &Tour, inequalities: &mut Vec<Inequality>) {
        let value = |stop: usize| self.values[self.visit((index, stop))];
        let mut planned: Vec<_> = (0..tour.stops.len()).filter(|&stop| value(stop) > TINY).collect();
        planned.sort_by(|&one, &other| value(other).total_cmp(&value(one)).then(one.cmp(&other)));
        for &first in &planned {
            let mut chosen = vec![first];
            for stop in planned.iter().copied().chain(0..tour.stops.len()) {
                let fits = |&other: &usize| other == stop || fit(problem, tour, other, stop);
                if !chosen.iter().any(fits) {
                    chosen.push(stop);
                }
            }
            let terms = chosen.into_iter().map(|stop| (self.visit((index, stop)), 1)).collect();
            inequalities.push(Inequality { terms, limit: tour.shifts.len() as i64 });
        }
    }
}

/// Whether two visits may be in one tour, as far as each of their legs is at least the shortest that leads there.
fn fit(problem: &Problem<'_>, tour: &Tour, one: usize, other: usize) -> bool {
    let (one, other) = (&tour.stops[one], &tour.stops[other]);
    let load = problem.tasks[one.task].load + problem.tasks[other.task].load;
    let follows = |first: &Stop, second: &Stop| {
        let (before, after) = (&problem.tasks[first.task], &problem.tasks[second.task]);
        let begun = (tour.start + first.reached.minutes).max(before.window.0);
        let next = (begun + before.duration + second.reached.minutes).max(after.window.0);
        !before.after.contains(&second.task)
            && begun <= before.window.1
            && next <= after.window.1
            && next + after.duration + second.home <= tour.latest
    };
    tour.capacity.is_none_or(|capacity| load <= capacity) && (follows(one, other) || follows(other, one))
}

/// The cuts of the sums that are broken most, few of each row.
fn choose(point: &Point<'_>, inequalities: &[Inequality], sums: Vec<Vec<usize>>) -> Vec<Link> {
    let mut used = vec![0; inequalities.len()];
    let mut known = BTreeSet::new();
    let mut chosen = Vec::new();
    for rows in sums {
        if chosen.len() == AT_A_TIME {
            break;
        }
        let cut = halved(point, rows.iter().map(|&row| &inequalities[row]));
        let is_broken = -cut.slack(&point.values) > VIOLATION;
        if is_broken && rows.iter().all(|&row| used[row] < PER_ROW) && known.insert(cut.terms.clone()) {
            rows.iter().for_each(|&row| used[row] += 1);
            chosen.push(link(point, cut));
        }
    }
    chosen
}

/// Half of the sum of some rows, rounded down. Variables at their largest value are rounded up by means of that.
fn halved<'i>(point: &Point<'_>, rows: impl Iterator<Item = &'i Inequality>) -> Inequality {
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

fn link(point: &Point<'_>, cut: Inequality) -> Link {
    let variables = point.relaxation.aux.len();
    let (aux, visits): (Vec<_>, Vec<_>) = cut.terms.into_iter().partition(|&(index, _)| index < variables);
    let at = |index: usize| {
        let tour = point.first.partition_point(|&first| first <= index) - 1;
        (tour, index - point.first[tour])
    };
    let visits = visits.into_iter().map(|(index, c)| (at(index), c)).collect();
    Link { visits, aux, upper: cut.limit, ..Link::default() }
}
