//! Separation of cuts and lazy rows from a solution of the master.

pub mod gf2;
pub mod lazy_rows;
pub mod subset_row;
pub mod zero_half;
