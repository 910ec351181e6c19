//! Cuts and lazy rows that the solution of a master breaks.

pub mod gf2;
pub mod lazy_rows;
pub mod subset_row;
pub mod zero_half;
