//! A linear program in integers, and what any prices of its rows prove of its optimum.

use brigade_model::units::Money;

/// Index of a column.
pub type ColumnId = usize;
/// Index of a row.
pub type RowIndex = usize;

/// Fractional bits of the integers that a solver's prices are rounded to.
const PRICE_BITS: u32 = 32;
/// Euros above which a price is taken for an error of the solver, so that no product of integers overflows.
const MAX_PRICE: f64 = 1e8;

/// Minimize Σ cost x value over the columns, between their limits, such that every row holds.
///
/// Coefficients are integers in units as fine as the caller needs; the scales say how many of them a solver should see as one.
#[derive(Clone, Debug, Default)]
pub struct ExactProgram {
    /// The columns.
    pub columns: Vec<ExactColumn>,
    /// The rows.
    pub rows: Vec<ExactRow>,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct ExactColumn {
    /// Cost of one unit, in units of [`Money`].
    pub cost: i64,
    /// Least value.
    pub lower: i64,
    /// Greatest value.
    pub upper: i64,
    /// Units that a solver sees as one.
    pub scale: i64,
}

/// One row: Σ factor x column ≥ `least`, or = `least`.
#[derive(Clone, Debug)]
pub struct ExactRow {
    /// Columns with their factors, each column once.
    pub terms: Vec<(ColumnId, i64)>,
    /// The right-hand side.
    pub least: i64,
    /// Whether the sum is not above it either.
    pub exact: bool,
    /// Units that a solver sees as one.
    pub scale: i64,
}

impl ExactProgram {
    /// Adds a column that starts at 0 and is seen as it is.
    pub fn column(&mut self, cost: i64, upper: i64) -> ColumnId {
        self.scaled(cost, upper, 1)
    }

    /// Adds a column that starts at 0, `scale` of whose units a solver sees as one.
    pub fn scaled(&mut self, cost: i64, upper: i64, scale: i64) -> ColumnId {
        self.columns.push(ExactColumn { cost, lower: 0, upper, scale });
        self.columns.len() - 1
    }

    /// Adds the row Σ terms ≥ `least`.
    pub fn at_least(&mut self, least: i64, scale: i64, terms: Vec<(ColumnId, i64)>) -> RowIndex {
        self.rows.push(ExactRow { terms, least, exact: false, scale });
        self.rows.len() - 1
    }

    /// Adds the row Σ terms ≤ `most`.
    pub fn at_most(&mut self, most: i64, scale: i64, terms: Vec<(ColumnId, i64)>) -> RowIndex {
        let terms = terms.into_iter().map(|(column, factor)| (column, -factor)).collect();
        self.at_least(-most, scale, terms)
    }

    /// Adds the row Σ terms = `sum`.
    pub fn exactly(&mut self, sum: i64, scale: i64, terms: Vec<(ColumnId, i64)>) -> RowIndex {
        let row = self.at_least(sum, scale, terms);
        self.rows[row].exact = true;
        row
    }

    /// A lower bound on the optimum that the given row prices prove, whatever they are: the Lagrangian relaxation of all
    /// rows, in integers. Prices are in euros per unit of a row as a solver sees it; good ones come from the linear program.
    pub fn lagrangian(&self, prices: &[f64]) -> Money {
        let mut reduced: Vec<i128> = self.columns.iter().map(|column| i128::from(column.cost) << PRICE_BITS).collect();
        let mut bound = 0;
        for (row, &price) in self.rows.iter().zip(prices) {
            let price = rounded(row, price);
            bound += price * i128::from(row.least);
            for &(column, factor) in &row.terms {
                reduced[column] -= price * i128::from(factor);
            }
        }
        for (column, reduced) in self.columns.iter().zip(reduced) {
            bound += (reduced * i128::from(column.lower)).min(reduced * i128::from(column.upper));
        }
        Money((bound >> PRICE_BITS) as i64)
    }
}

/// A price as an integer of the right sign; an absurd one counts as none.
fn rounded(row: &ExactRow, price: f64) -> i128 {
    let units = price * Money::PER_EURO as f64 / row.scale as f64 * f64::from(PRICE_BITS).exp2();
    if !price.is_finite() || price.abs() > MAX_PRICE {
        return 0;
    }
    let whole = units as i128;
    if row.exact { whole } else { whole.max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two visits, each left out for 10 or done for 3 and 4, at most one of them.
    fn pick_one() -> ExactProgram {
        let mut program = ExactProgram::default();
        let euro = Money::PER_EURO;
        let (first, second) = (program.column(3 * euro, 1), program.column(4 * euro, 1));
        let left_out = [program.column(10 * euro, 1), program.column(10 * euro, 1)];
        program.exactly(1, 1, vec![(first, 1), (left_out[0], 1)]);
        program.exactly(1, 1, vec![(second, 1), (left_out[1], 1)]);
        program.at_most(1, 1, vec![(first, 1), (second, 1)]);
        program
    }

    #[test]
    fn the_best_prices_prove_the_optimum() {
        assert_eq!(pick_one().lagrangian(&[10.0, 10.0, 6.0]), Money(13 * Money::PER_EURO), "10 + 10 - 6 - (7 - 6)");
    }

    #[test]
    fn no_prices_prove_too_much() {
        for prices in [[0.0; 3], [9.0, 3.0, 1.0], [-5.0, 30.0, -2.0], [f64::NAN, f64::INFINITY, 1e300]] {
            assert!(pick_one().lagrangian(&prices) <= Money(13 * Money::PER_EURO), "{prices:?}");
        }
    }
}
