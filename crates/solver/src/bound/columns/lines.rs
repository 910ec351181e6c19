//! The rows of a linear program over routes, and what its columns say in them.

use highs::{ColProblem, Row as LpRow};

use super::column::Column;
use super::duals::Cut;
use super::problem::Problem;
use super::relaxation::{Aux, Relaxation, Row, RowId};
use brigade_model::units::Money;

/// A row of the solver and its place in a solution.
#[derive(Clone, Copy)]
pub struct Line {
    /// The row.
    pub row: LpRow,
    /// How many rows came before.
    pub at: usize,
}

/// The rows of a program.
#[derive(Clone, Default)]
pub struct Lines {
    /// Those of the relaxation.
    pub rows: Vec<Line>,
    /// At most one route for each shift of a tour.
    pub tours: Vec<Line>,
    /// One number of minutes for each week.
    pub weeks: Vec<Line>,
    /// The cuts.
    pub cuts: Vec<Line>,
}

impl Lines {
    /// The rows of a new program.
    pub fn new(lp: &mut ColProblem, problem: &Problem<'_>, relaxation: &Relaxation, cuts: &[Cut]) -> Self {
        let mut at = 0..;
        let mut add = |lower: f64, upper: f64| Line { row: lp.add_row(lower..=upper), at: at.next().unwrap_or(0) };
        Self {
            rows: relaxation.rows.iter().map(|row| add(lower(row), upper(row))).collect(),
            tours: problem.tours.iter().map(|tour| add(f64::NEG_INFINITY, tour.shifts.len() as f64)).collect(),
            weeks: relaxation.weeks.iter().map(|_| add(1.0, 1.0)).collect(),
            cuts: cuts.iter().map(|cut| add(f64::NEG_INFINITY, cut.limit as f64)).collect(),
        }
    }

    /// The place of a row that comes next.
    pub fn next(&self, row: LpRow) -> Line {
        Line { row, at: self.rows.len() + self.tours.len() + self.weeks.len() + self.cuts.len() }
    }

    /// What a variable says.
    pub fn of_aux(&self, relaxation: &Relaxation, aux: &Aux) -> Vec<(LpRow, f64)> {
        aux.terms.iter().map(|&(row, c)| (self.rows[row].row, scaled(relaxation, row, c))).collect()
    }

    /// What a multiple of the step says as the minutes of a week.
    pub fn of_point(&self, relaxation: &Relaxation, week: usize, times: usize) -> [(LpRow, f64); 2] {
        let row = relaxation.weeks[week].row;
        let minutes = -(times as i64) * i64::from(relaxation.step);
        [(self.rows[row].row, scaled(relaxation, row, minutes)), (self.weeks[week].row, 1.0)]
    }

    /// What a route says.
    pub fn of_route(
        &self,
        problem: &Problem<'_>,
        relaxation: &Relaxation,
        cuts: &[Cut],
        column: &Column,
    ) -> Vec<(LpRow, f64)> {
        let rows = column.rows(relaxation).into_iter().map(|(row, c)| (self.rows[row].row, scaled(relaxation, row, c)));
        let halves = cuts.iter().zip(&self.cuts).map(|(cut, line)| (line.row, column.halves(problem, cut) as f64));
        let terms = rows.chain([(self.tours[column.tour].row, 1.0)]).chain(halves);
        terms.filter(|term| term.1 != 0.0).collect()
    }
}

/// The least sum of a row as the solver sees it.
pub fn lower(row: &Row) -> f64 {
    row.lower.map_or(f64::NEG_INFINITY, |limit| limit as f64 / row.scale as f64)
}

/// The largest sum of a row as the solver sees it.
pub fn upper(row: &Row) -> f64 {
    row.upper.map_or(f64::INFINITY, |limit| limit as f64 / row.scale as f64)
}

/// Money as the solver sees it.
pub fn euros(cost: i64) -> f64 {
    cost as f64 / Money::PER_EURO as f64
}

/// A coefficient as the solver sees it.
pub fn scaled(relaxation: &Relaxation, row: RowId, coefficient: i64) -> f64 {
    coefficient as f64 / relaxation.rows[row].scale as f64
}
