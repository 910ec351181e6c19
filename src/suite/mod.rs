//! Public benchmark sets: brigade on the instances that researchers share, measured as they measure.

mod convention;
mod routing;

pub use convention::{Convention, Measure};
pub use routing::{Case, RULES, Visit};
