//! The master over routes: as a linear program, as an integer program, and with a quadratic term.

pub mod bundle;
pub mod restricted_master;
pub mod route_selection;
pub mod row_mapping;
