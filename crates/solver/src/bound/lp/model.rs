//! A linear or integer program as a solver sees it.

/// The sum of a row is between these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LpRow {
    /// At least; may be infinite.
    pub lower: f64,
    /// At most; may be infinite.
    pub upper: f64,
}

/// A variable.
#[derive(Clone, Debug, PartialEq)]
pub struct LpColumn {
    /// Cost of one.
    pub cost: f64,
    /// Least value.
    pub lower: f64,
    /// Greatest value; may be infinite.
    pub upper: f64,
    /// Whether it is whole in an integer program.
    pub integer: bool,
    /// Rows and coefficients there, each row once.
    pub terms: Vec<(usize, f64)>,
}

/// Minimise the cost of the columns such that every row holds.
#[derive(Clone, Debug, Default)]
pub struct LpModel {
    rows: Vec<LpRow>,
    columns: Vec<LpColumn>,
}

impl LpModel {
    /// Adds a row without coefficients. Its index.
    pub fn add_row(&mut self, lower: f64, upper: f64) -> usize {
        self.rows.push(LpRow { lower, upper });
        self.rows.len() - 1
    }

    /// Adds a column. Its index.
    pub fn add_column(&mut self, column: LpColumn) -> usize {
        debug_assert!(column.terms.iter().all(|&(row, _)| row < self.rows.len()), "rows come before columns");
        self.columns.push(column);
        self.columns.len() - 1
    }

    /// Gives columns their coefficients in a row that has none so far. Rows are to come in order.
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
