//! Linear and integer programs, and one trait over their solvers: HiGHS, or microlp in builds without it.
//!
//! Solvers run on one thread. Their dual values are never trusted: bounds are recomputed from them in integers.

mod model;

#[cfg(feature = "highs")]
mod highs;
#[cfg(not(feature = "highs"))]
mod microlp;

#[cfg(feature = "highs")]
pub use highs::Highs as BuiltSolver;
#[cfg(not(feature = "highs"))]
pub use microlp::Microlp as BuiltSolver;

pub use model::{LpColumn, LpModel, LpRow};

/// How a solver ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LpStatus {
    /// Optimal.
    Optimal,
    /// Proven infeasible.
    Infeasible,
    /// A limit was reached; there may be a solution.
    Limit,
    /// Any other status, in the solver's words.
    Failed(String),
}

/// Why a solver has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LpError {
    /// The program is infeasible.
    Infeasible,
    /// The solver failed, in its words.
    Solver(String),
}

impl std::fmt::Display for LpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Infeasible => f.write_str("there is no solution"),
            Self::Solver(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for LpError {}

/// Limits of a linear program.
#[derive(Clone, Copy, Debug, Default)]
pub struct LpLimits {
    /// Seconds; `None` where the result must not depend on the clock.
    pub seconds: Option<f64>,
    /// Simplex iterations; `None` = no limit.
    pub iterations: Option<u32>,
}

/// A solution of a linear program.
#[derive(Clone, Debug)]
pub struct LpSolution {
    /// How the solver ended.
    pub status: LpStatus,
    /// Objective value.
    pub objective: f64,
    /// Primal values by column.
    pub values: Vec<f64>,
    /// Dual values by row: the change of the objective per unit of the right-hand side.
    pub duals: Vec<f64>,
}

/// Options of an integer program.
#[derive(Clone, Copy, Debug)]
pub struct MipOptions {
    /// Seed of the solver.
    pub seed: i32,
    /// Seconds; `None` = no limit.
    pub seconds: Option<f64>,
    /// Branch-and-bound nodes; `None` = no limit.
    pub nodes: Option<i32>,
    /// Whether to presolve.
    pub presolve: bool,
    /// Absolute gap, objective units, at which the solver may stop.
    pub absolute_gap: f64,
    /// Feasibility and integrality tolerance; `None` = the solver's default.
    pub tolerance: Option<f64>,
}

/// A solution of an integer program.
#[derive(Clone, Debug)]
pub struct MipSolution {
    /// How the solver ended.
    pub status: LpStatus,
    /// Dual bound, within the solver's tolerances; `None` where it has none.
    pub bound: Option<f64>,
    /// Objective value; infinite without a solution.
    pub objective: f64,
    /// The best solution found, by column.
    pub values: Option<Vec<f64>>,
    /// Branch-and-bound nodes.
    pub nodes: u64,
}

/// A solver of linear and integer minimisation programs.
pub trait LpSolver: Sized {
    /// Whether it reoptimises fast after a few new columns or rows and gives precise dual values, as column generation
    /// needs.
    const GENERATES_COLUMNS: bool;

    /// Loads a linear program; `seed` is for the solver's own random choices.
    ///
    /// # Errors
    ///
    /// Where the solver rejects it.
    fn open(model: &LpModel, seed: i32) -> Result<Self, LpError>;

    /// Adds a column.
    ///
    /// # Errors
    ///
    /// Where the solver rejects it.
    fn add_column(&mut self, column: &LpColumn) -> Result<(), LpError>;

    /// Adds a row: its bounds, and its coefficients by column.
    ///
    /// # Errors
    ///
    /// Where the solver rejects it.
    fn add_row(&mut self, row: LpRow, terms: &[(usize, f64)]) -> Result<(), LpError>;

    /// Fixes a column at 0.
    ///
    /// # Errors
    ///
    /// Where the solver rejects it.
    fn fix_at_zero(&mut self, column: usize) -> Result<(), LpError>;

    /// Solves the linear program from the last basis.
    ///
    /// # Errors
    ///
    /// Where the solver has no answer; it must not be used again then.
    fn solve(&mut self, limits: LpLimits) -> Result<LpSolution, LpError>;

    /// The dual values of the linear program, by row.
    ///
    /// # Errors
    ///
    /// Where the program is infeasible or the solver has no answer.
    fn duals(&mut self, limits: LpLimits) -> Result<Vec<f64>, LpError> {
        let solution = self.solve(limits)?;
        match solution.status {
            LpStatus::Infeasible => Err(LpError::Infeasible),
            LpStatus::Optimal | LpStatus::Limit | LpStatus::Failed(_) => Ok(solution.duals),
        }
    }

    /// Solves an integer program, from a complete feasible `start` by column, if there is one.
    ///
    /// # Errors
    ///
    /// Where the solver has no answer.
    fn solve_integer(model: &LpModel, start: Option<&[f64]>, options: &MipOptions) -> Result<MipSolution, LpError>;
}
