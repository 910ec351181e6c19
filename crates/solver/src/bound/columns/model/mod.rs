//! The decomposed model: tasks to cover, pricing problems, routes as columns, rows and cuts, multipliers.

pub mod build;
pub mod column;
pub mod cut;
pub mod duals;
#[cfg(test)]
pub mod every_route;
pub mod identical_shifts;
pub mod links;
pub mod ng_sets;
pub mod problem;
pub mod row_pool;
