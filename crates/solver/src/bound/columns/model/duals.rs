//! Lagrangian multipliers of rows and cuts, and the constant part of the Lagrangian bound.
//!
//! For any multipliers with the right signs, every plan costs at least the right-hand sides times the multipliers plus
//! the least reduced cost of each variable, week and pricing problem. Multipliers are rounded to integers first;
//! everything else is exact.

use super::cut::SubsetRowCut;
use super::row_pool::{AuxVariable, PoolRow, RowPool, ServiceWeek};

/// One multiplier per row and per cut, `Money` units per unit of the row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Duals {
    /// By row.
    pub rows: Vec<i64>,
    /// By cut; at most 0.
    pub cuts: Vec<i64>,
}

impl Duals {
    /// Integer multipliers with the signs that their rows require.
    pub fn rounded(rows: &[f64], cuts: &[f64], pool: &RowPool) -> Self {
        let row = |(&dual, row): (&f64, &PoolRow)| {
            let dual = whole(dual);
            let above = row.lower.is_none() && dual > 0;
            let below = row.upper.is_none() && dual < 0;
            if above || below { 0 } else { dual }
        };
        Self {
            rows: rows.iter().zip(pool.rows()).map(row).collect(),
            cuts: cuts.iter().map(|&dual| whole(dual).min(0)).collect(),
        }
    }
}

fn whole(dual: f64) -> i64 {
    const FAR: f64 = 1e16;
    if dual.is_finite() { dual.clamp(-FAR, FAR).round() as i64 } else { 0 }
}

/// The Lagrangian bound without its pricing problems: rows, cuts, auxiliary variables and weeks; `Money` units.
pub fn constant_part(pool: &RowPool, cuts: &[SubsetRowCut], duals: &Duals) -> i128 {
    let rows: i128 = pool.rows().iter().zip(&duals.rows).map(|(row, &dual)| of_row(row, dual)).sum();
    let aux: i128 = pool.aux().iter().map(|aux| of_aux(aux, &duals.rows)).sum();
    let weeks = pool.weeks().iter().map(|week| i128::from(cheapest_service(pool, week, duals).1));
    let cuts = cuts.iter().zip(&duals.cuts).map(|(cut, &dual)| i128::from(dual) * i128::from(cut.limit));
    rows + aux + weeks.sum::<i128>() + cuts.sum::<i128>()
}

/// A row's term in the Lagrangian bound.
pub fn of_row(row: &PoolRow, dual: i64) -> i128 {
    let limit = if dual > 0 { row.lower } else { row.upper };
    i128::from(dual) * i128::from(limit.unwrap_or(0))
}

/// An auxiliary variable's term in the Lagrangian bound: its reduced cost times its bound, if negative.
pub fn of_aux(aux: &AuxVariable, duals: &[i64]) -> i128 {
    let gains: i128 = aux.terms.iter().map(|&(row, c)| i128::from(duals[row]) * i128::from(c)).sum();
    (i128::from(aux.cost) - gains).min(0) * i128::from(aux.upper)
}

/// The service time of a week with the least reduced cost: the multiple of the step, and the reduced cost.
pub fn cheapest_service(pool: &RowPool, week: &ServiceWeek, duals: &Duals) -> (usize, i64) {
    let dual = duals.rows[week.row] * i64::from(pool.step());
    let priced = week.costs.iter().enumerate().map(|(times, &cost)| (cost + dual * times as i64, times));
    let (cost, times) = priced.min().expect("no minutes at least");
    (times, cost)
}
