//! Separation of lazy rows.

use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::row_pool::{LazyRow, RowPool, UnprecededVisit};

/// Activates the lazy rows that a solution violates, given the value of each route and auxiliary variable. Returns
/// their number.
pub fn activate<'c>(
    pool: &mut RowPool,
    routes: impl Iterator<Item = (&'c RouteColumn, f64)>,
    aux: &[f64],
    tolerance: f64,
) -> usize {
    let mut visited: Vec<Vec<f64>> = pool.visits().iter().map(|nodes| vec![0.0; nodes.len()]).collect();
    let mut of_subproblem: Vec<Vec<(&RouteColumn, f64)>> = vec![Vec::new(); visited.len()];
    for (column, share) in routes.filter(|&(_, share)| share > 0.0) {
        column.nodes.iter().for_each(|&node| visited[column.subproblem][node as usize] += share);
        of_subproblem[column.subproblem].push((column, share));
    }
    let unpreceded_share = |unpreceded: &UnprecededVisit| {
        let own = of_subproblem[unpreceded.subproblem].iter().filter(|(column, _)| column.has(unpreceded));
        own.map(|&(_, share)| share).sum::<f64>()
    };
    let excess = |lazy_row: &LazyRow| {
        let visits: f64 =
            lazy_row.visits.iter().map(|&((subproblem, node), c)| visited[subproblem][node] * c as f64).sum();
        let aux: f64 = lazy_row.aux.iter().map(|&(index, c)| aux[index] * c as f64).sum();
        visits + lazy_row.unpreceded.iter().map(unpreceded_share).sum::<f64>() + aux - lazy_row.upper as f64
    };
    pool.activate(|lazy_row| excess(lazy_row) > tolerance)
}
