//! Programs put to the solver that the build was made with, always on one thread.

#[cfg(feature = "highs")]
use good_lp::highs as solver;
#[cfg(not(feature = "highs"))]
use good_lp::microlp as solver;
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, constraint, variable};

use super::program::{ColumnTerms, Program};
use brigade_model::units::Money;

/// When a solver gives up.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Seconds; none where the result may not depend on the clock.
    pub seconds: Option<f64>,
    /// Iterations of the simplex method.
    pub iterations: u32,
}

/// Prices of the rows of a program's linear relaxation, in euros per unit as a solver sees it.
///
/// # Errors
///
/// What went wrong, in words.
#[cfg(feature = "highs")]
pub fn row_prices(program: &Program, limits: Limits) -> Result<Vec<f64>, String> {
    let mut vars = ProblemVariables::new();
    let add = |terms: &ColumnTerms| vars.add(variable().bounds(seen(terms, terms.lower)..=seen(terms, terms.upper)));
    let columns: Vec<Variable> = program.columns.iter().map(add).collect();
    let cost: Expression =
        program.columns.iter().zip(&columns).map(|(terms, &column)| column * price_seen(terms)).sum();
    let mut model = vars.minimise(cost).using(solver);
    for row in &program.rows {
        let factor = |&(column, factor): &(usize, i64)| {
            columns[column] * (factor as f64 * program.columns[column].scale as f64 / row.scale as f64)
        };
        let sum: Expression = row.terms.iter().map(factor).sum();
        let least = row.least as f64 / row.scale as f64;
        model.add_constraint(if row.exact { constraint::eq(sum, least) } else { constraint::geq(sum, least) });
    }
    let mut model = model.try_into_inner().map_err(|error| error.to_string())?;
    let mut options = vec![model.try_set_option("threads", 1), model.try_set_option("parallel", "off")];
    options.push(model.try_set_option("simplex_iteration_limit", limits.iterations as i32));
    options.extend(limits.seconds.map(|seconds| model.try_set_option("time_limit", seconds)));
    if options.iter().any(Result::is_err) {
        return Err("HiGHS does not know an option".into());
    }
    let solved = model.try_solve().map_err(|status| format!("HiGHS ends with {status:?}"))?;
    let status = format!("{:?}", solved.status());
    match status.as_str() {
        "Infeasible" | "UnboundedOrInfeasible" => Err("no plan keeps the relaxed rules".into()),
        _ => Ok(solved.get_solution().dual_rows().to_vec()),
    }
}

/// Columns and rows beyond which microlp, which keeps to no number of iterations, is not asked.
#[cfg(not(feature = "highs"))]
const MOST: usize = 4_000;

/// The same by way of the dual program, whose values are the prices.
#[cfg(not(feature = "highs"))]
pub fn row_prices(program: &Program, limits: Limits) -> Result<Vec<f64>, String> {
    use good_lp::Solution;
    use good_lp::solvers::WithTimeLimit;

    let size = program.columns.len() + program.rows.len();
    if size > MOST {
        return Err(format!("{size} columns and rows are too many for microlp; build with HiGHS"));
    }
    let mut vars = ProblemVariables::new();
    let sign = |exact: bool| if exact { variable() } else { variable().min(0) };
    let prices: Vec<Variable> = program.rows.iter().map(|row| vars.add(sign(row.exact))).collect();
    let at_upper = vars.add_vector(variable().min(0), program.columns.len());
    let right = |row: usize| program.rows[row].least as f64 / program.rows[row].scale as f64;
    let mut value: Expression = prices.iter().enumerate().map(|(row, &price)| price * right(row)).sum();
    value -=
        program.columns.iter().zip(&at_upper).map(|(terms, &at)| at * seen(terms, terms.upper)).sum::<Expression>();
    let mut sums: Vec<Expression> = at_upper.iter().map(|&at| -at).collect();
    for (row, &price) in program.rows.iter().zip(&prices) {
        for &(column, factor) in &row.terms {
            sums[column] += price * (factor as f64 * program.columns[column].scale as f64 / row.scale as f64);
        }
    }
    let mut model = vars.maximise(value).using(solver);
    if let Some(seconds) = limits.seconds {
        model = model.with_time_limit(seconds);
    }
    for (sum, terms) in sums.into_iter().zip(&program.columns) {
        model.add_constraint(constraint!(sum <= price_seen(terms)));
    }
    let solution = model.solve().map_err(|error| error.to_string())?;
    Ok(prices.iter().map(|&price| solution.value(price)).collect())
}

/// A value as the solver sees it.
fn seen(terms: &ColumnTerms, value: i64) -> f64 {
    value as f64 / terms.scale as f64
}

/// Euros per unit of a column as the solver sees it.
fn price_seen(terms: &ColumnTerms) -> f64 {
    terms.cost as f64 * terms.scale as f64 / Money::PER_EURO as f64
}
