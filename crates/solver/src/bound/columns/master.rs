//! The linear program over the columns found so far, kept hot in HiGHS.

use std::time::{Duration, Instant};

use highs::{Col, ColProblem, HighsModelStatus, Model, Sense};

use super::column::Column;
use super::duals::{Cut, Duals};
use super::lines::{Line, Lines, euros, lower, scaled, upper};
use super::problem::Problem;
use super::relaxation::{Relaxation, Row};
use brigade_model::units::Money;

/// The master with its columns.
pub struct Master<'p> {
    problem: &'p Problem<'p>,
    model: Option<Model>,
    lines: Lines,
    spent: Duration,
    aux: Vec<Col>,
    points: Vec<(Col, usize, usize)>,
    routes: Vec<Col>,
    /// The routes, in the order in which they came.
    pub columns: Vec<Column>,
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
    pub fn new(problem: &'p Problem<'p>, relaxation: &Relaxation) -> Option<Self> {
        let mut lp = ColProblem::default();
        let lines = Lines::new(&mut lp, problem, relaxation, &[]);
        let mut model = lp.try_optimise(Sense::Minimise).ok()?;
        model.make_quiet();
        model.try_set_option("threads", 1).ok()?;
        model.try_set_option("random_seed", 1).ok()?;
        let mut master = Self {
            problem,
            model: Some(model),
            lines,
            spent: Duration::ZERO,
            aux: Vec::new(),
            points: Vec::new(),
            routes: Vec::new(),
            columns: Vec::new(),
        };
        for aux in &relaxation.aux {
            let terms = master.lines.of_aux(relaxation, aux);
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
        let (cost, terms) = (relaxation.weeks[week].costs[times], self.lines.of_point(relaxation, week, times));
        let col = self.model.as_mut()?.try_add_column(euros(cost), 0.0.., terms).ok()?;
        self.points.push((col, week, times));
        Some(true)
    }

    /// Adds a route. `None` where the solver fails.
    pub fn add_route(&mut self, relaxation: &Relaxation, cuts: &[Cut], column: Column) -> Option<()> {
        let terms = self.lines.of_route(self.problem, relaxation, cuts, &column);
        self.routes.push(self.model.as_mut()?.try_add_column(euros(column.cost), 0.0.., terms).ok()?);
        self.columns.push(column);
        Some(())
    }

    /// Adds the newest rows of the relaxation. `None` where the solver fails.
    pub fn add_rows(&mut self, relaxation: &Relaxation) -> Option<()> {
        let first = self.lines.rows.len();
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
            self.lines.rows.push(self.lines.next(row));
        }
        Some(())
    }

    /// Adds a cut. `None` where the solver fails.
    pub fn add_cut(&mut self, cut: &Cut) -> Option<()> {
        let halves = self.columns.iter().map(|column| column.halves(self.problem, cut) as f64);
        let terms: Vec<_> = self.routes.iter().copied().zip(halves).filter(|term| term.1 != 0.0).collect();
        let row = self.model.as_mut()?.try_add_row(..=cut.limit as f64, terms).ok()?;
        self.lines.cuts.push(self.lines.next(row));
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
        let rows: Vec<_> = self.lines.rows.iter().zip(&relaxation.rows).map(of_row).collect();
        let cuts: Vec<_> = self.lines.cuts.iter().map(|line| duals[line.at] * unit).collect();
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
