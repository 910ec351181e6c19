//! Linear and integer programs, and one trait over the solvers that take them: HiGHS, or microlp in builds without it.
//!
//! Solvers run on one thread and propose: what they say of a linear program is checked in integers where it proves anything.

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
    /// With an optimal solution.
    Optimal,
    /// With a proof that there is no solution.
    Infeasible,
    /// At a limit, perhaps with what it had found until then.
    Limit,
    /// In any other way, in the solver's words.
    Failed(String),
}

/// Why a solver has no answer at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LpError {
    /// There is no solution.
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

/// When a linear program is given up.
#[derive(Clone, Copy, Debug, Default)]
pub struct LpLimits {
    /// Seconds; none where the result may not depend on the clock.
    pub seconds: Option<f64>,
    /// Iterations of the simplex method; none = any number.
    pub iterations: Option<u32>,
}

/// An answer to a linear program.
#[derive(Clone, Debug)]
pub struct LpSolution {
    /// How the solver ended.
    pub status: LpStatus,
    /// The cost of the values.
    pub objective: f64,
    /// By column.
    pub values: Vec<f64>,
    /// The dual value of each row: what the cost rises by with one more on its right-hand side.
    pub row_prices: Vec<f64>,
}

/// How an integer program is solved.
#[derive(Clone, Copy, Debug)]
pub struct MipOptions {
    /// Seed of the solver.
    pub seed: i32,
    /// Seconds; none = any number.
    pub seconds: Option<f64>,
    /// Nodes of the search tree; none = any number.
    pub nodes: Option<i32>,
    /// Whether the program is made smaller first.
    pub presolve: bool,
    /// The solver may stop when the best solution costs no more than this above what it has proven.
    pub absolute_gap: f64,
    /// How far a solution may be from whole numbers and beyond its rows; none = the solver's default.
    pub tolerance: Option<f64>,
}

/// An answer to an integer program.
#[derive(Clone, Debug)]
pub struct MipSolution {
    /// How the solver ended.
    pub status: LpStatus,
    /// No solution costs less, as far as the solver's tolerances go; none where it says nothing.
    pub bound: Option<f64>,
    /// The cost of the values; infinite without any.
    pub objective: f64,
    /// The best solution found, by column.
    pub values: Option<Vec<f64>>,
    /// Nodes of the search tree.
    pub nodes: u64,
}

/// A solver of linear and integer programs, which are minimised.
pub trait LpSolver: Sized {
    /// Whether a linear program that has grown by a few columns or rows is solved again fast and with precise row prices, as
    /// column generation needs it.
    const GENERATES_COLUMNS: bool;

    /// Takes a linear program; `seed` is for the solver's own choices.
    ///
    /// # Errors
    ///
    /// Where the solver does not take it.
    fn open(model: &LpModel, seed: i32) -> Result<Self, LpError>;

    /// Adds a column.
    ///
    /// # Errors
    ///
    /// Where the solver does not take it.
    fn add_column(&mut self, column: &LpColumn) -> Result<(), LpError>;

    /// Adds a row with its coefficients by column.
    ///
    /// # Errors
    ///
    /// Where the solver does not take it.
    fn add_row(&mut self, row: LpRow, terms: &[(usize, f64)]) -> Result<(), LpError>;

    /// Solves the linear program, from where it was solved last.
    ///
    /// # Errors
    ///
    /// Where the solver has no answer; it may not be asked again then.
    fn solve(&mut self, limits: LpLimits) -> Result<LpSolution, LpError>;

    /// The row prices of the linear program.
    ///
    /// # Errors
    ///
    /// Where the solver has no answer, or a proof that there is no solution.
    fn row_prices(&mut self, limits: LpLimits) -> Result<Vec<f64>, LpError> {
        let solution = self.solve(limits)?;
        match solution.status {
            LpStatus::Infeasible => Err(LpError::Infeasible),
            LpStatus::Optimal | LpStatus::Limit | LpStatus::Failed(_) => Ok(solution.row_prices),
        }
    }

    /// Solves an integer program, from a solution that is known.
    ///
    /// # Errors
    ///
    /// Where the solver has no answer.
    fn solve_integer(model: &LpModel, start: Option<&[f64]>, options: &MipOptions) -> Result<MipSolution, LpError>;
}
