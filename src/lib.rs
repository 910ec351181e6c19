//! brigade plans the week of crews: it reads a folder of CSV files, finds a better week than today's schedule and
//! says what that saves.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

pub mod check;
pub mod cost;
pub mod error;
pub mod generate;
pub mod genetic;
pub mod io;
pub mod milp;
pub mod model;
pub mod report;
pub mod rules;
pub mod search;
pub mod solve;
pub mod stop;
pub mod suite;
pub mod travel;
pub mod units;
pub mod words;
