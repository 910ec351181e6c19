//! The microlp backend, for builds without HiGHS: slower, and without dual values of its own.

use good_lp::solvers::{SolutionStatus, WithTimeLimit};
use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, WithInitialSolution, constraint, variable,
};

use super::{LpColumn, LpError, LpLimits, LpModel, LpRow, LpSolution, LpSolver, LpStatus, MipOptions, MipSolution};

/// Columns and rows beyond which the dual values are not computed, since microlp has no iteration limit.
const MAX_SIZE: usize = 4_000;

/// A linear program, solved from scratch each time.
pub struct Microlp {
    rows: Vec<LpRow>,
    columns: Vec<LpColumn>,
}

impl LpSolver for Microlp {
    const GENERATES_COLUMNS: bool = false;

    fn open(model: &LpModel, _seed: i32) -> Result<Self, LpError> {
        Ok(Self { rows: model.rows().to_vec(), columns: model.columns().to_vec() })
    }

    fn add_column(&mut self, column: &LpColumn) -> Result<(), LpError> {
        self.columns.push(column.clone());
        Ok(())
    }

    fn add_row(&mut self, row: LpRow, terms: &[(usize, f64)]) -> Result<(), LpError> {
        terms.iter().for_each(|&(column, c)| self.columns[column].terms.push((self.rows.len(), c)));
        self.rows.push(row);
        Ok(())
    }

    fn fix_at_zero(&mut self, column: usize) -> Result<(), LpError> {
        (self.columns[column].lower, self.columns[column].upper) = (0.0, 0.0);
        Ok(())
    }

    fn solve(&mut self, limits: LpLimits) -> Result<LpSolution, LpError> {
        let duals = self.duals(limits)?;
        let primal = Primal::new(&self.rows, &self.columns, false);
        let (status, values) = primal.solve(limits.seconds, None)?;
        Ok(LpSolution { status, objective: objective(&self.columns, &values), values, duals })
    }

    /// By solving the dual program.
    fn duals(&mut self, limits: LpLimits) -> Result<Vec<f64>, LpError> {
        let size = self.columns.len() + self.rows.len();
        if size > MAX_SIZE {
            return Err(LpError::Solver(format!("{size} columns and rows are too many for microlp; build with HiGHS")));
        }
        let mut vars = ProblemVariables::new();
        let prices: Vec<RowDual> = self.rows.iter().map(|row| RowDual::new(row, &mut vars)).collect();
        let bounded: Vec<Option<Variable>> =
            self.columns.iter().map(|own| own.upper.is_finite().then(|| vars.add(variable().min(0)))).collect();
        // Columns are shifted to a lower bound of 0.
        let mut offset = vec![0.0; self.rows.len()];
        for column in &self.columns {
            column.terms.iter().for_each(|&(row, c)| offset[row] += c * column.lower);
        }
        let mut value: Expression =
            prices.iter().zip(&self.rows).zip(&offset).map(|((price, row), offset)| price.value(row, *offset)).sum();
        for (column, at_upper) in self.columns.iter().zip(&bounded) {
            value -= at_upper.map_or_else(Expression::default, |at_upper| at_upper * (column.upper - column.lower));
        }
        let sums: Vec<Expression> = self
            .columns
            .iter()
            .zip(&bounded)
            .map(|(column, at_upper)| {
                let mut sum: Expression = at_upper.iter().map(|&at_upper| -at_upper).sum();
                column.terms.iter().for_each(|&(row, c)| sum += prices[row].price() * c);
                sum
            })
            .collect();
        let mut model = vars.maximise(value).using(good_lp::microlp);
        if let Some(seconds) = limits.seconds {
            model = model.with_time_limit(seconds);
        }
        for (sum, column) in sums.into_iter().zip(&self.columns) {
            model.add_constraint(constraint!(sum <= column.cost));
        }
        let solution = model.solve().map_err(|error| LpError::Solver(error.to_string()))?;
        Ok(prices.iter().map(|price| solution.eval(price.price())).collect())
    }

