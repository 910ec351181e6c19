//! Column generation: the linear relaxation over whole routes, and what it proves (Desaulniers, Desrosiers, Solomon 2005).

mod column;
mod duals;
mod labels;
mod links;
mod master;
mod problem;
mod proof;
mod relaxation;

pub use proof::{Incumbent, Limits, Proven, prove};
