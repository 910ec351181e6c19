//! The linear program over the columns found so far, kept hot in HiGHS.

use std::time::{Duration, Instant};

use highs::{Col, HighsModelStatus, Model, Problem as Lp, Row as LpRow, Sense};

use super::column::Column;
use super::duals::{Cut, Duals};
use super::problem::Problem;
use super::relaxation::{Relaxation, Row, RowId};
use crate::units::Money;

/// The master with its columns.
pub struct Master<'p> {
    problem: &'p Problem<'p>,
    model: Option<Model>,
    rows: Vec<Line>,
    tours: Vec<Line>,
    weeks: Vec<Line>,
    cuts: Vec<Line>,
    lines: usize,
    spent: Duration,
    aux: Vec<Col>,
    points: Vec<(Col, usize, usize)>,
    routes: Vec<Col>,
    /// The routes, in the order in which they came.
    pub columns: Vec<Column>,
}

/// A row of the solver and its place in a solution.
#[derive(Clone, Copy)]
struct Line {
    row: LpRow,
    at: usize,
}

/// A solution of the master.
pub struct Solved {
    /// Its value in euros.
    pub value: f64,
    /// Its multipliers.
    pub duals: Duals,
    /// How much of each route is in it.
    pub routes: Vec<f64>,
    /// Value of each auxiliary variable.
    pub aux: Vec<f64>,
}

impl<'p> Master<'p> {
    /// The rows and variables without any route. `None` where the solver fails.
    pub fn new(problem: &'p Problem<'p>, relaxation: &Relaxation, cuts: &[Cut]) -> Option<Self> {
        let mut lp = Lp::<highs::ColMatrix>::default();
        let mut lines = 0;
        let mut add = |lower: f64, upper: f64| {
            lines += 1;
            Line { row: lp.add_row(lower..=upper), at: lines - 1 }
        };
        let rows: Vec<_> = relaxation.rows.iter().map(|row| add(lower(row), upper(row))).collect();
        let tours: Vec<_> = problem.tours.iter().map(|_| add(f64::NEG_INFINITY, 1.0)).collect();
        let weeks: Vec<_> = relaxation.weeks.iter().map(|_| add(1.0, 1.0)).collect();
        let cut_lines: Vec<_> = cuts.iter().map(|_| add(f64::NEG_INFINITY, 1.0)).collect();
        let mut model = lp.try_optimise(Sense::Minimise).ok()?;
        model.make_quiet();
        model.try_set_option("threads", 1).ok()?;
        model.try_set_option("random_seed", 1).ok()?;
        let mut master = Self {
            problem,
            model: Some(model),
            rows,
            tours,
            weeks,
            cuts: cut_lines,
            lines,
            spent: Duration::ZERO,
            aux: Vec::new(),
            points: Vec::new(),
            routes: Vec::new(),
            columns: Vec::new(),
        };
        for aux in &relaxation.aux {
            let terms: Vec<_> =
                aux.terms.iter().map(|&(row, c)| (master.rows[row].row, scaled(relaxation, row, c))).collect();
            let col = master.model.as_mut()?.try_add_column(euros(aux.cost), 0.0..=aux.upper as f64, terms).ok()?;
            master.aux.push(col);
        }
        for (week, own) in relaxation.weeks.iter().enumerate() {
            let stride = (own.costs.len() / FIRST_POINTS).max(1);
            for times in (0..own.costs.len()).step_by(stride).chain([own.costs.len() - 1]) {
                master.add_point(relaxation, week, times)?;
            }
        }
        Some(master)
    }

    /// Lets a week have some multiple of the step. Whether that is new; `None` where the solver fails.
    pub fn add_point(&mut self, relaxation: &Relaxation, week: usize, times: usize) -> Option<bool> {
        if self.points.iter().any(|&(_, own, at)| (own, at) == (week, times)) {
            return Some(false);
        }
        let own = &relaxation.weeks[week];
        let minutes = -(times as i64) * i64::from(relaxation.step);
        let terms = [(self.rows[own.row].row, scaled(relaxation, own.row, minutes)), (self.weeks[week].row, 1.0)];
        let col = self.model.as_mut()?.try_add_column(euros(own.costs[times]), 0.0.., terms).ok()?;
        self.points.push((col, week, times));
        Some(true)
    }

