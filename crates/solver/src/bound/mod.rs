//! Exact help: programs for a solver of linear and integer programs, and what they prove.

mod assignment;
pub mod columns;
pub mod lp;

pub use assignment::relaxed_bound;
pub use lp::LpLimits;
