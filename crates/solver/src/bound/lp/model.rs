//! A linear or integer program in the solver's units.

/// The bounds of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LpRow {
    /// Lower bound; may be infinite.
    pub lower: f64,
    /// Upper bound; may be infinite.
    pub upper: f64,
}

/// A variable with its coefficients.
#[derive(Clone, Debug, PartialEq)]
pub struct LpColumn {
    /// Objective coefficient.
    pub cost: f64,
    /// Lower bound.
    pub lower: f64,
    /// Upper bound; may be infinite.
    pub upper: f64,
    /// Whether an integer program requires integer values.
    pub integer: bool,
    /// Rows and coefficients, each row once.
    pub terms: Vec<(usize, f64)>,
}

/// Minimise the cost of the columns subject to the rows.
#[derive(Clone, Debug, Default)]
pub struct LpModel {
    rows: Vec<LpRow>,
    columns: Vec<LpColumn>,
}

impl LpModel {
    /// Adds a row without coefficients and returns its index.
    pub fn add_row(&mut self, lower: f64, upper: f64) -> usize {
        self.rows.push(LpRow { lower, upper });
        self.rows.len() - 1
    }

    /// Adds a column and returns its index. Its rows come first.
    pub fn add_column(&mut self, column: LpColumn) -> usize {
        debug_assert!(column.terms.iter().all(|&(row, _)| row < self.rows.len()), "rows come before columns");
        self.columns.push(column);
        self.columns.len() - 1
    }

    /// Sets the coefficients of a row that has none so far. Rows are filled in ascending order.
    pub fn fill_row(&mut self, row: usize, terms: impl IntoIterator<Item = (usize, f64)>) {
        for (column, coefficient) in terms {
            self.columns[column].terms.push((row, coefficient));
        }
    }

    /// The rows.
    pub fn rows(&self) -> &[LpRow] {
        &self.rows
    }

    /// The columns.
    pub fn columns(&self) -> &[LpColumn] {
        &self.columns
    }
}