    /// Adds a route. `None` where the solver fails.
    pub fn add_route(&mut self, relaxation: &Relaxation, cuts: &[Cut], column: Column) -> Option<()> {
        let rows = column.rows(relaxation).into_iter().map(|(row, c)| (self.rows[row].row, scaled(relaxation, row, c)));
        let halves = cuts.iter().zip(&self.cuts).map(|(cut, line)| (line.row, column.halves(self.problem, cut) as f64));
        let terms = rows.chain([(self.tours[column.tour].row, 1.0)]).chain(halves).filter(|term| term.1 != 0.0);
        let terms: Vec<_> = terms.collect();
        self.routes.push(self.model.as_mut()?.try_add_column(euros(column.cost), 0.0.., terms).ok()?);
        self.columns.push(column);
        Some(())
    }

    /// Adds the newest rows of the relaxation. `None` where the solver fails.
    pub fn add_rows(&mut self, relaxation: &Relaxation) -> Option<()> {
        let first = self.rows.len();
        let mut terms: Vec<Vec<(Col, f64)>> = vec![Vec::new(); relaxation.rows.len() - first];
        for (aux, &col) in relaxation.aux.iter().zip(&self.aux) {
            let newest = aux.terms.iter().filter(|term| term.0 >= first);
            newest.for_each(|&(row, c)| terms[row - first].push((col, scaled(relaxation, row, c))));
        }
        for (column, &col) in self.columns.iter().zip(&self.routes) {
            for (row, c) in column.rows(relaxation).range(first..).filter(|&(_, &c)| c != 0) {
                terms[row - first].push((col, scaled(relaxation, *row, *c)));
            }
        }
        for (row, terms) in relaxation.rows[first..].iter().zip(terms) {
            let row = self.model.as_mut()?.try_add_row(lower(row)..=upper(row), terms).ok()?;
            self.rows.push(Line { row, at: self.lines });
            self.lines += 1;
        }
        Some(())
    }

    /// Adds a cut. `None` where the solver fails.
    pub fn add_cut(&mut self, cut: &Cut) -> Option<()> {
        let halves = self.columns.iter().map(|column| column.halves(self.problem, cut) as f64);
        let terms: Vec<_> = self.routes.iter().copied().zip(halves).filter(|term| term.1 != 0.0).collect();
        let row = self.model.as_mut()?.try_add_row(..=1.0, terms).ok()?;
        self.cuts.push(Line { row, at: self.lines });
        self.lines += 1;
        Some(())
    }

    /// Solves it. `None` where the solver fails or takes longer than what is left.
    pub fn solve(&mut self, relaxation: &Relaxation, left: Option<Duration>) -> Option<Solved> {
        let mut model = self.model.take()?;
        let begun = Instant::now();
        if let Some(left) = left {
            // The solver's clock runs on from one solution to the next.
            model.try_set_option("time_limit", (self.spent + left).as_secs_f64().max(0.01)).ok()?;
        }
        let solved = model.try_solve().ok()?;
        self.spent += begun.elapsed();
        if solved.status() != HighsModelStatus::Optimal {
            return None;
        }
        let (value, solution) = (solved.objective_value(), solved.get_solution());
        self.model = Some(Model::from(solved));
        let (duals, unit) = (solution.dual_rows(), Money::PER_EURO as f64);
        let of_row = |(line, row): (&Line, &Row)| duals[line.at] * unit / row.scale as f64;
        let rows: Vec<_> = self.rows.iter().zip(&relaxation.rows).map(of_row).collect();
        let cuts: Vec<_> = self.cuts.iter().map(|line| duals[line.at] * unit).collect();
        Some(Solved {
            value,
            duals: Duals::rounded(&rows, &cuts, relaxation),
            routes: self.routes.iter().map(|&col| solution[col]).collect(),
            aux: self.aux.iter().map(|&col| solution[col]).collect(),
        })
    }
}

/// Points of a week to begin with.
const FIRST_POINTS: usize = 24;

pub(super) fn lower(row: &Row) -> f64 {
    row.lower.map_or(f64::NEG_INFINITY, |limit| limit as f64 / row.scale as f64)
}

pub(super) fn upper(row: &Row) -> f64 {
    row.upper.map_or(f64::INFINITY, |limit| limit as f64 / row.scale as f64)
}

pub(super) fn euros(cost: i64) -> f64 {
    cost as f64 / Money::PER_EURO as f64
}

pub(super) fn scaled(relaxation: &Relaxation, row: RowId, coefficient: i64) -> f64 {
    coefficient as f64 / relaxation.rows[row].scale as f64
}
