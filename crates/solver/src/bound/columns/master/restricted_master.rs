//! The restricted master: the linear program over the columns found so far, reoptimised from its last basis.

use std::collections::BTreeSet;
use std::time::Duration;

use super::row_mapping::{RowMapping, lower, scaled, upper};
use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::SubsetRowCut;
use crate::bound::columns::model::duals::Duals;
use crate::bound::columns::model::problem::CoveringProblem;
use crate::bound::columns::model::row_pool::{PoolRow, RowPool};
use crate::bound::columns::params::GenerationParams;
use crate::bound::lp::{BuiltSolver, LpColumn, LpLimits, LpModel, LpRow, LpSolver, LpStatus};
use brigade_model::units::Money;

/// The restricted master with its columns.
pub struct RestrictedMaster<'p> {
    problem: &'p CoveringProblem<'p>,
    solver: BuiltSolver,
    rows: RowMapping,
    /// The solver's number of columns.
    width: usize,
    /// The solver's columns of the auxiliary variables.
    aux: Vec<usize>,
    /// The service times that have a column: week and multiple of the step.
    points: BTreeSet<(usize, usize)>,
    /// The solver's columns of the routes.
    routes: Vec<usize>,
    columns: Vec<RouteColumn>,
    /// By route: whether it is taken out.
    forbidden: Vec<bool>,
}

/// A solution of the master.
pub struct MasterSolution {
    /// Objective value, euros.
    pub value: f64,
    /// Its multipliers.
    pub duals: Duals,
    /// Value of each route.
    pub routes: Vec<f64>,
    /// Value of each auxiliary variable.
    pub aux: Vec<f64>,
}

impl<'p> RestrictedMaster<'p> {
    /// The rows and auxiliary variables, without routes and with a few service times per week. `None` where the solver
    /// fails.
    pub fn new(problem: &'p CoveringProblem<'p>, pool: &RowPool, params: &GenerationParams) -> Option<Self> {
        let mut lp = LpModel::default();
        let rows = RowMapping::new(&mut lp, problem, pool, &[]);
        let mut master = Self {
            problem,
            solver: BuiltSolver::open(&lp, params.solver_seed).ok()?,
            rows,
            width: 0,
            aux: Vec::new(),
            points: BTreeSet::new(),
            routes: Vec::new(),
            columns: Vec::new(),
            forbidden: Vec::new(),
        };
        for aux in 0..pool.aux().len() {
            let column = master.push(&master.rows.aux(pool, aux))?;
            master.aux.push(column);
        }
        for (week, own) in pool.weeks().iter().enumerate() {
            let stride = (own.costs.len() / params.first_service_points).max(1);
            for times in (0..own.costs.len()).step_by(stride).chain([own.costs.len() - 1]) {
                master.add_point(pool, week, times)?;
            }
        }
        Some(master)
    }

    /// The routes, in the order in which they were added.
    pub fn columns(&self) -> &[RouteColumn] {
        &self.columns
    }

    /// Adds a column to the solver and returns its index there.
    fn push(&mut self, column: &LpColumn) -> Option<usize> {
        self.solver.add_column(column).ok()?;
        self.width += 1;
        Some(self.width - 1)
    }

    /// Adds a service time of a week. Returns whether it is new; `None` where the solver fails.
    pub fn add_point(&mut self, pool: &RowPool, week: usize, times: usize) -> Option<bool> {
        if self.points.contains(&(week, times)) {
            return Some(false);
        }
        self.push(&self.rows.service_point(pool, week, times))?;
        self.points.insert((week, times));
        Some(true)
    }

    /// Adds a route. `None` where the solver fails.
    pub fn add_route(&mut self, pool: &RowPool, cuts: &[SubsetRowCut], column: RouteColumn) -> Option<()> {
        let place = self.push(&self.rows.route(self.problem, pool, cuts, &column))?;
        self.routes.push(place);
        self.columns.push(column);
        self.forbidden.push(false);
        Some(())
    }

    /// Takes routes out, which stay 0 from now on. Returns their number; `None` where the solver fails.
    pub fn forbid(&mut self, is_out: impl Fn(&RouteColumn) -> bool) -> Option<usize> {
        let mut count = 0;
        for (index, column) in self.columns.iter().enumerate() {
            if !self.forbidden[index] && is_out(column) {
                self.solver.fix_at_zero(self.routes[index]).ok()?;
                self.forbidden[index] = true;
                count += 1;
            }
        }
        Some(count)
    }

    /// Adds the newest rows of the pool. `None` where the solver fails.
    pub fn add_rows(&mut self, pool: &RowPool) -> Option<()> {
        let first = self.rows.pool().len();
        let mut terms: Vec<Vec<(usize, f64)>> = vec![Vec::new(); pool.rows().len() - first];
        for (aux, &place) in pool.aux().iter().zip(&self.aux) {
            let newest = aux.terms.iter().filter(|term| term.0 >= first);
            newest.for_each(|&(row, c)| terms[row - first].push((place, scaled(pool, row, c))));
        }
        for (column, &place) in self.columns.iter().zip(&self.routes) {
            for (row, c) in column.rows(pool).range(first..).filter(|&(_, &c)| c != 0) {
                terms[row - first].push((place, scaled(pool, *row, *c)));
            }
        }
        for (row, terms) in pool.rows()[first..].iter().zip(terms) {
            self.solver.add_row(LpRow { lower: lower(row), upper: upper(row) }, &terms).ok()?;
            self.rows.push_pool_row();
        }
        Some(())
    }

    /// Adds a cut. `None` where the solver fails.
    pub fn add_cut(&mut self, cut: &SubsetRowCut) -> Option<()> {
        let coefficients = self.columns.iter().map(|column| column.coefficient(self.problem, cut) as f64);
        let terms: Vec<_> = self.routes.iter().copied().zip(coefficients).filter(|term| term.1 != 0.0).collect();
        self.solver.add_row(LpRow { lower: f64::NEG_INFINITY, upper: cut.limit as f64 }, &terms).ok()?;
        self.rows.push_cut();
        Some(())
    }

    /// Solves it to optimality. `None` where the solver fails or needs more than the time left.
    pub fn solve(&mut self, pool: &RowPool, left: Option<Duration>) -> Option<MasterSolution> {
        let limits = LpLimits { seconds: left.map(|left| left.as_secs_f64()), iterations: None };
        let solution = self.solver.solve(limits).ok()?;
        if solution.status != LpStatus::Optimal {
            return None;
        }
        let (duals, unit) = (solution.duals, Money::PER_EURO as f64);
        let of_row = |(&place, row): (&usize, &PoolRow)| duals[place] * unit / row.scale as f64;
        let rows: Vec<_> = self.rows.pool().iter().zip(pool.rows()).map(of_row).collect();
        let cuts: Vec<_> = self.rows.cuts().iter().map(|&place| duals[place] * unit).collect();
        Some(MasterSolution {
            value: solution.objective,
            duals: Duals::rounded(&rows, &cuts, pool),
            routes: self.routes.iter().map(|&place| solution.values[place]).collect(),
            aux: self.aux.iter().map(|&place| solution.values[place]).collect(),
        })
    }
}
