//! Zero-half cuts (Caprara, Fischetti 1996): in whole numbers, half of a sum of rows may be rounded down on both sides.
//!
//! Which rows to add up is found by elimination modulo two (Koster, Zymolka, Kutschka 2009): what is odd in a sum must hardly be
//! in the solution. All is over visits and variables, not over routes, so that pricing sees nothing but further rows.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Column;
use super::problem::{Problem, Stop, Tour};
use super::relaxation::{At, Link, Relaxation};

/// Rows further than this from their limit are of no use in a sum.
const SLACK: f64 = 0.5;
/// Less than this is nothing.
const TINY: f64 = 1e-6;
/// Broken by less than this, a cut is not worth its row.
const VIOLATION: f64 = 0.05;
/// Most rows in a sum, and most visits and variables of the solution that are odd in it.
const MOST_ROWS: u32 = 25;
const MOST_ODD: u32 = 40;
/// Most cuts added at a time, and most of them that share a row.
const AT_A_TIME: usize = 80;
const PER_ROW: usize = 8;

/// A sum over variables and visits that is at most `limit` in every plan.
struct Inequality {
    terms: Vec<(usize, i64)>,
    limit: i64,
}

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
    inequalities.retain(|own| own.limit as f64 - point.sum(own) < SLACK);
    let sums = sums(&point, &inequalities);
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

    fn sum(&self, own: &Inequality) -> f64 {
        own.terms.iter().map(|&(index, c)| self.values[index] * c as f64).sum()
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

/// Rows added up, modulo two.
struct Sum {
    /// What of the solution is odd.
    odd: Bits,
    /// Whether the limit is.
    limit_is_odd: bool,
    slack: f64,
    /// The rows.
    rows: Bits,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Bits(Vec<u64>);

impl Bits {
    fn new(length: usize) -> Self {
        Self(vec![0; length.div_ceil(64)])
    }

    fn has(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 != 0
    }

    fn flip(&mut self, bit: usize) {
        self.0[bit / 64] ^= 1 << (bit % 64);
    }

    fn flip_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own ^= other);
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    fn ones(&self) -> impl Iterator<Item = usize> {
        (0..64 * self.0.len()).filter(|&bit| self.has(bit))
    }
}

/// Sums of rows that a solution breaks when halved and rounded down, by how much, those that are broken most first.
fn sums(point: &Point<'_>, inequalities: &[Inequality]) -> Vec<(f64, Bits)> {
    let mut support: Vec<usize> =
        (0..point.values.len()).filter(|&index| point.values[index] > TINY && point.at_most(index).is_none()).collect();
    let mut found = Vec::new();
    // What is eliminated first decides what is found.
    for by_value in [false, true] {
        if by_value {
            support.sort_by(|&one, &other| point.values[other].total_cmp(&point.values[one]).then(one.cmp(&other)));
        }
        for _ in 0..2 {
            found.extend(eliminated(point, inequalities, &support));
            support.reverse();
        }
    }
    let size = |rows: &Bits| rows.count();
    found.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then(size(&one.1).cmp(&size(&other.1))).then(one.1.cmp(&other.1))
    });
    found.dedup_by(|one, other| one.1 == other.1);
    found
}

/// The same, where what is odd is eliminated in some order.
fn eliminated(point: &Point<'_>, inequalities: &[Inequality], support: &[usize]) -> Vec<(f64, Bits)> {
    let mut place = vec![None; point.values.len()];
    support.iter().enumerate().for_each(|(at, &index)| place[index] = Some(at));
    let sum = |(row, own): (usize, &Inequality)| {
        let (mut odd, mut rows) = (Bits::new(support.len()), Bits::new(inequalities.len()));
        rows.flip(row);
        let mut limit = own.limit;
        for &(index, c) in own.terms.iter().filter(|term| term.1 % 2 != 0) {
            match place[index] {
                Some(at) => odd.flip(at),
                None => limit -= c * point.at_most(index).unwrap_or(0),
            }
        }
        Sum { odd, limit_is_odd: limit % 2 != 0, slack: (own.limit as f64 - point.sum(own)).max(0.0), rows }
    };
    let sums = inequalities.iter().enumerate().map(sum);
    let mut sums: Vec<Sum> = sums.filter(|sum| sum.limit_is_odd || sum.odd.count() > 0).collect();
    let mut found = Vec::new();
    for column in 0..support.len() {
        let pivots = sums.iter().enumerate().filter(|(_, sum)| sum.slack < TINY && sum.odd.has(column));
        let Some((pivot, _)) = pivots.min_by_key(|(_, sum)| (sum.rows.count(), sum.odd.count())) else { continue };
        let pivot = sums.remove(pivot);
        for sum in sums.iter_mut().filter(|sum| sum.odd.has(column)) {
            sum.odd.flip_all(&pivot.odd);
            sum.rows.flip_all(&pivot.rows);
            sum.limit_is_odd ^= pivot.limit_is_odd;
            sum.slack += pivot.slack;
            if sum.limit_is_odd && sum.odd.count() <= MOST_ODD && sum.rows.count() <= MOST_ROWS {
                let odd: f64 = sum.odd.ones().map(|at| point.values[support[at]]).sum();
                let broken = (1.0 - sum.slack - odd) / 2.0;
                if broken > VIOLATION {
                    found.push((broken, sum.rows.clone()));
                }
            }
        }
    }
    found
}

/// The cuts of the sums that are broken most, few of each row.
fn choose(point: &Point<'_>, inequalities: &[Inequality], sums: Vec<(f64, Bits)>) -> Vec<Link> {
    let mut used = vec![0; inequalities.len()];
    let mut known = BTreeSet::new();
    let mut chosen = Vec::new();
    for (_, rows) in sums {
        if chosen.len() == AT_A_TIME {
            break;
        }
        let rows: Vec<usize> = rows.ones().collect();
        let cut = halved(point, rows.iter().map(|&row| &inequalities[row]));
        let is_broken = point.sum(&cut) - cut.limit as f64 > VIOLATION;
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