    fn solve_integer(model: &LpModel, start: Option<&[f64]>, options: &MipOptions) -> Result<MipSolution, LpError> {
        let (status, values) = Primal::new(model.rows(), model.columns(), true).solve(options.seconds, start)?;
        let objective = objective(model.columns(), &values);
        let bound = (status == LpStatus::Optimal).then_some(objective);
        Ok(MipSolution { status, bound, objective, values: Some(values), nodes: 0 })
    }
}

fn objective(columns: &[LpColumn], values: &[f64]) -> f64 {
    columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
}

/// The dual variables of a row.
struct RowDual {
    /// Of its lower bound, or of the equality.
    lower: Option<Variable>,
    /// Of its upper bound.
    upper: Option<Variable>,
}

impl RowDual {
    fn new(row: &LpRow, vars: &mut ProblemVariables) -> Self {
        if row.lower == row.upper {
            return Self { lower: Some(vars.add(variable())), upper: None };
        }
        let mut limit = |limit: f64| limit.is_finite().then(|| vars.add(variable().min(0)));
        Self { lower: limit(row.lower), upper: limit(row.upper) }
    }

    fn price(&self) -> Expression {
        let mut price: Expression = self.lower.into_iter().map(Expression::from).sum();
        if let Some(upper) = self.upper {
            price -= upper;
        }
        price
    }

    /// Its term in the dual objective.
    fn value(&self, row: &LpRow, offset: f64) -> Expression {
        let mut value: Expression = self.lower.iter().map(|&lower| lower * (row.lower - offset)).sum();
        if let Some(upper) = self.upper {
            value -= upper * (row.upper - offset);
        }
        value
    }
}

/// The primal program.
struct Primal {
    variables: Vec<Variable>,
    problem: good_lp::solvers::microlp::MicroLpProblem,
}

impl Primal {
    fn new(rows: &[LpRow], columns: &[LpColumn], integer: bool) -> Self {
        let mut vars = ProblemVariables::new();
        let add = |column: &LpColumn| {
            let own = variable().bounds(column.lower..=column.upper);
            vars.add(if integer && column.integer { own.integer() } else { own })
        };
        let variables: Vec<Variable> = columns.iter().map(add).collect();
        let cost: Expression = columns.iter().zip(&variables).map(|(column, &own)| column.cost * own).sum();
        let mut sums = vec![Expression::default(); rows.len()];
        for (column, &own) in columns.iter().zip(&variables) {
            column.terms.iter().for_each(|&(row, c)| sums[row].add_mul(c, own));
        }
        let mut problem = vars.minimise(cost).using(good_lp::microlp);
        for (sum, row) in sums.into_iter().zip(rows) {
            if row.lower == row.upper {
                problem.add_constraint(constraint::eq(sum, row.lower));
                continue;
            }
            if row.lower.is_finite() {
                problem.add_constraint(constraint::geq(sum.clone(), row.lower));
            }
            if row.upper.is_finite() {
                problem.add_constraint(constraint::leq(sum, row.upper));
            }
        }
        Self { variables, problem }
    }

    /// The status and the primal values.
    fn solve(self, seconds: Option<f64>, start: Option<&[f64]>) -> Result<(LpStatus, Vec<f64>), LpError> {
        let mut problem = self.problem;
        if let Some(seconds) = seconds {
            problem = problem.with_time_limit(seconds);
        }
        if let Some(start) = start {
            problem = problem.with_initial_solution(self.variables.iter().copied().zip(start.iter().copied()));
        }
        let solved = problem.solve().map_err(|error| LpError::Solver(error.to_string()))?;
        let status = match solved.status() {
            SolutionStatus::Optimal => LpStatus::Optimal,
            _ => LpStatus::Limit,
        };
        Ok((status, self.variables.iter().map(|&own| solved.value(own)).collect()))
    }
}
