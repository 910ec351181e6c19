//! The library as programs use it: one binary, so that a change of the library links its tests once.

#[path = "../../crates/solver/tests/common/mod.rs"]
mod common;

#[cfg(feature = "highs")]
mod columns;
mod determinism;
mod explain;
mod generate;
mod judge;
mod left_out;
mod read;
mod replan;
mod suite;
mod written;
