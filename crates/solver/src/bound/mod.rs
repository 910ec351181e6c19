//! Lower bounds on the cost of every plan: a compact relaxed model (`assignment`), column generation ([`columns`]), and
//! the solvers of linear and integer programs behind them ([`lp`]).

mod assignment;
pub mod columns;
pub mod lp;

pub use assignment::relaxed_bound;
pub use lp::LpLimits;
