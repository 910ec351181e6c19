//! Subset-row cuts (Jepsen, Petersen, Spoorendonk, Pisinger 2008) that a solution breaks: those of three pieces by trying
//! them, those of more, and of tours, by elimination.

use std::collections::BTreeMap;

use super::column::Column;
use super::duals::{Cut, Piece, Unit};
use super::halving::{Inequality, MOST_SLACK, TINY, sums};
use super::problem::Problem;

/// Broken by less than this, a cut is not worth its labels.
const VIOLATION: f64 = 0.05;
/// Most cuts.
const MOST: usize = 500;
/// Most cuts added at a time.
const AT_A_TIME: usize = 30;
/// Most units of a cut.
const MOST_UNITS: u32 = 9;
/// Most cuts of one round that share a unit.
const PER_UNIT: usize = 4;

/// The cuts that a solution breaks most and that are not known yet, with these at most `MOST`: how much of each route is in it.
pub fn broken(problem: &Problem<'_>, columns: &[Column], routes: &[f64], known: &[Cut]) -> Vec<Cut> {
    let used: Vec<(&Column, f64)> =
        columns.iter().zip(routes.iter().copied()).filter(|&(_, share)| share > TINY).collect();
    let mut pairs: BTreeMap<Piece, BTreeMap<Piece, f64>> = BTreeMap::new();
    for (column, share) in &used {
        let pieces: Vec<_> = pieces(problem, column).collect();
        for (index, &one) in pieces.iter().enumerate() {
            for &other in pieces[index + 1..].iter().filter(|&&other| other != one) {
                *pairs.entry(one).or_default().entry(other).or_insert(0.0) += share;
                *pairs.entry(other).or_default().entry(one).or_insert(0.0) += share;
            }
        }
    }
    let mut cuts = with_tours(problem, &used);
    for (&one, near) in &pairs {
        for (&second, &first_pair) in near {
            for (&third, &second_pair) in near.range(second..).skip(1) {
                let third_pair = pairs[&second].get(&third).copied().unwrap_or(0.0);
                if first_pair + second_pair + third_pair > 1.0 + VIOLATION {
                    cuts.push(Cut::new(problem, [one, second, third].map(Unit::Piece).to_vec()));
                }
            }
        }
    }
    let weighed = cuts.into_iter().filter(|cut| !known.contains(cut)).map(|cut| {
        let broken = broken_by(problem, &cut, &used);
        (cut, broken)
    });
    choose(weighed.filter(|&(_, broken)| broken > VIOLATION).collect(), MOST.saturating_sub(known.len()))
}

/// The most broken ones, few of each unit.
fn choose(mut found: Vec<(Cut, f64)>, room: usize) -> Vec<Cut> {
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    found.dedup_by(|one, other| one.0 == other.0);
    let mut counts: BTreeMap<Unit, usize> = BTreeMap::new();
    let mut chosen: Vec<Cut> = Vec::new();
    for (cut, _) in found {
        if chosen.len() == AT_A_TIME.min(room) {
            break;
        }
        if cut.units.iter().all(|unit| counts.get(unit).is_none_or(|&count| count < PER_UNIT)) {
            cut.units.iter().for_each(|&unit| *counts.entry(unit).or_insert(0) += 1);
            chosen.push(cut);
        }
    }
    chosen
}

/// Cuts of few units that a solution seems to break.
fn with_tours(problem: &Problem<'_>, used: &[(&Column, f64)]) -> Vec<Cut> {
    let mut terms: BTreeMap<Unit, Vec<(usize, i64)>> = BTreeMap::new();
    for (index, (column, _)) in used.iter().enumerate() {
        for unit in pieces(problem, column).map(Unit::Piece).chain([Unit::Tour(column.tour)]) {
            terms.entry(unit).or_default().push((index, 1));
        }
    }
    let values: Vec<f64> = used.iter().map(|&(_, share)| share).collect();
    let rows = terms.into_iter().map(|(unit, terms)| (unit, Inequality { limit: unit.limit(problem), terms }));
    let (units, inequalities): (Vec<_>, Vec<_>) = rows.filter(|(_, row)| row.slack(&values) < MOST_SLACK).unzip();
    let cut = |rows: Vec<usize>| Cut::new(problem, rows.into_iter().map(|row| units[row]).collect());
    sums(&values, |_| None, &inequalities, MOST_UNITS).into_iter().map(cut).collect()
}

/// By how much a solution breaks a cut.
fn broken_by(problem: &Problem<'_>, cut: &Cut, used: &[(&Column, f64)]) -> f64 {
    used.iter().map(|(column, share)| column.halves(problem, cut) as f64 * share).sum::<f64>() - cut.limit as f64
}

/// What a route takes of tasks that only one route can take: a task of one visit, or the day of another.
fn pieces(problem: &Problem<'_>, column: &Column) -> impl Iterator<Item = Piece> {
    let tour = &problem.tours[column.tour];
    column.stops.iter().filter_map(|&stop| problem.piece(tour, tour.stops[stop as usize].task))
}
