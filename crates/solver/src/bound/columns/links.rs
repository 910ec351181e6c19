//! Rows that wait until a solution breaks them.

use super::column::Column;
use super::relaxation::{Link, Lone, Relaxation};

/// Broken by less than this in the solution of a linear program, a row goes on waiting.
pub const TOLERANCE: f64 = 1e-4;

/// Puts the rows in force that a solution breaks: how much of each route, and the variables. Returns how many they are.
pub fn activate<'c>(
    relaxation: &mut Relaxation,
    routes: impl Iterator<Item = (&'c Column, f64)>,
    aux: &[f64],
    tolerance: f64,
) -> usize {
    let mut visited: Vec<Vec<f64>> = relaxation.visits.iter().map(|stops| vec![0.0; stops.len()]).collect();
    let mut of_tour: Vec<Vec<(&Column, f64)>> = vec![Vec::new(); visited.len()];
    for (column, share) in routes.filter(|&(_, share)| share > 0.0) {
        column.stops.iter().for_each(|&stop| visited[column.tour][stop as usize] += share);
        of_tour[column.tour].push((column, share));
    }
    let lonely = |lone: &Lone| {
        let own = of_tour[lone.tour].iter().filter(|(column, _)| column.has(lone));
        own.map(|&(_, share)| share).sum::<f64>()
    };
    let excess = |link: &Link| {
        let visits: f64 = link.visits.iter().map(|&((tour, stop), c)| visited[tour][stop] * c as f64).sum();
        let aux: f64 = link.aux.iter().map(|&(index, c)| aux[index] * c as f64).sum();
        visits + link.lone.iter().map(lonely).sum::<f64>() + aux - link.upper as f64
    };
    let (broken, waiting): (Vec<Link>, _) =
        std::mem::take(&mut relaxation.links).into_iter().partition(|link| excess(link) > tolerance);
    relaxation.links = waiting;
    broken.iter().for_each(|link| relaxation.add_link(link));
    broken.len()
}
