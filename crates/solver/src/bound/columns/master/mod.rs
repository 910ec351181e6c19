//! The restricted master: as a linear program, as an integer program, and with a proximal term.

pub mod bundle;
pub mod restricted_master;
pub mod route_selection;
pub mod row_mapping;
