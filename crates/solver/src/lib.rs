//! Finds plans and proves how good they are.
//!
//! [`eval`] prices plans and moves, [`search`] improves one plan, [`genetic`] evolves many, [`bound`] proves what no plan
//! costs less than, and [`solve`] wires them to runs.

pub mod bound;
pub mod eval;
pub mod genetic;
pub mod search;
pub mod solve;
pub mod stop;
