//! A linear program with integer data, and the exact Lagrangian bound that any multipliers prove (Geoffrion 1974).

use brigade_model::units::Money;

/// Index of a column.
pub type ColumnId = usize;
/// Index of a row.
pub type RowIndex = usize;

/// Fractional bits of multipliers in fixed point.
const MULTIPLIER_BITS: u32 = 32;
/// Euros beyond which a multiplier is ignored as a solver's error, so that no product overflows.
const MAX_MULTIPLIER: f64 = 1e8;

/// Minimise Σ cost x value over the columns, within their bounds, subject to the rows.
///
/// Coefficients are integers in units as fine as the caller needs. `scale` is the number of units that make up one of
/// the solver's.
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
    /// Cost per unit, `Money` units.
    pub cost: i64,
    /// Lower bound.
    pub lower: i64,
    /// Upper bound.
    pub upper: i64,
    /// Units that a solver sees as one.
    pub scale: i64,
}

/// One row: Σ coefficient x column ≥ `rhs`, or = `rhs`.
#[derive(Clone, Debug)]
pub struct ExactRow {
    /// Columns with their coefficients, each column once.
    pub terms: Vec<(ColumnId, i64)>,
    /// The right-hand side.
    pub rhs: i64,
    /// Whether the row is an equality.
    pub is_equality: bool,
    /// Units that a solver sees as one.
    pub scale: i64,
}

impl ExactProgram {
    /// Adds a column between 0 and `upper`, unscaled.
    pub fn column(&mut self, cost: i64, upper: i64) -> ColumnId {
        self.scaled(cost, upper, 1)
    }

    /// Adds a column between 0 and `upper`; `scale` of its units are one of the solver's.
    pub fn scaled(&mut self, cost: i64, upper: i64, scale: i64) -> ColumnId {
        self.columns.push(ExactColumn { cost, lower: 0, upper, scale });
        self.columns.len() - 1
    }

    /// Adds the row Σ terms ≥ `least`.
    pub fn at_least(&mut self, least: i64, scale: i64, terms: Vec<(ColumnId, i64)>) -> RowIndex {
        self.rows.push(ExactRow { terms, rhs: least, is_equality: false, scale });
        self.rows.len() - 1
    }

    /// Adds the row Σ terms ≤ `most`.
    pub fn at_most(&mut self, most: i64, scale: i64, terms: Vec<(ColumnId, i64)>) -> RowIndex {
        let terms = terms.into_iter().map(|(column, factor)| (column, -factor)).collect();
        self.at_least(-most, scale, terms)
    }

    /// Adds the row Σ terms = `sum`.
    pub fn equal_to(&mut self, sum: i64, scale: i64, terms: Vec<(ColumnId, i64)>) -> RowIndex {
        let row = self.at_least(sum, scale, terms);
        self.rows[row].is_equality = true;
        row
    }

    /// The Lagrangian bound: a lower bound on the optimum for any multipliers, computed exactly in integers.
    /// Multipliers are in euros per scaled unit of a row; the dual values of the linear program are the best.
    pub fn lagrangian_bound(&self, multipliers: &[f64]) -> Money {
        let mut reduced: Vec<i128> =
            self.columns.iter().map(|column| i128::from(column.cost) << MULTIPLIER_BITS).collect();
        let mut bound = 0;
        for (row, &multiplier) in self.rows.iter().zip(multipliers) {
            let multiplier = rounded(row, multiplier);
            bound += multiplier * i128::from(row.rhs);
            for &(column, factor) in &row.terms {
                reduced[column] -= multiplier * i128::from(factor);
            }
        }
        for (column, reduced) in self.columns.iter().zip(reduced) {
            bound += (reduced * i128::from(column.lower)).min(reduced * i128::from(column.upper));
        }
        Money((bound >> MULTIPLIER_BITS) as i64)
    }
}

/// A multiplier in fixed point, with the sign that its row requires; 0 where it is out of range.
fn rounded(row: &ExactRow, multiplier: f64) -> i128 {
    let units = multiplier * Money::PER_EURO as f64 / row.scale as f64 * f64::from(MULTIPLIER_BITS).exp2();
    if !multiplier.is_finite() || multiplier.abs() > MAX_MULTIPLIER {
        return 0;
    }
    let whole = units as i128;
    if row.is_equality { whole } else { whole.max(0) }
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
        program.equal_to(1, 1, vec![(first, 1), (left_out[0], 1)]);
        program.equal_to(1, 1, vec![(second, 1), (left_out[1], 1)]);
        program.at_most(1, 1, vec![(first, 1), (second, 1)]);
        program
    }

    #[test]
    fn the_optimal_multipliers_prove_the_optimum() {
        assert_eq!(
            pick_one().lagrangian_bound(&[10.0, 10.0, 6.0]),
            Money(13 * Money::PER_EURO),
            "10 + 10 - 6 - (7 - 6)"
        );
    }

    #[test]
    fn no_multipliers_prove_too_much() {
        for multipliers in [[0.0; 3], [9.0, 3.0, 1.0], [-5.0, 30.0, -2.0], [f64::NAN, f64::INFINITY, 1e300]] {
            assert!(pick_one().lagrangian_bound(&multipliers) <= Money(13 * Money::PER_EURO), "{multipliers:?}");
        }
    }
}
