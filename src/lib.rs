//! brigade plans the week of crews: it reads a folder of CSV files, finds a better week than today's schedule and
//! says what that saves.
//!
//! This crate is the facade: the problem and the judge come from `brigade-model`, evaluator, search and proof from
//! `brigade-solver`; files, figures, reports, benchmark sets and made-up firms are here.

pub mod error;
pub mod files;
pub mod insight;
pub mod prelude;
pub mod report;
pub mod suite;

pub use brigade_generate as generate;
pub use brigade_model::{explain, i18n, judge, model, rules, travel, units};
pub use brigade_solver::{bound, eval, genetic, search, solve, stop};
