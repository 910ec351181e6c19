//! Maps the rows of the pool, convexity rows, weeks and cuts to rows of the solver's program, and builds its columns.

use crate::bound::columns::model::column::RouteColumn;
use crate::bound::columns::model::cut::SubsetRowCut;
use crate::bound::columns::model::problem::CoveringProblem;
use crate::bound::columns::model::row_pool::{PoolRow, RowId, RowPool};
use crate::bound::lp::{LpColumn, LpModel};
use brigade_model::units::Money;

/// The solver's row index of every row of the master.
#[derive(Clone, Default)]
pub struct RowMapping {
    /// The rows of the pool.
    pool: Vec<usize>,
    /// The convexity rows: at most one route per shift of each pricing problem.
    convexity: Vec<usize>,
    /// The rows that choose one service time per week.
    weeks: Vec<usize>,
    /// The cuts.
    cuts: Vec<usize>,
}

impl RowMapping {
    /// Adds all rows to a new program.
    pub fn new(lp: &mut LpModel, problem: &CoveringProblem<'_>, pool: &RowPool, cuts: &[SubsetRowCut]) -> Self {
        let shifts = problem.subproblems.iter().map(|subproblem| subproblem.shifts.len() as f64);
        Self {
            pool: pool.rows().iter().map(|row| lp.add_row(lower(row), upper(row))).collect(),
            convexity: shifts.map(|shifts| lp.add_row(f64::NEG_INFINITY, shifts)).collect(),
            weeks: pool.weeks().iter().map(|_| lp.add_row(1.0, 1.0)).collect(),
            cuts: cuts.iter().map(|cut| lp.add_row(f64::NEG_INFINITY, cut.limit as f64)).collect(),
        }
    }

    /// The rows of the pool.
    pub fn pool(&self) -> &[usize] {
        &self.pool
    }

    /// The cuts.
    pub fn cuts(&self) -> &[usize] {
        &self.cuts
    }

    /// Records that the pool's next row was appended to the solver's rows.
    pub fn push_pool_row(&mut self) {
        self.pool.push(self.len());
    }

    /// Records that the next cut was appended to the solver's rows.
    pub fn push_cut(&mut self) {
        self.cuts.push(self.len());
    }

    fn len(&self) -> usize {
        self.pool.len() + self.convexity.len() + self.weeks.len() + self.cuts.len()
    }

    /// The column of an auxiliary variable.
    pub fn aux(&self, pool: &RowPool, index: usize) -> LpColumn {
        let aux = &pool.aux()[index];
        let terms = aux.terms.iter().map(|&(row, c)| (self.pool[row], scaled(pool, row, c))).collect();
        LpColumn { cost: euros(aux.cost), lower: 0.0, upper: aux.upper as f64, integer: aux.whole, terms }
    }

    /// The column of a week's service time, a multiple of the step.
    pub fn service_point(&self, pool: &RowPool, week: usize, times: usize) -> LpColumn {
        let own = &pool.weeks()[week];
        let minutes = -(times as i64) * i64::from(pool.step());
        let terms = vec![(self.pool[own.row], scaled(pool, own.row, minutes)), (self.weeks[week], 1.0)];
        LpColumn { cost: euros(own.costs[times]), lower: 0.0, upper: f64::INFINITY, integer: false, terms }
    }

    /// The column of a route.
    pub fn route(
        &self,
        problem: &CoveringProblem<'_>,
        pool: &RowPool,
        cuts: &[SubsetRowCut],
        column: &RouteColumn,
    ) -> LpColumn {
        let rows = column.rows(pool).into_iter().map(|(row, c)| (self.pool[row], scaled(pool, row, c)));
        let in_cuts = cuts.iter().zip(&self.cuts).map(|(cut, &row)| (row, column.coefficient(problem, cut) as f64));
        let terms = rows.chain([(self.convexity[column.subproblem], 1.0)]).chain(in_cuts);
        let terms = terms.filter(|term| term.1 != 0.0).collect();
        LpColumn { cost: euros(column.cost), lower: 0.0, upper: f64::INFINITY, integer: false, terms }
    }
}

/// The scaled lower bound of a row.
pub fn lower(row: &PoolRow) -> f64 {
    row.lower.map_or(f64::NEG_INFINITY, |limit| limit as f64 / row.scale as f64)
}

/// The scaled upper bound of a row.
pub fn upper(row: &PoolRow) -> f64 {
    row.upper.map_or(f64::INFINITY, |limit| limit as f64 / row.scale as f64)
}

/// `Money` units as euros, the solver's unit of money.
pub fn euros(cost: i64) -> f64 {
    cost as f64 / Money::PER_EURO as f64
}

/// A scaled coefficient.
pub fn scaled(pool: &RowPool, row: RowId, coefficient: i64) -> f64 {
    coefficient as f64 / pool.rows()[row].scale as f64
}
