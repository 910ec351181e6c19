//! The bound of the compact model, a relaxed assignment of visits to shifts.

mod candidates;
mod compact_model;
mod exact_program;
mod params;
mod shortest_paths;
mod travel_shares;

use crate::bound::lp::{BuiltSolver, LpColumn, LpError, LpLimits, LpModel, LpSolver};
use crate::eval::Prices;
use brigade_model::model::{Bound, BoundClass};
use brigade_model::units::Money;
use candidates::Candidates;
use compact_model::compact_model;
use exact_program::ExactProgram;
use params::RelaxedParams;

/// A lower bound on the cost of every plan that keeps the rules, from the compact model; `None` where a pinned visit
/// has no possible shift.
///
/// # Errors
///
/// The reason, in words, where a crew has already left its base, there are too many possible assignments, `is_over` says so
/// before the program is built, or the solver has no answer.
pub fn relaxed_bound(
    prices: &Prices<'_>,
    limits: LpLimits,
    is_over: &dyn Fn() -> bool,
) -> Result<Option<Bound>, String> {
    if prices.routes.iter().any(|terms| terms.leave.is_some()) {
        return Err("crews that have already left are not part of the model".into());
    }
    let params = RelaxedParams::default();
    let candidates = Candidates::new(prices, params.max_modelled, is_over)?;
    let small = candidates.count() <= params.max_pairs;
    let Some(model) = compact_model(prices, &candidates, small, &params, is_over)? else { return Ok(None) };
    let closed_form = model.program.lagrangian_bound(&model.closed_form_duals);
    let solved = if small { model.program.lagrangian_bound(&duals(&model.program, limits)?) } else { Money::ZERO };
    Ok(Some(Bound { cost: closed_form.max(solved).max(Money::ZERO), class: BoundClass::Relaxed }))
}

/// Why there is no bound where the time is over.
const OVER: &str = "no time was left to build the program";

/// Dual values of a program's linear relaxation, euros per scaled unit of a row.
fn duals(program: &ExactProgram, limits: LpLimits) -> Result<Vec<f64>, String> {
    let solved = BuiltSolver::open(&scaled_relaxation(program), 0).and_then(|mut solver| solver.duals(limits));
    solved.map_err(|error| match error {
        LpError::Infeasible => "no plan keeps the relaxed rules".into(),
        LpError::Solver(words) => words,
    })
}

/// The linear relaxation of a program in the solver's units.
fn scaled_relaxation(program: &ExactProgram) -> LpModel {
    let mut model = LpModel::default();
    for row in &program.rows {
        let least = row.rhs as f64 / row.scale as f64;
        model.add_row(least, if row.is_equality { least } else { f64::INFINITY });
    }
    for column in &program.columns {
        let value = |units: i64| units as f64 / column.scale as f64;
        model.add_column(LpColumn {
            cost: column.cost as f64 * column.scale as f64 / Money::PER_EURO as f64,
            lower: value(column.lower),
            upper: value(column.upper),
            integer: false,
            terms: Vec::new(),
        });
    }
    for (index, row) in program.rows.iter().enumerate() {
        let factor = |&(column, factor): &(usize, i64)| {
            (column, factor as f64 * program.columns[column].scale as f64 / row.scale as f64)
        };
        model.fill_row(index, row.terms.iter().map(factor));
    }
    model
}
