//! What brigade plans, and by what a plan is judged.
//!
//! [`model`] holds the problem and its answer, [`rules`] what is asked of a plan, [`judge`] says what a plan breaks and
//! costs, and [`explain`] is what is found out about it. No algorithm lives here: what searches and proves is another crate, so that the judge can't see it.

pub mod explain;
pub mod i18n;
pub mod judge;
pub mod model;
pub mod rules;
pub mod travel;
pub mod units;
