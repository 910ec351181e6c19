//! What is proven of a week: bounds on the cost of every plan.

#[cfg(feature = "highs")]
pub mod columns;
