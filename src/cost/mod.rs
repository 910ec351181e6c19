//! What a plan costs: the only evaluator.

mod audit;
mod rule;

pub use rule::{Audit, Cost, Kind, Rule, Violation};
