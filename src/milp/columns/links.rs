//! Rows that wait until a solution breaks them.

use super::column::Column;
use super::relaxation::{Link, Relaxation};

/// Broken by less than this, a row goes on waiting.
const TOLERANCE: f64 = 1e-4;

/// Puts the rows in force that a solution breaks: how much of each route, and the variables. Returns how many they are.
pub fn activate(relaxation: &mut Relaxation, columns: &[Column], routes: &[f64], aux: &[f64]) -> usize {
    let mut visited: Vec<Vec<f64>> = relaxation.visits.iter().map(|stops| vec![0.0; stops.len()]).collect();
    for (column, &share) in columns.iter().zip(routes).filter(|&(_, &share)| share > 0.0) {
        column.stops.iter().for_each(|&stop| visited[column.tour][stop as usize] += share);
    }
    activate_by(relaxation, &visited, aux, TOLERANCE)
}

/// The same by how much each visit is in the solution, and how much each variable.
pub fn activate_by(relaxation: &mut Relaxation, visited: &[Vec<f64>], aux: &[f64], tolerance: f64) -> usize {
    let excess = |link: &Link| {
        let visits: f64 = link.visits.iter().map(|&((tour, stop), c)| visited[tour][stop] * c as f64).sum();
        let aux: f64 = link.aux.iter().map(|&(index, c)| aux[index] * c as f64).sum();
        visits + aux - link.upper as f64
    };
    let (broken, waiting) =
        std::mem::take(&mut relaxation.links).into_iter().partition(|link| excess(link) > tolerance);
    relaxation.links = waiting;
    let broken: Vec<Link> = broken;
    for link in &broken {
        relaxation.add_row(&link.visits, &link.aux, None, Some(link.upper));
    }
    broken.len()
}
