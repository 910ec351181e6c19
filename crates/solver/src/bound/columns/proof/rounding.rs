//! Rows halved and rounded down, as long as they raise the linear program.

use super::super::master::Solved;
use super::super::parity;
use super::{LEAST_CLOSED, LITTLE, Proof};

impl Proof<'_, '_> {
    /// Adds rows halved and rounded down as long as they close much of the gap; the last solution. `None` at the end.
    pub(super) fn round_off(&mut self, mut solved: Solved) -> Option<Solved> {
        loop {
            let before = self.gap_of_prices();
            if self.is_over() || self.add_rounded(&solved)? == 0 {
                return Some(solved);
            }
            solved = self.converge_to((LITTLE * self.gap() as f64) as i64)?;
            let closed = before - self.gap_of_prices();
            if (closed as f64) < LEAST_CLOSED * self.gap() as f64 {
                return Some(solved);
            }
        }
    }

    /// Adds rows halved and rounded down that a solution breaks. How many.
    pub(super) fn add_rounded(&mut self, solved: &Solved) -> Option<usize> {
        let routes = self.master.columns.iter().zip(solved.routes.iter().copied());
        let links = parity::broken(self.problem, &self.relaxation, routes, &solved.aux);
        links.iter().for_each(|link| self.relaxation.add_link(link));
        self.master.add_rows(&self.relaxation)?;
        Some(links.len())
    }
}
