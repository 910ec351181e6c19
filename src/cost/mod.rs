//! What a plan costs: the only evaluator.

mod rule;

pub use rule::{Audit, Cost, Kind, Rule, Violation};
