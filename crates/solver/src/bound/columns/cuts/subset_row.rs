//! Separation of subset-row cuts (Jepsen, Petersen, Spoorendonk, Pisinger 2008): those of three packing rows by
//! enumeration, those of more, and with convexity rows, by elimination over GF(2).

use std::collections::BTreeMap;

use super::gf2::{EPSILON, Inequality, separate_sums};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::{CutUnit, PackingRow, SubsetRowCut, packing_row};
use crate::bound::columns::model::problem::CoveringProblem;
use crate::bound::columns::params::CutParams;

/// The most violated new cuts of a solution, given the value of each route.
pub fn separate<'c>(
    problem: &CoveringProblem<'_>,
    routes: impl Iterator<Item = (&'c RouteColumn, f64)>,
    known: &[SubsetRowCut],
    params: &CutParams,
) -> Vec<SubsetRowCut> {
    let used: Vec<(&RouteColumn, f64)> = routes.filter(|&(_, share)| share > EPSILON).collect();
    let mut pairs: BTreeMap<PackingRow, BTreeMap<PackingRow, f64>> = BTreeMap::new();
    for (column, share) in &used {
        let units: Vec<_> = units(problem, column).collect();
        for (index, &one) in units.iter().enumerate() {
            for &other in units[index + 1..].iter().filter(|&&other| other != one) {
                *pairs.entry(one).or_default().entry(other).or_insert(0.0) += share;
                *pairs.entry(other).or_default().entry(one).or_insert(0.0) += share;
            }
        }
    }
    let mut cuts = cuts_with_convexity_rows(problem, &used, params);
    for (&one, near) in &pairs {
        for (&second, &first_pair) in near {
            for (&third, &second_pair) in near.range(second..).skip(1) {
                let third_pair = pairs[&second].get(&third).copied().unwrap_or(0.0);
                if first_pair + second_pair + third_pair > 1.0 + params.subset_row_violation {
                    cuts.push(SubsetRowCut::new(problem, [one, second, third].map(CutUnit::Task).to_vec()));
                }
            }
        }
    }
    let weighed = cuts.into_iter().filter(|cut| !known.contains(cut)).map(|cut| {
        let violated = violation(problem, &cut, &used);
        (cut, violated)
    });
    let found = weighed.filter(|&(_, violated)| violated > params.subset_row_violation).collect();
    choose(found, params.subset_rows_at_a_time.min(params.max_subset_rows.saturating_sub(known.len())), params)
}

/// The most violated cuts, few of them with the same base row.
fn choose(mut found: Vec<(SubsetRowCut, f64)>, room: usize, params: &CutParams) -> Vec<SubsetRowCut> {
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    found.dedup_by(|one, other| one.0 == other.0);
    let mut counts: BTreeMap<CutUnit, usize> = BTreeMap::new();
    let mut chosen: Vec<SubsetRowCut> = Vec::new();
    for (cut, _) in found {
        if chosen.len() == room {
            break;
        }
        if cut.units.iter().all(|unit| counts.get(unit).is_none_or(|&count| count < params.max_cuts_per_unit)) {
            cut.units.iter().for_each(|&unit| *counts.entry(unit).or_insert(0) += 1);
            chosen.push(cut);
        }
    }
    chosen
}

/// Candidate cuts of few base rows, convexity rows among them, by elimination over GF(2).
fn cuts_with_convexity_rows(
    problem: &CoveringProblem<'_>,
    used: &[(&RouteColumn, f64)],
    params: &CutParams,
) -> Vec<SubsetRowCut> {
    let mut terms: BTreeMap<CutUnit, Vec<(usize, i64)>> = BTreeMap::new();
    for (index, (column, _)) in used.iter().enumerate() {
        for unit in units(problem, column).map(CutUnit::Task).chain([CutUnit::Convexity(column.subproblem)]) {
            terms.entry(unit).or_default().push((index, 1));
        }
    }
    let values: Vec<f64> = used.iter().map(|&(_, share)| share).collect();
    let rows = terms.into_iter().map(|(unit, terms)| (unit, Inequality { limit: unit.limit(problem), terms }));
    let (units, inequalities): (Vec<_>, Vec<_>) =
        rows.filter(|(_, row)| row.slack(&values) < params.elimination.max_slack).unzip();
    let cut = |rows: Vec<usize>| SubsetRowCut::new(problem, rows.into_iter().map(|row| units[row]).collect());
    separate_sums(&values, |_| None, &inequalities, params.max_units, &params.elimination)
        .into_iter()
        .map(cut)
        .collect()
}

/// The violation of a cut.
fn violation(problem: &CoveringProblem<'_>, cut: &SubsetRowCut, used: &[(&RouteColumn, f64)]) -> f64 {
    used.iter().map(|(column, share)| column.coefficient(problem, cut) as f64 * share).sum::<f64>() - cut.limit as f64
}

/// The packing rows of a route's visits.
fn units(problem: &CoveringProblem<'_>, column: &RouteColumn) -> impl Iterator<Item = PackingRow> {
    let subproblem = &problem.subproblems[column.subproblem];
    column.tasks(problem).filter_map(|task| packing_row(problem, subproblem, task))
}
