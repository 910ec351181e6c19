//! Subset-row cuts (Jepsen, Petersen, Spoorendonk, Pisinger 2008) that a solution breaks.

use std::collections::BTreeMap;

use super::column::Column;
use super::duals::{Cut, Piece};
use super::problem::Problem;

/// Broken by less than this, a cut is not worth its labels.
const VIOLATION: f64 = 0.05;
/// Most cuts added at a time.
const AT_A_TIME: usize = 30;
/// Most cuts of one round that share a piece.
const PER_PIECE: usize = 4;

/// The cuts that a solution breaks most and that are not known yet, with these at most `most`: how much of each route is in it.
pub fn broken(problem: &Problem<'_>, columns: &[Column], routes: &[f64], known: &[Cut], most: usize) -> Vec<Cut> {
    let used: Vec<(Vec<Piece>, f64)> = columns
        .iter()
        .zip(routes)
        .filter(|&(_, &share)| share > 1e-6)
        .map(|(column, &share)| (pieces(problem, column), share))
        .collect();
    let mut pairs: BTreeMap<Piece, BTreeMap<Piece, f64>> = BTreeMap::new();
    for (pieces, share) in &used {
        for (index, &one) in pieces.iter().enumerate() {
            for &other in pieces[index + 1..].iter().filter(|&&other| other != one) {
                *pairs.entry(one).or_default().entry(other).or_insert(0.0) += share;
                *pairs.entry(other).or_default().entry(one).or_insert(0.0) += share;
            }
        }
    }
    let mut found = Vec::new();
    for (&one, near) in &pairs {
        for (&second, &first_pair) in near {
            for (&third, &second_pair) in near.range(second..).skip(1) {
                let third_pair = pairs[&second].get(&third).copied().unwrap_or(0.0);
                if first_pair + second_pair + third_pair <= 1.0 + VIOLATION {
                    continue;
                }
                let cut = Cut::new([one, second, third]);
                let met = |pieces: &[Piece]| pieces.iter().filter(|&piece| cut.0.contains(piece)).count() / 2;
                let sum: f64 = used.iter().map(|(pieces, share)| met(pieces) as f64 * share).sum();
                if sum > 1.0 + VIOLATION && !known.contains(&cut) {
                    found.push((cut, sum));
                }
            }
        }
    }
    choose(found, most.saturating_sub(known.len()))
}

/// The most broken ones, few of each piece.
fn choose(mut found: Vec<(Cut, f64)>, room: usize) -> Vec<Cut> {
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    found.dedup_by_key(|found| found.0);
    let mut counts: BTreeMap<Piece, usize> = BTreeMap::new();
    let mut chosen: Vec<Cut> = Vec::new();
    for (cut, _) in found {
        if chosen.len() == AT_A_TIME.min(room) {
            break;
        }
        if chosen.contains(&cut) || cut.0.iter().any(|piece| counts.get(piece).is_some_and(|&count| count >= PER_PIECE))
        {
            continue;
        }
        cut.0.iter().for_each(|&piece| *counts.entry(piece).or_insert(0) += 1);
        chosen.push(cut);
    }
    chosen
}

/// What a route takes of tasks that only one route can take: a task of one visit, or the day of another.
fn pieces(problem: &Problem<'_>, column: &Column) -> Vec<Piece> {
    let tour = &problem.tours[column.tour];
    column.stops.iter().filter_map(|&stop| problem.piece(tour, tour.stops[stop as usize].task)).collect()
}
